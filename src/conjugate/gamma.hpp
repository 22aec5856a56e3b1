// Gamma and inverse-gamma distributions. If tau ~ gamma(shape a, rate b) then 1/tau ~ inverse
// gamma(a, scale b), and the divergence between two of either kind is the same number.
//
//   gamma(x | a, b) = b^a / Gamma(a) x^(a-1) e^(-b x) [Gelman2013, A.1]
#pragma once

namespace varimix::internal {

/// E[log x] = digamma(a) - log(b).
double gamma_expected_log(double a, double b);
double gamma_log_density(double x, double a, double b);
double inverse_gamma_log_density(double x, double a, double b);
/// KL(gamma(a, b) || gamma(a0, b0)) in nats.
double gamma_divergence(double a, double b, double a0, double b0);

}  // namespace varimix::internal
