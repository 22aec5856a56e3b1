# mclust's em(): full (VVV), diagonal (VVI), one column (V). It has no threads.
suppressMessages(library(mclust))
given <- commandArgs(trailingOnly = TRUE)
prefix <- given[1]
n <- as.integer(given[2]); d <- as.integer(given[3]); k <- as.integer(given[4])
full <- given[5] == "full"; iterations <- as.integer(given[6])
read <- function(ending, count) readBin(paste0(prefix, ending), "double", count, endian = "little")
x <- matrix(read(".x.f64", n * d), n, d, byrow = TRUE)
means <- matrix(read(".mean.f64", k * d), d, k)
variance <- read(".var.f64", d)

if (d == 1) {
  model <- "V"
  start <- list(modelName = model, d = 1, G = k, sigmasq = rep(variance, k))
} else if (full) {
  model <- "VVV"
  root <- array(diag(sqrt(variance), d), c(d, d, k))
  start <- list(modelName = model, d = d, G = k, sigma = array(diag(variance, d), c(d, d, k)),
                cholsigma = root)
} else {
  model <- "VVI"
  scale <- exp(mean(log(variance)))
  start <- list(modelName = model, d = d, G = k, scale = rep(scale, k),
                shape = matrix(variance / scale, d, k))
}
parameters <- list(pro = rep(1 / k, k), mean = if (d == 1) as.vector(means) else means,
                   variance = start)
control <- emControl(tol = c(0, 0), itmax = c(iterations, iterations), eps = 0)
seconds <- system.time(
  fit <- em(modelName = model, data = if (d == 1) as.vector(x) else x, parameters = parameters,
            control = control, warn = FALSE)
)[["elapsed"]]
cat(sprintf("%.6f %.12g\n", 1e3 * seconds / iterations, fit$loglik))
