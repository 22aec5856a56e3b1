#include "uncertainty/chains_entries.hpp"

#include <algorithm>
#include <cmath>

#include "fit/refuse.hpp"

namespace varimix::internal {
namespace {

/// A matrix over the columns is symmetric: a covariance.
bool symmetric(const Family& family, const Field& field) {
  return field.shape.size() == 2 && field.shape[0] == family.columns() &&
         field.shape[1] == family.columns();
}

bool has_covariances(const Family& family) {
  return family.covariance() != "diagonal" && family.covariance() != "spherical";
}

}  // namespace

std::vector<Estimate> point_entries(const Family& family, const Point& point) {
  std::vector<Estimate> out;
  const std::size_t components = point.weights.size();
  for (std::size_t k = 0; k < components; ++k)
    out.push_back({k, "weight", 0, 0, point.weights[k], 0, {}});
  for (std::size_t k = 0; k < components; ++k) {
    for (const Field& field : family.describe(point.parameters, k)) {
      if (field.name == "factor") continue;  // says in another way what stands beside it
      const bool lower = symmetric(family, field);
      const std::size_t width = field.shape.size() == 2 ? field.shape[1] : field.values.size();
      for (std::size_t i = 0; i < field.values.size(); ++i) {
        const std::size_t row = i / width, column = i % width;
        if (lower && (column > row || (column < row && !has_covariances(family)))) continue;
        out.push_back({k, field.name, row, column, field.values[i], 0, {}});
      }
    }
  }
  return out;
}

std::vector<double> entry_values(const Family& family, const Point& point) {
  std::vector<double> out;
  for (const Estimate& each : point_entries(family, point)) out.push_back(each.value);
  return out;
}

Point reordered(const Point& point, std::span<const std::size_t> order) {
  Point out = point;
  const std::size_t size = point.parameters.size() / order.size();
  for (std::size_t k = 0; k < order.size(); ++k) {
    out.weights[k] = point.weights[order[k]];
    std::copy_n(point.parameters.data() + order[k] * size, size, out.parameters.data() + k * size);
  }
  return out;
}

std::vector<double> Values::column(std::size_t p) const {
  std::vector<double> out(count);
  for (std::size_t s = 0; s < count; ++s) out[s] = all[s * size + p];
  return out;
}

double sorted_quantile(std::span<const double> sorted, double probability) {
  const double at = static_cast<double>(sorted.size() - 1) * probability;
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

void spread_of(const Values& values, Uncertainty& at) {
  const std::size_t size = values.size;
  const auto count = static_cast<double>(values.count);
  std::vector<std::vector<double>> centred;
  for (std::size_t p = 0; p < size; ++p) {
    std::vector<double> x = values.column(p);
    std::sort(x.begin(), x.end());
    at.estimates[p].interval = {sorted_quantile(x, 0.5 * (1 - at.level)),
                                sorted_quantile(x, 0.5 * (1 + at.level))};
    x = values.column(p);
    double mean = 0;
    for (const double v : x) mean += (v - x[0]) / count;
    for (double& v : x) v -= values.all[p] + mean;
    centred.push_back(std::move(x));
  }
  at.covariance.assign(size * size, 0.0);
  for (std::size_t p = 0; p < size; ++p) {
    for (std::size_t q = 0; q <= p; ++q) {
      double sum = 0;
      for (std::size_t s = 0; s < values.count; ++s) sum += centred[p][s] * centred[q][s];
      at.covariance[p * size + q] = at.covariance[q * size + p] = sum / (count - 1);
    }
    at.estimates[p].standard_error = std::sqrt(at.covariance[p * size + p]);
  }
}

void check_level(double level) {
  if (!(level > 0 && level < 1))
    refuse("level is " + text(level) + "; accepted: a probability between 0 and 1");
}

}  // namespace varimix::internal
