#include "varimix/sample.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>

#include "belief/belief.hpp"
#include "fit/draws.hpp"

namespace varimix {
namespace {

/// Running sums of the weights, over their total: [K], the last is 1.
std::vector<double> cumulative(std::vector<double> weights) {
  std::partial_sum(weights.begin(), weights.end(), weights.begin());
  const double total = weights.back();
  for (double& w : weights) w /= total;
  return weights;
}

/// Draws from one fit; not for several threads at once.
class Sampler {
 public:
  explicit Sampler(const Fit& fit)
      : family_(fit.model.family()),
        rules_(family_.sample_rules()),
        summary_(fit.summary),
        posterior_(std::get_if<Posterior>(&fit.belief)),
        cumulative_(cumulative(posterior_ != nullptr
                                   ? internal::expected_weights(posterior_->weights)
                                   : fit.summary.weights)),
        point_(family_.sizes().point) {
    internal::require_draws(family_,
                            posterior_ != nullptr ? posterior_of(0) : std::span<const double>{});
  }

  /// Fills `row` and returns its component.
  std::size_t draw(const Uniform& uniform, std::span<double> row) {
    const auto at = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, uniform());
    const auto k = static_cast<std::size_t>(at - cumulative_.begin());
    if (posterior_ != nullptr) {
      rules_->draw_point(posterior_of(k), uniform, point_);
      rules_->draw_row(point_, uniform, row);
    } else {
      rules_->draw_row(part(summary_.parameters, k, point_.size()), uniform, row);
    }
    return k;
  }

 private:
  static std::span<const double> part(std::span<const double> all, std::size_t k,
                                      std::size_t size) {
    return all.subspan(k * size, size);
  }
  std::span<const double> posterior_of(std::size_t k) const {
    return part(posterior_->hyperparameters, k, family_.sizes().posterior);
  }

  const Family& family_;
  const SampleRules* rules_;
  const Point& summary_;
  const Posterior* posterior_;  ///< null for a point
  std::vector<double> cumulative_;
  std::vector<double> point_;
};

}  // namespace

Sample sample(const Fit& fit, std::size_t rows, std::uint64_t seed) {
  Sampler sampler(fit);
  const std::size_t columns = fit.model.family().columns();
  Sample out;
  if (rows > out.values.max_size() / columns) throw std::bad_alloc();
  out.values.resize(rows * columns);
  out.components.resize(rows);
  for (std::size_t n = 0; n < rows; ++n) {
    const std::span<double> row = std::span(out.values).subspan(n * columns, columns);
    const std::size_t k = sampler.draw(internal::stream_of(seed, n), row);
    if (!std::all_of(row.begin(), row.end(), [](double x) { return std::isfinite(x); })) {
      throw std::invalid_argument("draw " + std::to_string(n + 1) + " is from component " +
                                  std::to_string(k + 1) +
                                  ", which spreads beyond the range of a double");
    }
    out.components[n] = static_cast<std::int32_t>(k);
  }
  return out;
}

}  // namespace varimix
