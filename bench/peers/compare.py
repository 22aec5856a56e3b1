#!/usr/bin/env python3
"""varimix against scikit-learn: the same data, start and iterations, one thread each.

    compare.py VARIMIX [CASE...]

An iteration is what one more of them adds to a whole fit, so that starts count for nothing. A speed is
printed only where both log-likelihoods agree: 1e-9 of their size. What numpy does with matrices depends
on the BLAS that it finds; OpenBLAS should be installed.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[pool] = "1"  # before numpy starts its threads

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture

CASES = {  # rows, columns, components, covariance
    "A1": (1_000_000, 1, 3, "full"),
    "A2": (1_000_000, 2, 8, "full"),
    "A3": (200_000, 8, 16, "full"),
    "A4": (100_000, 16, 32, "full"),
    "A5": (50_000, 32, 32, "full"),
    "A6": (100_000, 64, 16, "full"),
    "B1": (1_000_000, 2, 8, "diagonal"),
    "B2": (200_000, 16, 32, "diagonal"),
    "B3": (100_000, 64, 64, "diagonal"),
}
FEW, MANY = 2, 8  # iterations


def draw(rows, columns, components, covariance, seed):
    """Rows of a mixture whose centres lie about three deviations apart, in random order."""
    random = np.random.default_rng(seed)
    centres = random.normal(0, 3 / np.sqrt(2 * columns), (components, columns))
    labels = random.choice(components, rows, p=random.dirichlet(np.full(components, 5.0)))
    x = random.normal(size=(rows, columns))
    for k in range(components):
        if covariance == "full":
            spread = np.eye(columns) + random.normal(0, 0.4 / np.sqrt(columns), (columns, columns))
        else:
            spread = np.diag(random.uniform(0.6, 1.4, columns))
        x[labels == k] = x[labels == k] @ spread.T + centres[k]
    return x, x[random.choice(rows, components, replace=False)]


def scikit(x, means, covariance, iterations):
    components, columns = means.shape
    precision = 1 / x.var(axis=0)
    if covariance == "full":
        precisions = np.repeat(np.diag(precision)[None], components, axis=0)
    else:
        precisions = np.repeat(precision[None], components, axis=0)
    mixture = GaussianMixture(
        components, covariance_type="full" if covariance == "full" else "diag", tol=0, reg_covar=0,
        max_iter=iterations, weights_init=np.full(components, 1 / components), means_init=means,
        precisions_init=precisions, init_params="random", random_state=0)
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it has not converged
        mixture.fit(x)
    return time.perf_counter() - start, mixture.lower_bound_ * len(x)


def varimix(command, folder, x, means, covariance):
    np.save(f"{folder}/x.npy", x)
    components = len(means)
    with open(f"{folder}/start.json", "w") as out:
        json.dump({"weights": [1 / components] * components, "means": means.tolist(),
                   "covariances": [np.diag(x.var(axis=0)).tolist()] * components}, out)
    seconds = {}
    for iterations in (FEW, MANY):
        for _ in range(3):
            subprocess.run(
                [command, "fit", f"{folder}/x.npy", "-k", str(components), "--covariance", covariance,
                 "--init", f"{folder}/start.json", "--tolerance", "0", "--max-iterations",
                 str(iterations), "--threads", "1", "--output", f"{folder}/fit.json"],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with open(f"{folder}/fit.json") as text:
                fit = json.load(text)
            took = fit["seconds"]["iterate"]
            seconds[iterations] = min(took, seconds.get(iterations, took))
    # scikit-learn's last objective is that of the parameters before its last update.
    return (seconds[MANY] - seconds[FEW]) / (MANY - FEW), fit["objective"]["trace"][MANY - 2]


def main():
    command, chosen = sys.argv[1], sys.argv[2:] or list(CASES)
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}; ms per iteration, one thread")
    print("| case N, D, K | varimix | scikit-learn | ratio | difference of log L |")
    print("| --- | --- | --- | --- | --- |")
    failed = False
    for seed, name in enumerate(chosen):
        rows, columns, components, covariance = CASES[name]
        x, means = draw(rows, columns, components, covariance, seed)
        with tempfile.TemporaryDirectory() as folder:
            ours, log_l = varimix(command, folder, x, means, covariance)
        short, _ = scikit(x, means, covariance, FEW)
        long, their_log_l = scikit(x, means, covariance, MANY)
        theirs = (long - short) / (MANY - FEW)
        difference = abs(log_l - their_log_l) / abs(their_log_l)
        agree = difference < 1e-9
        failed = failed or not agree
        print(f"| {name} {rows}, {columns}, {components}{' diagonal' if name[0] == 'B' else ''} "
              f"| {1e3 * ours:.1f} | {1e3 * theirs:.0f} "
              f"| {f'{theirs / ours:.1f}' if agree else 'disagree'} | {difference:.0e} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
