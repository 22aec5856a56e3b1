// Small fits that the tests of charts and pages share.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "page/charts.hpp"
#include "varimix/page.hpp"
#include "varimix/varimix.hpp"

namespace varimix::test {

/// Two heaps of values, the second twice the first.
inline Data two_heaps() {
  std::mt19937_64 random(7);
  std::normal_distribution<double> near(0, 1), far(9, 2);
  std::vector<double> x;
  for (int n = 0; n < 150; ++n) x.push_back(n % 3 == 0 ? near(random) : far(random));
  return Data::own(std::move(x), 150, 1).with_names({"minutes"});
}

inline Data two_clouds(std::size_t rows = 120) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> draw(0, 1);
  std::vector<double> x(2 * rows);
  for (std::size_t n = 0; n < rows; ++n) {
    const double a = draw(random), b = draw(random), shift = n % 2 == 0 ? 0 : 6;
    x[n] = shift + a;
    x[rows + n] = shift + 0.5 * a + b;
  }
  return Data::own(std::move(x), rows, 2).with_names({"a", "b"});
}

inline Data counts() {
  std::mt19937_64 random(3);
  std::poisson_distribution<int> few(2), many(11);
  std::vector<double> x;
  for (int n = 0; n < 90; ++n) x.push_back(n % 2 == 0 ? few(random) : many(random));
  return Data::own(std::move(x), 90, 1).with_names({"n"});
}

inline Fit fitted(const Model& model, const Data& data, const std::string& method) {
  return fit(model, data, backend_from_name(method), {.threads = 1});
}

/// The first chart of that name, as JSON.
inline internal::Json chart_named(const std::vector<Plot>& plots, const std::string& name) {
  for (const Plot& plot : plots)
    if (plot.name == name) return internal::Json::parse(plot.json);
  ADD_FAILURE() << "no chart is called " << name;
  return {};
}

/// The rows of the chart's own data that belong to a series.
inline std::vector<internal::Json> rows_of(const internal::Json& spec, const std::string& series) {
  std::vector<internal::Json> out;
  for (const internal::Json& row : spec.at("data").at("values"))
    if (!row.contains("series") || row["series"] == series) out.push_back(row);
  return out;
}

/// Trapezoids.
inline double integral(const std::vector<internal::Json>& rows) {
  double sum = 0;
  for (std::size_t i = 1; i < rows.size(); ++i)
    sum += 0.5 * (rows[i]["y"].get<double>() + rows[i - 1]["y"].get<double>()) *
           (rows[i]["x"].get<double>() - rows[i - 1]["x"].get<double>());
  return sum;
}

}  // namespace varimix::test
