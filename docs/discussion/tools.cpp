#include "discussion/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace varimix::discussion {

Data read_data(const std::string& file) {
  return select(read_table(root() + "tests/data/" + file), {}).data;
}

const Data& waiting() {
  static const Data data = select(read_table(root() + "tests/data/faithful.csv"),
                                  {.columns = {"waiting"}, .weights = {}, .labels = {}})
                               .data;
  return data;
}

const Data& galaxies() {
  static const Data data = read_data("galaxies_k.csv");
  return data;
}

Data head(const Data& data, std::size_t rows) {
  std::vector<double> out = values(data);
  out.resize(rows);
  return Data::own(std::move(out), rows, 1).with_names(data.names());
}

std::vector<double> values(const Data& data, std::size_t column) {
  std::vector<double> out(data.rows());
  for (std::size_t n = 0; n < out.size(); ++n) out[n] = data.value(n, column);
  return out;
}

Partition split_at(const Data& data, double cut) {
  Partition out;
  for (const double x : values(data)) out.components.push_back(x < cut ? 0 : 1);
  return out;
}

Point point(const std::vector<Component>& components) {
  Point out;
  for (const Component& c : components) {
    out.weights.push_back(c.weight);
    out.parameters.insert(out.parameters.end(), {c.mean, c.variance});
  }
  return out;
}

std::vector<Component> components(const Fit& fit) {
  std::vector<Component> out;
  for (std::size_t k = 0; k < fit.components(); ++k)
    out.push_back({fit.summary.weights[k], fit.mean(k)[0], fit.covariance(k)(0, 0)});
  return out;
}

Fit truth(const std::vector<Component>& components) {
  Fit out(Model(components.size(), gaussian()), em());
  out.summary = point(components);
  out.belief = out.summary;
  return out;
}

double normal_density(double x, double mean, double variance) {
  return std::exp(-(x - mean) * (x - mean) / (2 * variance)) / std::sqrt(2 * M_PI * variance);
}

Backend em() { return ExpectationMaximization{}; }
Backend hard_em() {
  return ExpectationMaximization{.assignment = ExpectationMaximization::Assignment::hard};
}
Backend map() {
  return ExpectationMaximization{.estimate = ExpectationMaximization::Estimate::posterior_mode};
}
Backend ml() { return MaximumLikelihood{}; }
Backend vb() { return MeanField{}; }
Backend vb_point() { return MeanField{.factor = MeanField::Factor::point_mass}; }

FitOptions to_the_end(Start start) { return exactly(1000, std::move(start)); }
FitOptions until_still(Start start) {
  return {.start = std::move(start),
          .tolerance = 1e-13,
          .max_iterations = 20000,
          .acceleration = Acceleration::none,
          .threads = 1};
}
FitOptions exactly(std::size_t iterations, Start start) {
  return {.start = std::move(start), .tolerance = 0, .max_iterations = iterations, .threads = 1};
}

std::vector<Fit> path(const Model& model, const Data& data, const Backend& backend,
                      const Start& start, std::size_t iterations) {
  std::vector<Fit> out;
  for (std::size_t t = 1; t <= iterations; ++t) {
    Fit next = fit(model, data, backend, exactly(t, start));
    if (next.iterations < t) break;
    out.push_back(std::move(next));
  }
  return out;
}

std::vector<double> parameters(const Fit& fit) {
  std::vector<double> out = fit.summary.weights;
  out.insert(out.end(), fit.summary.parameters.begin(), fit.summary.parameters.end());
  return out;
}

double gap(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) throw std::logic_error("gap: sizes differ");
  double out = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    out = std::max(out, std::abs(a[i] - b[i]) / std::max({std::abs(a[i]), std::abs(b[i]), 1.0}));
  return out;
}

double log_slope(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0, mean_y = 0, xy = 0, xx = 0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += std::log(x[i]) / n;
    mean_y += std::log(y[i]) / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (std::log(x[i]) - mean_x) * (std::log(y[i]) - mean_y);
    xx += (std::log(x[i]) - mean_x) * (std::log(x[i]) - mean_x);
  }
  return xy / xx;
}

std::string fixed(double x, int decimals) {
  std::string out = fmt::format("{:.{}f}", x, decimals);
  if (!out.starts_with('-')) return out;
  if (out.find_first_of("123456789") == std::string::npos) return out.substr(1);
  return "−" + out.substr(1);
}
std::string percent(double x, int decimals) { return fixed(100 * x, decimals) + " %"; }

std::string whole(std::size_t x) {
  std::string out = std::to_string(x);
  for (std::size_t i = out.size(); i > 3 && out.size() > 4; i -= 3) out.insert(i - 3, " ");
  return out;
}

std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, std::size_t texts) {
  std::string out = fmt::format("| {} |\n|", fmt::join(head, " | "));
  for (std::size_t i = 0; i < head.size(); ++i) out += i < texts ? " --- |" : " ---: |";
  for (const std::vector<std::string>& row : rows)
    out += fmt::format("\n| {} |", fmt::join(row, " | "));
  return out;
}

double seen(double x, int significant) { return std::stod(fmt::format("{:.{}g}", x, significant)); }

Json level_curves(const std::function<double(double, double)>& f, std::array<double, 2> x,
                  std::array<double, 2> y, std::size_t cells, const std::vector<double>& levels) {
  const auto at = [&](const std::array<double, 2>& range, std::size_t i) {
    return range[0] + (range[1] - range[0]) * static_cast<double>(i) / static_cast<double>(cells);
  };
  std::vector<double> grid((cells + 1) * (cells + 1));
  for (std::size_t i = 0; i <= cells; ++i)
    for (std::size_t j = 0; j <= cells; ++j) grid[i * (cells + 1) + j] = f(at(x, i), at(y, j));
  Json out = Json::array();
  for (const double level : levels) {
    for (std::size_t i = 0; i < cells; ++i) {
      for (std::size_t j = 0; j < cells; ++j) {
        // Where the level crosses the sides of a cell, going round it.
        constexpr std::array<std::array<std::size_t, 2>, 5> kCorners = {
            {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}};
        std::vector<std::array<double, 2>> crossings;
        for (std::size_t side = 0; side < 4; ++side) {
          const auto [ai, aj] = kCorners[side];
          const auto [bi, bj] = kCorners[side + 1];
          const double a = grid[(i + ai) * (cells + 1) + j + aj] - level;
          const double b = grid[(i + bi) * (cells + 1) + j + bj] - level;
          if ((a < 0) == (b < 0)) continue;
          const double share = a / (a - b);
          crossings.push_back({at(x, i + ai) + share * (at(x, i + bi) - at(x, i + ai)),
                               at(y, j + aj) + share * (at(y, j + bj) - at(y, j + aj))});
        }
        for (std::size_t c = 0; c + 1 < crossings.size(); c += 2)
          out.push_back({{"x", seen(crossings[c][0], 4)},
                         {"y", seen(crossings[c][1], 4)},
                         {"x2", seen(crossings[c + 1][0], 4)},
                         {"y2", seen(crossings[c + 1][1], 4)},
                         {"level", seen(level)}});
      }
    }
  }
  return out;
}

}  // namespace varimix::discussion
