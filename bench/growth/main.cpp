// How the cost of EM's iteration grows with rows, columns and components, one of them at a time and
// on one core. Prints a table; varimix_growth FILE writes a picture's specification too.
#include <fmt/format.h>

#include <cmath>
#include <iostream>

#include "common/cases.hpp"
#include "common/figure.hpp"
#include "common/iteration_time.hpp"
#include "common/markdown.hpp"
#include "limits/machine.hpp"

namespace varimix::bench {
namespace {

using internal::Json;

/// What grows, while the others stay at N = 10⁵, D = 8, K = 16.
struct Axis {
  std::string name;
  std::size_t CaseSize::*size;
  std::vector<std::size_t> values;
};

const std::vector<Axis>& axes() {
  static const std::vector<Axis> all = {
      {"rows N", &CaseSize::rows, {1'000, 3'000, 10'000, 30'000, 100'000, 300'000, 1'000'000}},
      {"columns D", &CaseSize::columns, {1, 2, 4, 8, 16, 32, 64}},
      {"components K", &CaseSize::components, {1, 2, 4, 8, 16, 32, 64, 128}}};
  return all;
}

struct Point {
  std::size_t value = 0;
  double seconds = 0, limit = 0;
};
struct Curve {
  const Axis* axis;
  Covariance covariance;
  std::vector<Point> points;
};

Point measure(const CaseSize& size, const Machine& machine, std::size_t value) {
  const Case c(size);
  const Course em{c.model(), c.data(), ExpectationMaximization{}, c.start()};
  return {value, iteration_times({&em, 1}).front().seconds,
          limit_seconds(machine, size.rows, size.columns, size.components,
                        size.covariance == Covariance::diagonal)};
}

std::vector<Curve> measure_all() {
  const Machine machine = measure_machine();
  std::vector<Curve> out;
  for (const Axis& axis : axes())
    for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
      Curve curve{&axis, covariance, {}};
      for (const std::size_t value : axis.values) {
        CaseSize size{"growth", 100'000, 8, 16, covariance};
        size.*axis.size = value;
        std::cerr << axis.name << ' ' << value << ' ' << to_string(covariance) << '\n';
        curve.points.push_back(measure(size, machine, value));
      }
      out.push_back(std::move(curve));
    }
  return out;
}

/// d log seconds / d log value over the last two points.
double exponent(const Curve& curve) {
  const Point &a = curve.points.end()[-2], &b = curve.points.end()[-1];
  return std::log(b.seconds / a.seconds) /
         std::log(static_cast<double>(b.value) / static_cast<double>(a.value));
}

void print(const std::vector<Curve>& curves) {
  std::vector<Cells> rows;
  for (const Curve& curve : curves) {
    const auto point = [](const Point& p) {
      return fmt::format("{:.3g} at {:g}", 1e3 * p.seconds, static_cast<double>(p.value));
    };
    const Point& last = curve.points.back();
    rows.push_back({curve.axis->name, to_string(curve.covariance), point(curve.points.front()),
                    point(last), fmt::format("{:.2f}", exponent(curve)),
                    fmt::format("{:.2f}", last.limit / last.seconds)});
  }
  std::cout << markdown({"what grows", "covariance", "ms per iteration", "and at the end",
                         "exponent there", "of the limit"},
                        rows, 2);
}

Json values_of(const std::vector<Curve>& curves) {
  Json out = Json::array();
  for (const Curve& curve : curves)
    for (const Point& p : curve.points)
      out.push_back({{"axis", curve.axis->name},
                     {"covariance", to_string(curve.covariance)},
                     {"value", p.value},
                     {"measured", internal::number(1e3 * p.seconds, 4)},
                     {"limit", internal::number(1e3 * p.limit, 4)}});
  return out;
}

Json panel(const Axis& axis) {
  Json x = internal::log_axis("value", axis.name), y = internal::log_axis("ms", "ms per iteration");
  x["axis"] = {{"format", "~s"}, {"tickCount", 4}, {"values", axis.values}};
  y["axis"] = {{"format", "~g"}, {"values", {0.01, 0.1, 1, 10, 100}}};
  x["scale"]["nice"] = y["scale"]["nice"] = false;
  y["scale"]["domain"] = {0.03, 500};
  const Json color = {{"field", "covariance"}, {"type", "nominal"}, {"sort", {"full", "diagonal"}}};
  const Json dash = {{"field", "of"},
                     {"type", "nominal"},
                     {"sort", {"measured", "limit"}},
                     {"legend", {{"symbolType", "stroke"}, {"symbolSize", 400}}}};
  return {{"width", 210},
          {"height", 230},
          {"transform",
           {{{"filter", {{"field", "axis"}, {"equal", axis.name}}}},
            {{"fold", {"measured", "limit"}}, {"as", {"of", "ms"}}}}},
          {"mark", {{"type", "line"}, {"point", {{"size", 24}, {"strokeDash", {1, 0}}}}}},
          {"encoding", {{"x", x}, {"y", y}, {"color", color}, {"strokeDash", dash}}}};
}

void write_picture(const std::vector<Curve>& curves, const std::string& path) {
  Json panels = Json::array();
  for (const Axis& axis : axes()) panels.push_back(panel(axis));
  write_figure({"growth",
                "Cost of EM's iteration on one core, around N = 10⁵, D = 8, K = 16",
                "Three panels of lines on logarithmic axes: measured times run parallel to the "
                "limit of the machine in rows and components, and close in on it with columns.",
                {{"data", {{"values", values_of(curves)}}}, {"hconcat", panels}}},
               path);
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  using namespace varimix::bench;
  try {
    const std::vector<Curve> curves = measure_all();
    print(curves);
    if (argc > 1) write_picture(curves, argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "varimix_growth: " << error.what() << '\n';
    return 2;
  }
}
