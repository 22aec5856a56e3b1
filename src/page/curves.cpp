#include "page/curves.hpp"

#include <algorithm>
#include <cmath>

#include "varimix/predict.hpp"

namespace varimix::internal {
namespace {

struct Range {
  double low = 0, high = 0;
  std::size_t rows = 0;
};

bool takes_part(const Data& data, std::size_t row, std::size_t column) {
  return data.weight(row) > 0 && std::isfinite(data.value(row, column));
}

Range range_of(const Data& data, std::size_t column) {
  Range out;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (!takes_part(data, n, column)) continue;
    const double x = data.value(n, column);
    out.low = out.rows == 0 ? x : std::min(out.low, x);
    out.high = out.rows == 0 ? x : std::max(out.high, x);
    ++out.rows;
  }
  return out;
}

/// The middle half of at most 50 000 rows, evenly spaced ones.
double interquartile_range(const Data& data, std::size_t column) {
  std::vector<double> values;
  const std::size_t step = data.rows() / 50000 + 1;
  for (std::size_t n = 0; n < data.rows(); n += step)
    if (takes_part(data, n, column)) values.push_back(data.value(n, column));
  if (values.size() < 4) return 0;
  const auto quantile = [&](std::size_t quarter) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * quarter / 4);
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  return quantile(3) - quantile(1);
}

/// The largest of 1, 2, 5 times a power of ten that is not above.
double round_down(double width) {
  const double power = std::pow(10.0, std::floor(std::log10(width)));
  for (const double step : {5.0, 2.0})
    if (width >= step * power) return step * power;
  return power;
}

double bin_width(const Data& data, std::size_t column, const Range& range, bool whole) {
  const double span = range.high - range.low;
  if (whole) return std::max(1.0, std::ceil((span + 1) / 80));
  if (!(span > 0)) return std::max(1.0, std::abs(range.low) * 1e-6);
  double width = 2 * interquartile_range(data, column) / std::cbrt(static_cast<double>(range.rows));
  if (!(width > 0)) width = span / 30;
  return round_down(std::clamp(width, span / 40, span / 8));
}

}  // namespace

bool discrete(const Family& family) { return !family.supports(0.5); }

Histogram histogram(const Data& data, std::size_t column, bool whole) {
  Histogram out;
  const Range range = range_of(data, column);
  if (range.rows == 0) return out;
  const double width = bin_width(data, column, range, whole);
  const double first = whole ? range.low - 0.5 : std::floor(range.low / width + 1e-9) * width;
  const auto count = static_cast<std::size_t>(std::floor((range.high - first) / width + 1e-9)) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    out.from.push_back(first + static_cast<double>(i) * width);
    out.to.push_back(first + static_cast<double>(i + 1) * width);
  }
  out.weight.resize(count);
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (!takes_part(data, n, column)) continue;
    // Data are often round numbers, as the edges are: those on an edge belong above it.
    const auto i = static_cast<std::size_t>((data.value(n, column) - first) / width + 1e-9);
    out.weight[std::min(i, count - 1)] += data.weight(n);
    out.total += data.weight(n);
  }
  return out;
}

std::vector<double> grid(const Fit& fit, const Data& data) {
  const Family& family = fit.model.family();
  const Range range = range_of(data, 0);
  std::vector<double> out;
  const auto add = [&](double x) {
    if (std::isfinite(x) && family.supports(x)) out.push_back(x);
  };
  if (discrete(family)) {
    const double step = std::max(1.0, std::ceil((range.high - range.low + 3) / 400));
    for (double x = range.low - 1; x <= range.high + 1; x += step) add(x);
    return out;
  }
  const double span = range.high > range.low ? range.high - range.low : 1.0;
  const double low = range.low - 0.15 * span, high = range.high + 0.15 * span;
  const std::size_t steps = std::clamp<std::size_t>(6000 / (fit.components() + 1), 120, 400);
  for (std::size_t i = 0; i <= steps; ++i)
    add(low + (high - low) * static_cast<double>(i) / static_cast<double>(steps));
  for (std::size_t k = 0; family.name() == "gaussian" && k < fit.components(); ++k) {
    const double mean = fit.mean(k)(0), deviation = std::sqrt(fit.covariance(k)(0, 0));
    for (int i = -16; i <= 16; ++i) {
      const double x = mean + deviation * i / 4;
      if (x > low && x < high) add(x);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Curves curves(const Fit& fit, std::span<const double> x) {
  const std::size_t k_count = fit.components();
  Curves out{{x.begin(), x.end()}, {}, std::vector<std::vector<double>>(k_count)};
  const Prediction prediction = predict(fit, Data::view(x));
  for (std::size_t g = 0; g < x.size(); ++g) {
    const double density = std::exp(prediction.log_density[g]);
    out.mixture.push_back(density);
    for (std::size_t k = 0; k < k_count; ++k)
      out.components[k].push_back(density * prediction.responsibilities[g * k_count + k]);
  }
  return out;
}

}  // namespace varimix::internal
