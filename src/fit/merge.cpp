#include "varimix/merge.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/rows.hpp"
#include "fit/elbow.hpp"
#include "fit/refuse.hpp"
#include "math/sums.hpp"
#include "varimix/predict.hpp"

namespace varimix {
namespace internal {
namespace {

double x_log_x(double x) { return x > 0 ? x * std::log(x) : 0.0; }

/// The clusters that are left while merging: columns of t, and what each pair would gain.
class Merger {
 public:
  Merger(std::span<const double> r, std::size_t components, std::span<const double> weights)
      : rows_(r.size() / components), weights_(weights.begin(), weights.end()) {
    if (weights_.empty()) weights_.assign(rows_, 1.0);
    for (std::size_t k = 0; k < components; ++k) {
      clusters_.push_back({k});
      std::vector<double>& t = columns_.emplace_back(rows_);
      for (std::size_t n = 0; n < rows_; ++n) t[n] = r[n * components + k];
    }
    for (std::size_t a = 0; a < components; ++a) {
      gains_.emplace_back(components, 0.0);
      for (std::size_t b = 0; b < a; ++b) gains_[a][b] = gain(a, b);
    }
  }

  std::size_t left() const { return clusters_.size(); }
  double total_weight() const { return std::accumulate(weights_.begin(), weights_.end(), 0.0); }
  double entropy() const {
    double out = 0;
    for (const std::vector<double>& t : columns_)
      out -= lane_sum(rows_, [&](std::size_t n) { return weights_[n] * x_log_x(t[n]); });
    return out + 0.0;  // no negative zero
  }

  /// Merges the pair that gains most; the first of several that gain the same.
  Merging merge() {
    std::size_t a = 1, b = 0;
    for (std::size_t i = 1; i < left(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (gains_[i][j] > gains_[a][b]) a = i, b = j;
    Merging out{clusters_[b], clusters_[a], 0, gains_[a][b], likeliest_weight(a, b)};
    join(b, a);
    out.entropy = entropy();
    return out;
  }

 private:
  /// How far the entropy falls when a and b are one: sum_n w_n (h(t_a + t_b) - h(t_a) - h(t_b)).
  double gain(std::size_t a, std::size_t b) const {
    const std::vector<double>&s = columns_[a], &t = columns_[b];
    return std::fmax(0.0, lane_sum(rows_, [&](std::size_t n) {
                       return s[n] > 0 && t[n] > 0 ? weights_[n] * (x_log_x(s[n] + t[n]) -
                                                                    x_log_x(s[n]) - x_log_x(t[n]))
                                                   : 0.0;
                     }));
  }

  double likeliest_weight(std::size_t a, std::size_t b) const {
    return lane_sum(rows_, [&](std::size_t n) {
      std::size_t best = 0;
      for (std::size_t m = 1; m < left(); ++m)
        if (columns_[m][n] > columns_[best][n]) best = m;
      return best == a || best == b ? weights_[n] : 0.0;
    });
  }

  /// Puts cluster `gone` into `into`.
  void join(std::size_t into, std::size_t gone) {
    for (std::size_t n = 0; n < rows_; ++n) columns_[into][n] += columns_[gone][n];
    std::vector<std::size_t>& all = clusters_[into];
    all.insert(all.end(), clusters_[gone].begin(), clusters_[gone].end());
    std::sort(all.begin(), all.end());
    const auto at = static_cast<std::ptrdiff_t>(gone);
    columns_.erase(columns_.begin() + at);
    clusters_.erase(clusters_.begin() + at);
    gains_.erase(gains_.begin() + at);
    for (std::vector<double>& row : gains_) row.erase(row.begin() + at);
    for (std::size_t m = 0; m < left(); ++m)
      if (m != into) gains_[std::max(m, into)][std::min(m, into)] = gain(m, into);
  }

  std::size_t rows_;
  std::vector<double> weights_;
  std::vector<std::vector<double>> columns_;  // [M][N]
  Clusters clusters_;
  std::vector<std::vector<double>> gains_;  // [M][M], below the diagonal
};

void check(std::span<const double> r, std::size_t components, std::span<const double> weights) {
  if (components == 0 || r.size() % components != 0)
    refuse(std::to_string(r.size()) + " responsibilities are no rows of " +
           std::to_string(components));
  const std::size_t rows = r.size() / components;
  if (!weights.empty() && weights.size() != rows)
    refuse(std::to_string(weights.size()) + " weights for " + std::to_string(rows) + " rows");
  for (std::size_t n = 0; n < rows; ++n) {
    double sum = 0;
    for (const double t : r.subspan(n * components, components)) {
      if (!(t >= 0))
        refuse("row " + std::to_string(n + 1) + ": responsibility " + text(t) +
               "; accepted: numbers >= 0");
      sum += t;
    }
    if (!(std::abs(sum - 1) < 1e-6))
      refuse("row " + std::to_string(n + 1) + ": the responsibilities sum to " + text(sum) +
             "; accepted: 1");
    if (!weights.empty() && !(weights[n] >= 0 && std::isfinite(weights[n])))
      refuse("row " + std::to_string(n + 1) + ": the weight is " + text(weights[n]) +
             "; accepted: finite numbers >= 0");
  }
}

}  // namespace
}  // namespace internal

double MergePath::entropy_of(std::size_t count) const {
  if (count == 0 || count > components)
    internal::refuse(std::to_string(count) + " clusters of " + std::to_string(components) +
                     " components; accepted: 1 to " + std::to_string(components));
  return count == components ? entropy : mergings[components - count - 1].entropy;
}

Clusters MergePath::clusters(std::size_t count) const {
  static_cast<void>(entropy_of(count));  // refuses
  Clusters out(components);
  for (std::size_t k = 0; k < components; ++k) out[k] = {k};
  for (std::size_t i = 0; i + count < components; ++i) {
    std::vector<std::size_t>&to = out[mergings[i].first[0]], &from = out[mergings[i].second[0]];
    to.insert(to.end(), from.begin(), from.end());
    std::sort(to.begin(), to.end());
    from.clear();
  }
  std::erase_if(out, [](const auto& cluster) { return cluster.empty(); });
  return out;
}

std::optional<std::size_t> MergePath::suggested() const {
  if (components < 3) return std::nullopt;
  if (entropy < kCertainEntropy * total_weight) return components;
  internal::Curve curve{{0.0}, {entropy}};
  for (const Merging& merging : mergings) {
    curve.x.push_back(curve.x.back() + merging.merged_weight);
    curve.y.push_back(merging.entropy);
  }
  const std::optional<std::size_t> bend = internal::elbow(curve);
  return bend ? components - *bend : components;
}

MergePath merge_components(std::span<const double> responsibilities, std::size_t components,
                           std::span<const double> weights) {
  internal::check(responsibilities, components, weights);
  internal::Merger merger(responsibilities, components, weights);
  MergePath out{components, merger.entropy(), merger.total_weight(), {}};
  while (merger.left() > 1) out.mergings.push_back(merger.merge());
  return out;
}

MergePath merge_components(const Fit& fit, const Data& data) {
  std::vector<double> weights(data.rows());
  const Data values = data.labels().empty()
                          ? data
                          : data.with_labels(std::vector<std::int32_t>(data.rows(), kLatent));
  for (std::size_t n = 0; n < data.rows(); ++n)
    weights[n] = internal::says_nothing(values, n) ? 0.0 : data.weight(n);
  return merge_components(predict(fit, values).responsibilities, fit.components(), weights);
}

std::vector<double> cluster_responsibilities(std::span<const double> responsibilities,
                                             std::size_t components, const Clusters& clusters) {
  const std::size_t rows = components == 0 ? 0 : responsibilities.size() / components;
  std::vector<double> out(rows * clusters.size(), 0.0);
  for (std::size_t n = 0; n < rows; ++n)
    for (std::size_t m = 0; m < clusters.size(); ++m)
      for (const std::size_t k : clusters[m])
        out[n * clusters.size() + m] += responsibilities[n * components + k];
  return out;
}

}  // namespace varimix
