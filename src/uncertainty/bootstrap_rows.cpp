#include "uncertainty/bootstrap_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "data/rows.hpp"
#include "fit/draws.hpp"
#include "fit/frequencies.hpp"
#include "fit/refuse.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

/// Rows that take part; one that does not has nothing to say in any replicate either.
std::vector<std::size_t> taking_part(const Data& data) {
  std::vector<std::size_t> out;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (takes_part(data, n)) out.push_back(n);
  return out;
}

class RowsOfData final : public BootstrapRows {
 public:
  explicit RowsOfData(const Data& data)
      : data_(data), rows_(taking_part(data)), by_weight_(are_frequencies(data)) {
    for (const std::size_t n : rows_)
      cumulative_.push_back((cumulative_.empty() ? 0 : cumulative_.back()) +
                            (by_weight_ ? data.weight(n) : 1.0));
  }

  Data draw(std::uint64_t key) const override {
    std::vector<double> weights(data_.rows(), 0.0);
    const auto count = static_cast<std::uint64_t>(cumulative_.back());
    for (std::uint64_t i = 0; i < count; ++i) {
      const double at = uniform(key, 0, i) * cumulative_.back();
      const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, at);
      const std::size_t n = rows_[static_cast<std::size_t>(found - cumulative_.begin())];
      weights[n] += by_weight_ ? 1.0 : data_.weight(n);
    }
    return data_.with_weights(std::move(weights));
  }

 private:
  const Data& data_;
  std::vector<std::size_t> rows_;
  bool by_weight_;
  std::vector<double> cumulative_;
};

class RowsOfFit final : public BootstrapRows {
 public:
  RowsOfFit(const Fit& fit, const Data& data) : fit_(fit), data_(data) {
    if (fit.model.family().sample_rules() == nullptr)
      refuse("family " + fit.model.family().name() + " cannot draw rows; accepted: bootstrap");
    const bool each = are_frequencies(data);
    for (const std::size_t n : taking_part(data)) {
      const double copies = each ? data.weight(n) : 1.0;
      like_.insert(like_.end(), static_cast<std::size_t>(copies), n);
    }
    for (const std::size_t n : like_) {
      weights_.push_back(each ? 1.0 : data.weight(n));
      labels_.push_back(data.label(n));
    }
    cumulative_ = fit.summary.weights;
    std::partial_sum(cumulative_.begin(), cumulative_.end(), cumulative_.begin());
  }

  Data draw(std::uint64_t key) const override {
    const std::size_t columns = data_.columns(), rows = like_.size();
    std::vector<double> values(rows * columns), row(columns);
    for (std::size_t i = 0; i < rows; ++i) {
      draw_row(labels_[i], stream_of(key, i), row);
      for (std::size_t d = 0; d < columns; ++d)
        values[d * rows + i] = std::isnan(data_.value(like_[i], d))
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : row[d];
    }
    return Data::own(std::move(values), rows, columns)
        .with_names(data_.names())
        .with_weights(weights_)
        .with_labels(labels_);
  }

 private:
  void draw_row(std::int32_t label, const Uniform& next, std::span<double> row) const {
    auto k = static_cast<std::size_t>(label);
    if (label == kLatent)
      k = static_cast<std::size_t>(std::upper_bound(cumulative_.begin(), cumulative_.end() - 1,
                                                    next() * cumulative_.back()) -
                                   cumulative_.begin());
    const std::size_t size = fit_.model.family().sizes().point;
    fit_.model.family().sample_rules()->draw_row(
        std::span(fit_.summary.parameters).subspan(k * size, size), next, row);
  }

  const Fit& fit_;
  const Data& data_;
  std::vector<std::size_t> like_;  ///< the row of the data that each is drawn like
  std::vector<double> weights_;
  std::vector<std::int32_t> labels_;
  std::vector<double> cumulative_;
};

}  // namespace

std::unique_ptr<BootstrapRows> rows_of_data(const Data& data) {
  return std::make_unique<RowsOfData>(data);
}
std::unique_ptr<BootstrapRows> rows_of_fit(const Fit& fit, const Data& data) {
  return std::make_unique<RowsOfFit>(fit, data);
}

}  // namespace varimix::internal
