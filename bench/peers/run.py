"""varimix beside its peers: the same data, start, and number of iterations, in one run.

    run.py BUILD_DIR [--cases A1,A3] [--rounds 3] [--threads 1,2]

Prints a table in Markdown: median milliseconds per iteration of every program, the ratio of the best
peer to varimix, and whether all log-likelihoods (of vb: the components' means) agree. A program that
is not installed, or that does not know the model, has a dash. Exit code 1 when one disagrees.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

FAST, SLOW = 10, 3  # iterations of varimix, and of programs that take longer
HERE = os.path.dirname(os.path.abspath(__file__))


def read_cases(build):
    """What bench/common/cases.cpp defines: name -> (rows, columns, components, shape)."""
    listed = subprocess.run([os.path.join(build, "varimix_case"), "--list"], check=True,
                            capture_output=True, text=True).stdout
    lines = [line.split() for line in listed.splitlines()]
    return {name: (int(n), int(d), int(k), shape) for name, n, d, k, shape in lines}


class Program:
    """One peer: how it is called, which cases it can do, and whether it uses threads."""

    def __init__(self, name, command, can=lambda case: True, threads=True, digits=1e-6):
        self.name, self.command, self.can, self.threads = name, command, can, threads
        self.digits = digits  # to which its log-likelihood must agree, relative

    def available(self):
        return shutil.which(self.command[0]) is not None

    def run(self, prefix, case, iterations, threads):
        done = subprocess.run(
            [*self.command, prefix, *map(str, case), str(iterations), str(threads)],
            capture_output=True, text=True, timeout=3600)
        if done.returncode != 0:
            print(f"{self.name}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            return None
        ms, log_likelihood = done.stdout.split()[-2:]
        return float(ms), float(log_likelihood)


def peers(build):
    small = lambda case: case[0] * case[2] * case[1] <= 60_000_000  # noqa: E731
    return [
        Program("scikit-learn", ["/usr/bin/python3", os.path.join(HERE, "scikit_learn.py")]),
        Program("mclust", ["Rscript", os.path.join(HERE, "mclust.R")], small, threads=False),
        Program("Armadillo", [os.path.join(build, "peer_armadillo")]),
        Program("OpenCV", [os.path.join(build, "peer_opencv")],
                lambda case: case[3] == "full" and case[1] <= 8 and small(case)),
        # Leaves small responsibilities out, and so ends elsewhere by a little.
        Program("VLFeat", [os.path.join(build, "peer_vlfeat")],
                lambda case: case[3] == "diagonal", digits=1e-3),
    ]


def fit_seconds(build, prefix, case, iterations, threads, method):
    out = prefix + ".fit.json"
    subprocess.run(
        [os.path.join(build, "varimix"), "fit", prefix + ".npy", "-k", str(case[2]),
         "--covariance", case[3], "--method", method, "--init", prefix + ".json", "--tolerance", "0",
         "--max-iterations", str(iterations), "--threads", str(threads), "--output", out],
        check=True, stderr=subprocess.DEVNULL)
    with open(out) as file:
        fit = json.load(file)
    return fit["seconds"]["iterate"], fit


def varimix(build, prefix, case, iterations, threads, method):
    """What an iteration more adds: the first reads and the one for the last objective cancel."""
    first, _ = fit_seconds(build, prefix, case, 2, threads, method)
    whole, fit = fit_seconds(build, prefix, case, iterations, threads, method)
    return 1e3 * (whole - first) / (iterations - 2), fit


def agrees(trace, iterations, log_likelihood, digits):
    """A peer tells the log-likelihood after its last M-step, or before it."""
    near = [trace[t] for t in (iterations - 1, iterations - 2) if 0 <= t < len(trace)]
    return any(abs(value - log_likelihood) <= digits * abs(value) for value in near)


def one_case(name, case, build, folder, rounds, threads):
    prefix = os.path.join(folder, name)
    subprocess.run([os.path.join(build, "varimix_case"), name, prefix], check=True)
    _, whole = varimix(build, prefix, case, FAST, threads, "em")
    trace = whole["objective"]["trace"]
    times, wrong = {}, []
    for _ in range(rounds):
        ms, _ = varimix(build, prefix, case, FAST, threads, "em")
        times.setdefault("varimix", []).append(ms)
        for peer in peers(build):
            if not peer.available() or not peer.can(case) or (threads > 1 and not peer.threads):
                continue
            result = peer.run(prefix, case, SLOW, threads)
            if result is None:
                wrong.append(peer.name)
                continue
            times.setdefault(peer.name, []).append(result[0])
            if not agrees(trace, SLOW, result[1], peer.digits):
                wrong.append(f"{peer.name} ({result[1]:.9g}, varimix {trace[SLOW - 1]:.9g})")
    medians = {who: statistics.median(ms) for who, ms in times.items()}
    return medians, sorted(set(wrong))


def one_vb_case(name, case, build, folder, rounds, threads):
    """VB beside scikit-learn's, which leaves constants out of its bound: the means must agree."""
    prefix = os.path.join(folder, name)
    subprocess.run([os.path.join(build, "varimix_case"), name, prefix], check=True)
    ours, theirs, gap = [], [], 0.0
    command = ["/usr/bin/python3", os.path.join(HERE, "scikit_learn.py"), prefix,
               *map(str, case), str(SLOW), str(threads), "vb"]
    for _ in range(rounds):
        # The start's responsibilities make the first posterior, on both sides.
        ms, fit = varimix(build, prefix, case, SLOW + 1, threads, "vb")
        ours.append(ms)
        theirs.append(float(subprocess.run(command, check=True, capture_output=True,
                                           text=True).stdout.split()[0]))
        with open(prefix + ".vb_means.txt") as file:
            means = [list(map(float, line.split())) for line in file]
        for mine, other in zip(fit["components"], means):
            gap = max(gap, *(abs(a - b) for a, b in zip(mine["mean"], other)))
    return statistics.median(ours), statistics.median(theirs), gap


def print_em_table(arguments, folder, threads):
    names = ["varimix"] + [peer.name for peer in peers(arguments.build)]
    print(f"\nEM, {threads} thread{'s' if threads > 1 else ''}, milliseconds per iteration\n")
    print("| case | N, D, K | " + " | ".join(names) + " | best peer / varimix |")
    print("|" + " --- |" * (len(names) + 3))
    failed = False
    for name in arguments.cases:
        case = arguments.known[name]
        medians, wrong = one_case(name, case, arguments.build, folder, arguments.rounds, threads)
        best = min((ms for who, ms in medians.items() if who != "varimix"), default=float("nan"))
        cells = [f"{medians[who]:.3g}" if who in medians else "–" for who in names]
        print(f"| {name} {case[3]} | {case[0]:g}, {case[1]}, {case[2]} | " + " | ".join(cells) +
              f" | {best / medians['varimix']:.1f} |", flush=True)
        for who in wrong:
            print(f"{name}: disagrees: {who}", file=sys.stderr)
        failed = failed or bool(wrong)
    return failed


def print_vb_table(arguments, folder, threads):
    print(f"\nVB, full covariance, {threads} thread{'s' if threads > 1 else ''}, "
          "milliseconds per iteration\n")
    print("| case | varimix | scikit-learn | ratio | largest difference of a mean |")
    print("|" + " --- |" * 5)
    failed = False
    for name in (c for c in arguments.cases if c in ("A1", "A3", "A5")):
        ours, theirs, gap = one_vb_case(name, arguments.known[name], arguments.build, folder,
                                        arguments.rounds, threads)
        print(f"| {name} | {ours:.3g} | {theirs:.3g} | {theirs / ours:.1f} | {gap:.1e} |",
              flush=True)
        failed = failed or gap > 1e-6
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--cases", type=lambda text: text.split(","))
    parser.add_argument("--rounds", default=3, type=int)
    parser.add_argument("--threads", default="1,2",
                        type=lambda text: [int(word) for word in text.split(",")])
    arguments = parser.parse_args()
    arguments.known = read_cases(arguments.build)
    arguments.cases = arguments.cases or list(arguments.known)
    if unknown := [name for name in arguments.cases if name not in arguments.known]:
        parser.error(f"unknown case {unknown[0]}; accepted: {', '.join(arguments.known)}")
    folder = os.path.join(arguments.build, "peers")
    os.makedirs(folder, exist_ok=True)
    failed = False
    for threads in arguments.threads:
        failed = print_em_table(arguments, folder, threads) or failed
        failed = print_vb_table(arguments, folder, threads) or failed
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
