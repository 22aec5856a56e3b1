"""scikit-learn's GaussianMixture and BayesianGaussianMixture, their own E- and M-steps in a loop.

The same arguments and line of output as the other peers; with "vb" for ITERATIONS' method as an
eighth argument, variational Bayes under varimix's default prior, and the means of the end in
PREFIX.vb_means.txt instead of a log-likelihood (its bound leaves constants out).
"""
import os
import sys

prefix, rows, columns, components, shape, iterations, threads = sys.argv[1:8]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads
import time  # noqa: E402

import numpy as np  # noqa: E402
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture  # noqa: E402

n, d, k, count = int(rows), int(columns), int(components), int(iterations)
full = shape == "full"
x = np.fromfile(prefix + ".x.f64").reshape(n, d)
means = np.fromfile(prefix + ".mean.f64").reshape(k, d)
variance = np.fromfile(prefix + ".var.f64")


def start(model):
    model.weights_ = np.full(k, 1 / k)
    model.means_ = means.copy()
    one = np.diag(1 / np.sqrt(variance)) if full else 1 / np.sqrt(variance)
    model.precisions_cholesky_ = np.repeat(one[None], k, axis=0)
    return model


def iterate(model):
    begin = time.perf_counter()
    for _ in range(count):
        _, log_resp = model._e_step(x)
        model._m_step(x, log_resp)
    return 1e3 * (time.perf_counter() - begin) / count


def em():
    model = start(GaussianMixture(k, covariance_type="full" if full else "diag", reg_covar=0))
    ms = iterate(model)
    return ms, model._e_step(x)[0] * n


def vb():
    point = start(GaussianMixture(k, covariance_type="full" if full else "diag", reg_covar=0))
    _, log_resp = point._e_step(x)
    prior = np.atleast_2d(np.cov(x.T)) / k ** (2 / d)
    model = BayesianGaussianMixture(
        n_components=k, covariance_type="full", reg_covar=0, mean_prior=x.mean(axis=0),
        mean_precision_prior=0.01, degrees_of_freedom_prior=d + 2, covariance_prior=prior,
        weight_concentration_prior_type="dirichlet_distribution", weight_concentration_prior=1.0)
    model._check_parameters(x)
    model._m_step(x, log_resp)
    ms = iterate(model)
    np.savetxt(prefix + ".vb_means.txt", model.means_)
    return ms, float("nan")


ms, log_likelihood = vb() if len(sys.argv) > 8 else em()
print(f"{ms:.6f} {log_likelihood:.12g}")
