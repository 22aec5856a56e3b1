#include "support/gaussian_references.hpp"

#include <map>
#include <nlohmann/json.hpp>

namespace varimix::test {
namespace {

using nlohmann::json;

RealVector vector_of(const json& values) {
  RealVector out(static_cast<Eigen::Index>(values.size()));
  for (std::size_t d = 0; d < values.size(); ++d)
    out(static_cast<Eigen::Index>(d)) = values[d].get<double>();
  return out;
}

RealMatrix matrix_of(const json& rows) {
  const auto size = static_cast<Eigen::Index>(rows.size());
  RealMatrix out(size, size);
  for (std::size_t d = 0; d < rows.size(); ++d)
    out.row(static_cast<Eigen::Index>(d)) = vector_of(rows[d]).transpose();
  return out;
}

}  // namespace

std::optional<GaussianProblem> mclust_problem(const std::string& data, const std::string& model,
                                              const std::string& words, std::size_t components) {
  static const std::map<std::string, Covariance> kModels = {{"VVV", Covariance::full},
                                                            {"EEE", Covariance::tied},
                                                            {"VVI", Covariance::diagonal},
                                                            {"VII", Covariance::spherical}};
  if (!kModels.contains(model)) return {};
  return gaussian_problem(data, words, kModels.at(model), components);
}

NaiveGaussianPrior mclust_prior(const GaussianProblem& of, const json& prior) {
  NaiveGaussianPrior out;
  out.flat = false;
  out.mean = vector_of(prior["mean"]);
  out.strength = prior["shrinkage"].get<double>();
  const double dof = prior["dof"];
  if (factorizes(of.naive())) {
    const Eigen::Index size = of.covariance == Covariance::spherical ? 1 : of.rows.columns();
    out.shape = RealVector::Constant(size, dof / 2);
    out.scale = RealVector::Constant(size, prior["scale"].get<double>() / 2);
  } else {
    out.dof = dof;
    out.scatter = matrix_of(prior["scale"]);
  }
  return out;
}

NaiveGaussianPrior bishop_prior(const GaussianProblem& of, double concentration) {
  const Eigen::Index columns = of.rows.columns();
  NaiveGaussianPrior out;
  out.flat = false;
  out.concentration = concentration;
  out.mean = RealVector::Zero(columns);
  out.strength = 1;
  out.dof = 2;
  out.scatter = RealMatrix::Identity(columns, columns);
  return out;
}

NaiveGaussianPoint point_from(const json& reference) {
  NaiveGaussianPoint out;
  for (std::size_t k = 0; k < reference["pro"].size(); ++k) {
    out.weight.push_back(reference["pro"][k].get<double>());
    out.mean.push_back(vector_of(reference["mean"][k]));
    out.covariance.push_back(matrix_of(reference["sigma"][k]));
  }
  return out;
}

NaiveGaussianPosterior posterior_from(const json& reference) {
  NaiveGaussianPosterior out;
  for (std::size_t k = 0; k < reference["alpha"].size(); ++k) {
    out.alpha.push_back(reference["alpha"][k].get<double>());
    out.mean.push_back(vector_of(reference["m"][k]));
    out.strength.push_back(
        RealVector::Constant(out.mean[k].size(), reference["beta"][k].get<double>()));
    out.dof.push_back(reference["nu"][k].get<double>());
    out.scatter.push_back(matrix_of(reference["Winv"][k]));
  }
  return out;
}

}  // namespace varimix::test
