#include "common/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include "report/start_json.hpp"

namespace varimix::bench {
namespace {

using Eigen::Index;

struct Draws {
  explicit Draws(std::uint64_t seed) : engine(seed) {}
  double normal() { return gaussian(engine); }
  Matrix normals(Index rows, Index columns) {
    return Matrix::NullaryExpr(rows, columns, [&] { return normal(); });
  }
  Index below(Index n) { return std::uniform_int_distribution<Index>(0, n - 1)(engine); }
  std::mt19937_64 engine;
  std::normal_distribution<double> gaussian;
};

/// x = mean + A z of a component drawn in proportion to gamma(5) weights.
Matrix draw_rows(const CaseSize& c, Draws& draws) {
  const auto columns = static_cast<Index>(c.columns), components = static_cast<Index>(c.components);
  const auto d = static_cast<double>(c.columns);
  const Matrix means = 3 / std::sqrt(2 * d) * draws.normals(components, columns);
  std::vector<Matrix> maps;
  std::vector<double> weights;
  std::gamma_distribution<double> gamma(5);
  std::uniform_real_distribution<double> width(0.6, 1.4);
  for (Index k = 0; k < components; ++k) {
    Matrix a = Matrix::Identity(columns, columns);
    if (c.covariance == Covariance::full)
      a += 0.4 / std::sqrt(d) * draws.normals(columns, columns);
    else
      for (Index j = 0; j < columns; ++j) a(j, j) = width(draws.engine);
    maps.push_back(std::move(a));
    weights.push_back(gamma(draws.engine));
  }
  std::discrete_distribution<std::size_t> component(weights.begin(), weights.end());
  Matrix x(static_cast<Index>(c.rows), columns);
  for (Index n = 0; n < x.rows(); ++n) {
    const std::size_t k = component(draws.engine);
    x.row(n) = means.row(static_cast<Index>(k)) + draws.normals(1, columns) * maps[k].transpose();
  }
  return x;
}

/// Rows of different places.
Matrix draw_means(const CaseSize& c, const Matrix& x, Draws& draws) {
  std::vector<Index> chosen;
  while (chosen.size() < c.components) {
    const Index n = draws.below(x.rows());
    if (std::find(chosen.begin(), chosen.end(), n) == chosen.end()) chosen.push_back(n);
  }
  return x(chosen, Eigen::all);
}

std::string list(const Eigen::RowVectorXd& values) {
  return fmt::format("[{:.17g}]", fmt::join(values.begin(), values.end(), ", "));
}

}  // namespace

std::span<const CaseSize> cases() {
  static const std::array<CaseSize, 9> all = {{{"A1", 1'000'000, 1, 3, Covariance::full},
                                               {"A2", 1'000'000, 2, 8, Covariance::full},
                                               {"A3", 200'000, 8, 16, Covariance::full},
                                               {"A4", 100'000, 16, 32, Covariance::full},
                                               {"A5", 50'000, 32, 32, Covariance::full},
                                               {"A6", 100'000, 64, 16, Covariance::full},
                                               {"B1", 1'000'000, 2, 8, Covariance::diagonal},
                                               {"B2", 200'000, 16, 32, Covariance::diagonal},
                                               {"B3", 100'000, 64, 64, Covariance::diagonal}}};
  return all;
}

const CaseSize& case_named(const std::string& name) {
  std::string names;
  for (const CaseSize& c : cases()) {
    if (c.name == name) return c;
    names += " " + c.name;
  }
  throw std::invalid_argument("no case is called '" + name + "'; accepted:" + names);
}

Case::Case(const CaseSize& of) : size(of) {
  Draws draws(20240u + of.columns * 1000 + of.components);
  x = draw_rows(of, draws);
  start_means = draw_means(of, x, draws);
  const Eigen::RowVectorXd centre = x.colwise().mean();
  variance = (x.rowwise() - centre).colwise().squaredNorm() / static_cast<double>(of.rows);
}

std::string Case::start_json() const {
  const auto k = static_cast<Index>(size.components);
  std::vector<std::string> means, covariance;
  for (Index i = 0; i < k; ++i) means.push_back(list(start_means.row(i)));
  for (Index d = 0; d < variance.size(); ++d)
    covariance.push_back(list(variance.cwiseProduct(Eigen::RowVectorXd::Unit(variance.size(), d))));
  const std::vector<std::string> covariances(size.components,
                                             fmt::format("[{}]", fmt::join(covariance, ", ")));
  return fmt::format("{{\"weights\": {}, \"means\": [{}], \"covariances\": [{}]}}\n",
                     list(Eigen::RowVectorXd::Constant(k, 1.0 / static_cast<double>(k))),
                     fmt::join(means, ", "), fmt::join(covariances, ", "));
}

Start Case::start() const { return internal::start_from_json(start_json(), model(), size.columns); }

}  // namespace varimix::bench
