#include "backends/problems.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numeric>

#include "data/old_faithful.hpp"
#include "report/start_json.hpp"

namespace varimix::bench {
namespace {

constexpr std::uint64_t kSeed = 20240;
constexpr std::size_t kHeldOut = 200'000;
constexpr double kFar = 6, kNear = 2.5;
constexpr std::size_t kTooMany = 6;

/// A fit that was never fitted, to draw from.
Fit truth_of(const Model& model, const std::string& belief) {
  Fit out(model, ExpectationMaximization{});
  const Start start = internal::start_from_json(belief, model, model.family().columns());
  out.belief = std::get<Belief>(start);
  out.summary = std::get<Point>(out.belief);
  return out;
}

Data drawn(const Fit& truth, std::size_t rows, std::uint64_t seed) {
  const std::size_t columns = truth.model.family().columns();
  const std::vector<double> values = sample(truth, rows, seed).values;
  return Data::copy(
      Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
          values.data(), static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns)));
}

/// Corners of an equilateral triangle, or, in one column, three points of a line; deviations of 1,
/// 0.7 and 1.3; neighbouring columns correlated, each component its own way.
Fit three_gaussians(std::size_t columns, double distance) {
  constexpr std::array<double, 3> deviations = {1.0, 0.7, 1.3}, correlations = {0.5, -0.4, 0.2};
  const std::array<std::array<double, 2>, 3> corners = {
      {{0, 0}, {distance, 0}, {distance / 2, distance * std::sqrt(0.75)}}};
  std::string means, covariances;
  for (std::size_t k = 0; k < 3; ++k) {
    std::vector<double> mean(columns, 0.0), row(columns);
    mean[0] = columns == 1 ? distance * static_cast<double>(k) : corners[k][0];
    if (columns > 1) mean[1] = corners[k][1];
    std::string matrix;
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        const auto apart = static_cast<double>(i > j ? i - j : j - i);
        row[j] = deviations[k] * deviations[k] * std::pow(correlations[k], apart);
      }
      matrix += fmt::format("{}[{}]", i == 0 ? "" : ", ", fmt::join(row, ", "));
    }
    means += fmt::format("{}[{}]", k == 0 ? "" : ", ", fmt::join(mean, ", "));
    covariances += fmt::format("{}[{}]", k == 0 ? "" : ", ", matrix);
  }
  return truth_of(
      Model(3, gaussian()->with_columns(columns)),
      fmt::format(R"({{"weights": [0.5, 0.3, 0.2], "means": [{}], "covariances": [{}]}})", means,
                  covariances));
}

/// Rows are a power of ten.
std::string size_of(std::size_t rows, std::size_t columns) {
  constexpr std::array<const char*, 7> powers = {"1", "10", "10²", "10³", "10⁴", "10⁵", "10⁶"};
  const auto power = std::lround(std::log10(static_cast<double>(rows)));
  return fmt::format("{} × {}", powers.at(static_cast<std::size_t>(power)), columns);
}

Problem problem(std::string size, std::string setting, const Model& model, const Fit& truth,
                std::size_t rows) {
  Data held_out = drawn(truth, kHeldOut, kSeed + 1);
  const double best = mean_log_density(truth, held_out);
  return {std::move(size),           std::move(setting),  model,
          drawn(truth, rows, kSeed), std::move(held_out), best};
}

Data column(std::vector<double> values) {
  const std::size_t rows = values.size();
  return Data::own(std::move(values), rows, 1);
}

}  // namespace

double mean_log_density(const Fit& fit, const Data& data) {
  const std::vector<double> values = log_density(fit, data);
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<Simulated> simulated_problems() {
  std::vector<Simulated> out;
  for (const double distance : {kFar, kNear})
    for (const std::size_t components : {std::size_t{3}, kTooMany}) {
      for (const std::size_t rows : {1'000u, 100'000u})
        for (const std::size_t columns : {1u, 2u, 8u})
          out.push_back({rows, columns, distance, components});
      out.push_back({1'000'000, 2, distance, components});
    }
  return out;
}

Problem draw(const Simulated& of) {
  return problem(size_of(of.rows, of.columns),
                 fmt::format("{}, K {}", of.distance == kFar ? "far apart" : "overlapping",
                             of.components == 3 ? "right" : "too large"),
                 Model(of.components, gaussian()), three_gaussians(of.columns, of.distance),
                 of.rows);
}

Problem waiting() {
  std::vector<double> train, held_out;
  std::size_t n = 0;
  for (const double minutes : internal::old_faithful_waiting())
    (n++ % 5 == 0 ? held_out : train).push_back(minutes);
  return {"217 × 1",
          "waiting times, K = 2",
          Model(2, gaussian()),
          column(std::move(train)),
          column(std::move(held_out)),
          std::nullopt};
}

Problem two_poissons() {
  const Model model(2, poisson()->with_columns(1));
  const Fit truth =
      truth_of(model, R"({"weights": [0.6, 0.4], "components": [{"rate": [2]}, {"rate": [9]}]})");
  return problem(size_of(1'000'000, 1), "two Poissons, K = 2", Model(2, poisson()), truth,
                 1'000'000);
}

}  // namespace varimix::bench
