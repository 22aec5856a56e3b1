#include "support/gaussian_problems.hpp"

#include <cmath>

#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

bool absent(const NaiveRows& rows, Eigen::Index i) {
  const auto n = static_cast<std::size_t>(i);
  return rows.weight[n] == 0 || (naive_empty(rows.x.row(i)) && rows.label[n] < 0);
}

}  // namespace

NaiveCovariance GaussianProblem::naive() const {
  if (covariance == Covariance::full) return NaiveCovariance::full;
  if (covariance == Covariance::tied) return NaiveCovariance::tied;
  return covariance == Covariance::diagonal ? NaiveCovariance::diagonal
                                            : NaiveCovariance::spherical;
}

Data GaussianProblem::data() const {
  return Data::copy(rows.x).with_weights(rows.weight).with_labels(rows.label);
}

bool GaussianProblem::complete() const {
  for (Eigen::Index i = 0; i < rows.x.rows(); ++i)
    if (!absent(rows, i) && rows.x.row(i).array().isNaN().any()) return false;
  return true;
}

GaussianProblem gaussian_problem(const std::string& data, const std::string& words,
                                 Covariance covariance, std::size_t components, std::size_t step) {
  GaussianProblem out{data + "_" + to_string(covariance) + "_K" + std::to_string(components),
                      covariance,
                      components,
                      {},
                      {}};
  const std::vector<std::vector<double>> columns = data_columns(data);
  const std::vector<int> all =
      stated_partition(words, data.starts_with("faithful") ? "faithful" : data);
  const auto size = static_cast<Eigen::Index>((all.size() + step - 1) / step);
  out.rows.x.resize(size, static_cast<Eigen::Index>(columns.size()));
  for (std::size_t n = 0; n < all.size(); n += step) {
    for (std::size_t d = 0; d < columns.size(); ++d)
      out.rows.x(static_cast<Eigen::Index>(n / step), static_cast<Eigen::Index>(d)) = columns[d][n];
    out.partition.push_back(all[n]);
  }
  out.rows.weight.assign(out.partition.size(), 1.0);
  out.rows.label.assign(out.partition.size(), kLatent);
  return out;
}

GaussianProblem weighted(GaussianProblem of) {
  std::mt19937_64 random(20240102);
  of.name += "_weighted";
  for (std::size_t n = 0; n < of.partition.size(); ++n)
    of.rows.weight[n] *= n % 9 == 8 ? 0.0 : 0.1 + 2.9 * uniform(random);
  return of;
}

GaussianProblem labelled(GaussianProblem of) {
  of.name += "_labelled";
  for (std::size_t n = 0; n < of.partition.size(); n += 4) of.rows.label[n] = of.partition[n];
  return of;
}

GaussianProblem with_missing_cells(GaussianProblem of) {
  of.name += "_missing";
  for (Eigen::Index i = 0; i < of.rows.x.rows(); ++i)
    for (Eigen::Index d = 0; d < of.rows.columns(); ++d)
      if ((7 * i + 4 * d + i / 11) % 11 < 2 || i % 25 == 3) of.rows.x(i, d) = std::nanl("");
  return of;
}

std::vector<GaussianProblem> all_variants(const GaussianProblem& of) {
  return {of, weighted(of), labelled(of), with_missing_cells(of),
          with_missing_cells(labelled(weighted(of)))};
}

std::vector<GaussianProblem> two_component_problems(std::size_t step) {
  std::vector<GaussianProblem> out;
  for (const Covariance c : all_covariances())
    for (const GaussianProblem& p :
         all_variants(gaussian_problem("faithful_std", "waiting<67", c, 2, step)))
      out.push_back(p);
  return out;
}

std::vector<GaussianProblem> all_gaussian_problems() {
  std::vector<GaussianProblem> out = two_component_problems();
  for (const Covariance c : all_covariances())
    for (const GaussianProblem& p : all_variants(
             gaussian_problem("iris", "species setosa, versicolor, virginica -> 1,2,3", c, 3, 2)))
      out.push_back(p);
  return out;
}

std::vector<GaussianProblem> four_component_problems() {
  std::vector<GaussianProblem> out;
  for (const Covariance c : all_covariances()) {
    const GaussianProblem iris =
        gaussian_problem("iris", "species, virginica cut at petals of 5.55 -> 1..4", c, 4);
    out.push_back(iris);
    out.push_back(with_missing_cells(labelled(weighted(iris))));
  }
  return out;
}

const std::vector<Covariance>& all_covariances() {
  static const std::vector<Covariance> out = {Covariance::full, Covariance::tied,
                                              Covariance::diagonal, Covariance::spherical};
  return out;
}

}  // namespace varimix::test
