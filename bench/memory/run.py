"""The memory that a fit takes, whatever the size of its data.

    run.py BUILD_DIR [--gigabytes 4] [--most 100]

Writes .npy files of up to so many gigabytes, fits each with the command `varimix`, and watches what
the process holds. Prints a table in Markdown: RssAnon is memory of the process's own, which must stay
below --most megabytes (else exit code 1); RssFile the pages of the mapped file, which the system takes
back when others want them.
"""
import argparse
import array
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

COLUMNS, COMPONENTS, ITERATIONS = 8, 4, 3
BLOCK = 1 << 17  # rows that are drawn; a file repeats them
STEP = 0.002  # seconds between two looks


def draw_block():
    """Rows of four clusters."""
    generator = random.Random(20240)
    centres = [[generator.gauss(0, 3) for _ in range(COLUMNS)] for _ in range(COMPONENTS)]
    values = array.array("d")
    for _ in range(BLOCK):
        values.extend(generator.gauss(m, 1) for m in generator.choice(centres))
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def write_npy(path, blocks, block):
    header = repr({"descr": "<f8", "fortran_order": False, "shape": (blocks * BLOCK, COLUMNS)})
    length = -(-(len(header) + 11) // 64) * 64 - 10
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + length.to_bytes(2, "little"))
        file.write((header.ljust(length - 1) + "\n").encode())
        for _ in range(blocks):
            file.write(block)


def held(pid):
    """RssAnon and RssFile of a process, bytes; nothing when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
        return tuple(1024 * int(lines[name].split()[0]) for name in ("RssAnon", "RssFile"))
    except (OSError, KeyError):
        return None


def fit(build, path):
    """Seconds, and the most that was held of either kind."""
    began, anonymous, mapped = time.monotonic(), 0, 0
    process = subprocess.Popen(
        [os.path.join(build, "varimix"), "fit", path, "-k", str(COMPONENTS), "--tolerance", "0",
         "--max-iterations", str(ITERATIONS), "--output", os.devnull], stderr=subprocess.DEVNULL)
    while process.poll() is None:
        now = held(process.pid)
        if now:
            anonymous, mapped = max(anonymous, now[0]), max(mapped, now[1])
        time.sleep(STEP)
    if process.returncode != 0:
        sys.exit(f"varimix fit ended with exit code {process.returncode}")
    return time.monotonic() - began, anonymous, mapped


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--gigabytes", type=float, default=4)
    parser.add_argument("--most", type=float, default=100, help="megabytes of RssAnon")
    arguments = parser.parse_args()
    block = draw_block()
    print("| file, GB | rows | RssAnon, MB | RssFile, MB | seconds |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.npy")
        for size in (arguments.gigabytes / 100, arguments.gigabytes / 10, arguments.gigabytes):
            blocks = max(1, -(-int(size * 1e9) // len(block)))
            free = shutil.disk_usage(folder).free
            if free < 1.1 * blocks * len(block):
                sys.exit(f"{folder}: {free / 1e9:.1f} GB are free, {size:g} are needed")
            write_npy(path, blocks, block)
            seconds, anonymous, mapped = fit(arguments.build, path)
            worst = max(worst, anonymous)
            print(f"| {os.path.getsize(path) / 1e9:.2f} | {blocks * BLOCK} | {anonymous / 1e6:.1f} |"
                  f" {mapped / 1e6:.0f} | {seconds:.1f} |", flush=True)
    sys.exit(1 if worst > 1e6 * arguments.most else 0)


if __name__ == "__main__":
    main()
