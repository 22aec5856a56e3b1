#include "uncertainty/chains_diagnosis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/special.hpp"

namespace varimix::internal {
namespace {

/// M chains of n numbers.
struct Split {
  std::size_t chains = 0, length = 0;
  std::vector<double> values;

  std::span<const double> chain(std::size_t c) const {
    return std::span(values).subspan(c * length, length);
  }
};

Split split(std::span<const double> draws, std::size_t chains) {
  const std::size_t length = draws.size() / chains;
  Split out{2 * chains, length / 2, {}};
  for (std::size_t c = 0; c < chains; ++c) {
    const auto whole = draws.subspan(c * length, length);
    for (const auto half : {whole.first(out.length), whole.last(out.length)})
      out.values.insert(out.values.end(), half.begin(), half.end());
  }
  return out;
}

/// Normal quantiles of (rank - 3/8) / (S + 1/4); equal numbers share their mean rank.
Split normalized(Split x) {
  std::vector<std::size_t> order(x.values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return x.values[a] < x.values[b]; });
  std::vector<double> z(order.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && x.values[order[last]] == x.values[order[first]]) ++last;
    const double rank = 0.5 * static_cast<double>(first + 1 + last);
    const double quantile =
        normal_quantile((rank - 0.375) / (static_cast<double>(order.size()) + 0.25));
    for (std::size_t i = first; i < last; ++i) z[order[i]] = quantile;
  }
  x.values = std::move(z);
  return x;
}

Split folded(Split x) {
  std::vector<double> sorted = x.values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;  // their number is even
  const double median = 0.5 * (sorted[half - 1] + sorted[half]);
  for (double& v : x.values) v = std::abs(v - median);
  return x;
}

class Variances {
 public:
  explicit Variances(Split z) : z_(std::move(z)), n_(static_cast<double>(z_.length)) {
    for (std::size_t c = 0; c < z_.chains; ++c) {
      const auto chain = z_.chain(c);
      means_.push_back(std::accumulate(chain.begin(), chain.end(), 0.0) / n_);
    }
    within_ = autocovariance(0) * n_ / (n_ - 1);
    const double grand =
        std::accumulate(means_.begin(), means_.end(), 0.0) / static_cast<double>(means_.size());
    double between = 0;
    for (const double m : means_) between += (m - grand) * (m - grand);
    total_ = (n_ - 1) / n_ * within_ + between / static_cast<double>(means_.size() - 1);
  }

  double rhat() const {
    if (!(total_ > 0)) return 1;
    return within_ > 0 ? std::sqrt(total_ / within_) : kApart;
  }
  double correlation(std::size_t lag) const { return 1 - (within_ - autocovariance(lag)) / total_; }
  double draws() const { return n_ * static_cast<double>(z_.chains); }
  std::size_t length() const { return z_.length; }

 private:
  /// Chains that never move, at different places.
  static constexpr double kApart = 1e6;

  /// Mean over the chains, divisor n.
  double autocovariance(std::size_t lag) const {
    double sum = 0;
    for (std::size_t c = 0; c < z_.chains; ++c) {
      const auto x = z_.chain(c);
      for (std::size_t t = lag; t < x.size(); ++t)
        sum += (x[t] - means_[c]) * (x[t - lag] - means_[c]);
    }
    return sum / draws();
  }

  Split z_;
  double n_;
  std::vector<double> means_;
  double within_ = 0, total_ = 0;
};

/// C n / tau, tau not so small that antithetic draws count for more than C n log10(C n).
double effective_draws(const Variances& of) {
  double tau = -1, smallest = 2;
  // Pairs of neighbouring lags are positive and fall for a reversible chain: where they do not, it
  // is noise.
  for (std::size_t lag = 0; lag + 1 < of.length(); lag += 2) {
    const double even = lag == 0 ? 1 : of.correlation(lag);
    const double pair = even + of.correlation(lag + 1);
    if (!(pair > 0)) {
      tau += std::max(even, 0.0);  // half of a pair: what is known of it is positive
      break;
    }
    smallest = std::min(smallest, pair);
    tau += 2 * smallest;
  }
  return of.draws() / std::max(tau, 1 / std::log10(of.draws()));
}

}  // namespace

Diagnostics diagnose_draws(std::span<const double> draws, std::size_t chains) {
  const Split halves = split(draws, chains);
  const auto [low, high] = std::minmax_element(halves.values.begin(), halves.values.end());
  if (*low == *high) return {static_cast<double>(halves.values.size()), 1};
  const Variances bulk(normalized(halves));
  const Variances spread(normalized(folded(halves)));
  return {effective_draws(bulk), std::max(bulk.rhat(), spread.rhat())};
}

}  // namespace varimix::internal
