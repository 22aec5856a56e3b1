// Gaussian priors, starts and results on their way between the library and the naive twin.
#include <nlohmann/json.hpp>

#include "report/start_json.hpp"
#include "support/gaussian_problems.hpp"
#include "varimix/report.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

Field scalar(const char* name, Real value) { return {name, {}, {static_cast<double>(value)}}; }

Field list(const char* name, const RealVector& values) {
  Field out{name, {static_cast<std::size_t>(values.size())}, {}};
  for (const Real value : values) out.values.push_back(static_cast<double>(value));
  return out;
}

Field matrix(const char* name, const RealMatrix& values) {
  Field out{name, {}, {}};
  out.shape.assign(2, static_cast<std::size_t>(values.rows()));
  for (const Real value : values.reshaped<Eigen::RowMajor>())
    out.values.push_back(static_cast<double>(value));
  return out;
}

json to_json_list(const RealVector& values) {
  json out = json::array();
  for (const Real value : values) out.push_back(static_cast<double>(value));
  return out;
}

/// A list, or one number that stands for `size` of them.
RealVector vector_of(const json& values, Eigen::Index size) {
  if (values.is_number()) return RealVector::Constant(size, values.get<double>());
  RealVector out(static_cast<Eigen::Index>(values.size()));
  for (std::size_t d = 0; d < values.size(); ++d)
    out(static_cast<Eigen::Index>(d)) = values[d].get<double>();
  return out;
}

RealMatrix matrix_of(const json& rows) {
  const auto size = static_cast<Eigen::Index>(rows.size());
  RealMatrix out(size, size);
  for (Eigen::Index d = 0; d < size; ++d)
    out.row(d) = vector_of(rows[static_cast<std::size_t>(d)], size).transpose();
  return out;
}

}  // namespace

Model with_prior(const GaussianProblem& of, const NaiveGaussianPrior& prior) {
  const auto a = static_cast<double>(prior.concentration);
  const Model model = of.model().with_weights_prior(prior.sticks ? WeightsPrior::stick_breaking(a)
                                                                 : WeightsPrior::dirichlet(a));
  if (prior.flat) return model;
  Fields fields = {list("mean", prior.mean), scalar("strength", prior.strength)};
  if (of.covariance == Covariance::diagonal) {
    fields.push_back(list("shape", prior.shape));
    fields.push_back(list("scale", prior.scale));
  } else if (of.covariance == Covariance::spherical) {
    fields.push_back(scalar("shape", prior.shape(0)));
    fields.push_back(scalar("scale", prior.scale(0)));
  } else {
    fields.push_back(scalar("dof", prior.dof));
    fields.push_back(matrix("scatter", prior.scatter));
  }
  return model.with_prior(fields);
}

Start start_from(const GaussianProblem& of, const NaiveGaussianPoint& point) {
  json out;
  for (std::size_t k = 0; k < point.mean.size(); ++k) {
    out["weights"].push_back(static_cast<double>(point.weight[k]));
    out["means"].push_back(to_json_list(point.mean[k]));
    json covariance = json::array();
    for (Eigen::Index d = 0; d < point.covariance[k].rows(); ++d)
      covariance.push_back(to_json_list(point.covariance[k].row(d)));
    out["covariances"].push_back(covariance);
  }
  return internal::start_from_json(out.dump(), of.model(),
                                   static_cast<std::size_t>(of.rows.columns()));
}

Start start_from_partition(const GaussianProblem& of) { return Partition{of.partition}; }

NaiveGaussianPoint point_of(const Fit& fit) {
  NaiveGaussianPoint out;
  out.weight.assign(fit.summary.weights.begin(), fit.summary.weights.end());
  for (std::size_t k = 0; k < fit.components(); ++k) {
    out.mean.emplace_back(fit.mean(k).cast<Real>());
    out.covariance.emplace_back(fit.covariance(k).cast<Real>());
  }
  return out;
}

NaiveGaussianPosterior posterior_of(const Fit& fit) {
  const json q = json::parse(to_json(fit))["posterior"];
  NaiveGaussianPosterior out;
  const auto reals = [](const json& values) {
    const std::vector<double> numbers = values;
    return std::vector<Real>(numbers.begin(), numbers.end());
  };
  out.sticks = q["weights"]["type"] == "stick-breaking";
  out.alpha = reals(q["weights"][out.sticks ? "alpha" : "concentration"]);
  if (out.sticks) out.beta = reals(q["weights"]["beta"]);
  for (const json& c : q["components"]) {
    out.mean.push_back(vector_of(c["mean"], 1));
    out.strength.push_back(vector_of(c["strength"], out.mean.back().size()));
    if (c.contains("shape")) {
      out.shape.push_back(vector_of(c["shape"], 1));
      out.scale.push_back(vector_of(c["scale"], 1));
    } else {
      const json& wishart = q.contains("covariance") ? q["covariance"] : c;
      out.dof.push_back(wishart["dof"].get<double>());
      out.scatter.push_back(matrix_of(wishart["scatter"]));
    }
  }
  return out;
}

NaiveGaussianPrior resolved_prior_of(const Fit& fit) {
  const json p = json::parse(to_json(fit))["model"]["family"]["prior"];
  NaiveGaussianPrior out;
  out.flat = false;
  out.mean = vector_of(p["mean"], 1);
  out.strength = vector_of(p["strength"], 1)(0);
  if (p.contains("shape")) {
    out.shape = vector_of(p["shape"], 1);
    out.scale = vector_of(p["scale"], 1);
  } else {
    out.dof = p["dof"].get<double>();
    out.scatter = matrix_of(p["scatter"]);
  }
  return out;
}

}  // namespace varimix::test
