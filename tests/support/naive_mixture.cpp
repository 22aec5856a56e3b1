#include "support/naive_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace varimix::test {
namespace {

const Real kLogTwoPi = std::log(2 * std::acos(Real(-1)));
constexpr Real kInfinity = std::numeric_limits<Real>::infinity();

/// log x! = log 1 + log 2 + ... + log x.
Real log_factorial(double x) {
  static std::vector<Real> known = {0};
  while (static_cast<double>(known.size()) <= x)
    known.push_back(known.back() + std::log(static_cast<Real>(known.size())));
  return known[static_cast<std::size_t>(x)];
}

template <typename Log>
Table table(const NaiveData& data, std::size_t components, Log log_term) {
  Table out(data.x.size(), std::vector<Real>(components));
  for (std::size_t i = 0; i < data.x.size(); ++i)
    for (std::size_t k = 0; k < components; ++k) out[i][k] = log_term(data.x[i], k);
  return out;
}

/// Rows that say nothing take no part.
bool absent(const NaiveData& data, std::size_t i) {
  return data.weight[i] == 0 || (std::isnan(data.x[i]) && data.label[i] < 0);
}

}  // namespace

// psi(x) = psi(x + 1) - 1/x; from 30 on, the asymptotic series is exact to long double.
Real naive_digamma(Real x) {
  Real out = 0;
  for (; x < 30; x += 1) out -= 1 / x;
  const Real s = 1 / (x * x);
  const Real series =
      s *
      (Real(1) / 12 - s * (Real(1) / 120 - s * (Real(1) / 252 - s * (Real(1) / 240 - s / 132))));
  return out + std::log(x) - 1 / (2 * x) - series;
}

Real naive_log_gamma(Real x) { return std::lgamma(x); }

Table naive_logits(NaiveFamily family, const NaiveData& data, const NaivePoint& point) {
  std::vector<Real> log_weight, log_scale;  // of the rate, or of the variance
  for (const Real w : point.weight) log_weight.push_back(std::log(w));
  for (const Real s : family == NaiveFamily::poisson ? point.location : point.variance)
    log_scale.push_back(std::log(s));
  return table(data, point.weight.size(), [&](double x, std::size_t k) {
    if (std::isnan(x)) return log_weight[k];
    const Real gap = x - point.location[k];
    if (family == NaiveFamily::poisson)
      return log_weight[k] + x * log_scale[k] - point.location[k] - log_factorial(x);
    return log_weight[k] - (kLogTwoPi + log_scale[k] + gap * gap / point.variance[k]) / 2;
  });
}

Table naive_logits(NaiveFamily family, const NaiveData& data, const NaivePosterior& q) {
  const std::size_t components = q.shape.size();
  std::vector<Real> log_weight;
  Real total = 0, rest = 0;
  for (const Real a : q.alpha) total += a;
  for (std::size_t k = 0; k < components; ++k) {
    if (!q.sticks) {
      log_weight.push_back(naive_digamma(q.alpha[k]) - naive_digamma(total));
    } else if (k + 1 == components) {
      log_weight.push_back(rest);
    } else {
      const Real both = naive_digamma(q.alpha[k] + q.beta[k]);
      log_weight.push_back(rest + naive_digamma(q.alpha[k]) - both);
      rest += naive_digamma(q.beta[k]) - both;
    }
  }
  std::vector<Real> log_ratio;  // E[log rate] or E[log precision]
  for (std::size_t k = 0; k < components; ++k)
    log_ratio.push_back(naive_digamma(q.shape[k]) - std::log(q.scale[k]));
  return table(data, components, [&](double x, std::size_t k) {
    if (std::isnan(x)) return log_weight[k];
    const Real ratio = q.shape[k] / q.scale[k];
    if (family == NaiveFamily::poisson)
      return log_weight[k] + x * log_ratio[k] - ratio - log_factorial(x);
    const Real gap = x - q.mean[k];
    return log_weight[k] + (log_ratio[k] - kLogTwoPi - ratio * gap * gap - 1 / q.strength[k]) / 2;
  });
}

NaivePass naive_normalize(const NaiveData& data, const Table& logits, bool hard) {
  NaivePass out;
  out.r = logits;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    std::vector<Real>& row = out.r[i];
    if (data.label[i] >= 0)
      for (std::size_t k = 0; k < row.size(); ++k)
        if (k != static_cast<std::size_t>(data.label[i])) row[k] = -kInfinity;
    const auto highest = std::max_element(row.begin(), row.end());
    const Real top = *highest;
    const std::size_t winner = static_cast<std::size_t>(highest - row.begin());
    Real sum = 0;
    for (Real& logit : row) sum += logit = std::exp(logit - top);
    for (std::size_t k = 0; k < row.size(); ++k)
      row[k] = hard ? Real(k == winner ? 1 : 0) : row[k] / sum;
    if (absent(data, i)) continue;
    out.evidence += data.weight[i] * (top + std::log(sum));
    out.classification += data.weight[i] * top;
  }
  return out;
}

NaiveSums naive_sums(const NaiveData& data, const Table& r, std::size_t k) {
  NaiveSums out;
  for (std::size_t i = 0; i < data.x.size(); ++i) {
    if (std::isnan(data.x[i])) continue;
    out.n += data.weight[i] * r[i][k];
    out.mean += data.weight[i] * r[i][k] * data.x[i];
  }
  if (out.n > 0) out.mean /= out.n;
  for (std::size_t i = 0; i < data.x.size(); ++i) {
    if (std::isnan(data.x[i])) continue;
    const Real gap = data.x[i] - out.mean;
    out.scatter += data.weight[i] * r[i][k] * gap * gap;
  }
  return out;
}

std::vector<Real> naive_counts(const NaiveData& data, const Table& r) {
  std::vector<Real> out(r.front().size());
  for (std::size_t i = 0; i < data.x.size(); ++i)
    for (std::size_t k = 0; !absent(data, i) && k < out.size(); ++k)
      out[k] += data.weight[i] * r[i][k];
  return out;
}

}  // namespace varimix::test
