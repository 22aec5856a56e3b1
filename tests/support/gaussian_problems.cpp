#include "support/gaussian_problems.hpp"

#include <cmath>

#include "support/reference_data.hpp"

namespace varimix::test {
namespace {

/// Weight, mean and variance (divisor weight - 1) of the observed cells of a column.
struct Column {
  Real weight = 0, mean = 0, variance = 0;
};

bool absent(const NaiveRows& rows, Eigen::Index i) {
  const auto n = static_cast<std::size_t>(i);
  return rows.weight[n] == 0 || (naive_empty(rows.x.row(i)) && rows.label[n] < 0);
}

Column column_of(const NaiveRows& rows, Eigen::Index d) {
  Column out;
  const auto each = [&](auto visit) {
    for (Eigen::Index i = 0; i < rows.x.rows(); ++i)
      if (!absent(rows, i) && !std::isnan(rows.x(i, d)))
        visit(static_cast<Real>(rows.weight[static_cast<std::size_t>(i)]), rows.x(i, d));
  };
  each([&](Real w, Real x) { out.weight += w, out.mean += w * x; });
  out.mean /= out.weight;
  each([&](Real w, Real x) { out.variance += w * (x - out.mean) * (x - out.mean); });
  out.variance /= out.weight - 1;
  return out;
}

/// Cov(data), divisor sum w - 1; with missing cells or fewer rows than columns its diagonal.
RealMatrix covariance_of(const GaussianProblem& of, const RealVector& mean) {
  const Eigen::Index columns = of.rows.columns();
  RealMatrix out = RealMatrix::Zero(columns, columns);
  Real total = 0;
  for (Eigen::Index i = 0; of.complete() && i < of.rows.x.rows(); ++i) {
    const Real w = of.rows.weight[static_cast<std::size_t>(i)];
    const RealVector gap = of.rows.x.row(i).transpose() - mean;
    out += w * gap * gap.transpose();
    total += w;
  }
  if (of.complete()) return out / (total - 1);
  for (Eigen::Index d = 0; d < columns; ++d) out(d, d) = column_of(of.rows, d).variance;
  return out;
}

Real rounded(Real value) { return static_cast<Real>(static_cast<double>(value)); }

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

const std::vector<Covariance>& all_covariances() {
  static const std::vector<Covariance> out = {Covariance::full, Covariance::tied,
                                              Covariance::diagonal, Covariance::spherical};
  return out;
}

NaiveGaussianPrior default_prior(const GaussianProblem& of) {
  const Eigen::Index columns = of.rows.columns();
  const auto width = static_cast<Real>(columns);
  const Real share = std::pow(static_cast<Real>(of.components), 2 / width);
  NaiveGaussianPrior out;
  out.flat = false;
  out.strength = rounded(0.01L);
  out.mean.resize(columns);
  RealVector variance(columns);
  for (Eigen::Index d = 0; d < columns; ++d) {
    out.mean(d) = column_of(of.rows, d).mean;
    variance(d) = column_of(of.rows, d).variance;
  }
  if (of.covariance == Covariance::diagonal) {
    out.shape = RealVector::Constant(columns, 1.5L);
    out.scale = variance / (2 * share);
  } else if (of.covariance == Covariance::spherical) {
    out.shape = RealVector::Constant(1, 1.5L);
    out.scale = RealVector::Constant(1, variance.mean() / (2 * share));
  } else {
    out.dof = width + 2;
    out.scatter = covariance_of(of, out.mean) / share;
  }
  return out;
}

NaiveGaussianPrior stated_prior(const GaussianProblem& of) {
  NaiveGaussianPrior out = default_prior(of);
  const Eigen::Index columns = of.rows.columns();
  out.concentration = 1.75L;
  out.strength = 0.625L;
  for (Eigen::Index d = 0; d < columns; ++d) out.mean(d) = rounded(out.mean(d) + (d + 1) / 4.0L);
  for (Eigen::Index d = 0; d < out.shape.size(); ++d) {
    out.shape(d) = 2 + (d + 1) / 8.0L;
    out.scale(d) = rounded(out.scale(d) * (d + 3) / 2);
  }
  if (out.scatter.size() == 0) return out;
  out.dof = static_cast<Real>(columns) + 3.25L;
  for (Eigen::Index d = 0; d < columns; ++d)
    for (Eigen::Index e = 0; e <= d; ++e)
      out.scatter(d, e) = out.scatter(e, d) =
          d == e ? 0.75L + d / 4.0L : 0.25L / (1 + static_cast<Real>(d + e));
  out.scatter = out.scatter.unaryExpr(&rounded);
  return out;
}

NaiveGaussianPoint some_point(const GaussianProblem& of) {
  NaiveGaussianPoint out;
  const auto components = static_cast<Real>(of.components);
  const Eigen::Index columns = of.rows.columns();
  RealVector variance(columns);
  for (Eigen::Index d = 0; d < columns; ++d)
    variance(d) = rounded(column_of(of.rows, d).variance / 2);
  if (of.covariance == Covariance::spherical) variance.setConstant(rounded(variance.mean()));
  for (std::size_t k = 0; k < of.components; ++k) {
    NaiveRows part = of.rows;
    for (std::size_t n = 0; n < of.partition.size(); ++n)
      if (of.partition[n] != static_cast<std::int32_t>(k)) part.weight[n] = 0;
    out.weight.push_back(rounded(2 * static_cast<Real>(k + 1) / (components * (components + 1))));
    out.mean.emplace_back(columns);
    for (Eigen::Index d = 0; d < columns; ++d) out.mean[k](d) = rounded(column_of(part, d).mean);
    RealMatrix covariance = variance.asDiagonal();
    if (!factorizes(of.naive()))  // a correlation of 1/4 from column to column
      for (Eigen::Index d = 0; d + 1 < columns; ++d)
        covariance(d, d + 1) = covariance(d + 1, d) =
            rounded(std::sqrt(variance(d) * variance(d + 1)) / 4);
    out.covariance.push_back(covariance);
  }
  return out;
}

}  // namespace varimix::test
