// Fits made by hand, with numbers that lose bits when they are not printed in full.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::testing {

inline Data two_columns() {
  return Data::own({1.0, 2.5, 3.0, 7.0, 0.1, 0.3, 0.7, 0.2}, 4, 2)
      .with_names({"a", "b \"quoted\""});
}
inline Data one_column() {
  return Data::own({3.0, 1.0, 4.0, 1.0, 5.0}, 5, 1).with_names({"count"});
}

inline Model resolved(const Model& model, const Data& data) {
  return model.resolve(data, summarize(data));
}

/// K components as `parameters` tell, [K x point]; everything else made up.
inline Fit fit_of(Model model, Backend backend, Point summary, Belief belief) {
  Fit fit(std::move(model), backend);
  fit.belief = std::move(belief);
  fit.summary = std::move(summary);
  fit.trace = {-1000.0 / 3.0, -0.1, 1e-310};
  fit.warnings = {"component 1: \"odd\"\n\tand \\ more \xc3\xa9"};
  fit.seconds = {0.1, 0.2, 0.7};
  fit.rows = 4;
  fit.total_weight = 3.9999999999999996;
  fit.objective = fit.trace.back();
  fit.log_likelihood = -123.45678901234567;
  fit.termination = Termination::tolerance;
  fit.iterations = 3;
  fit.e_passes = 4;
  fit.spurious = true;
  return fit;
}
inline Fit point_fit(Model model, Backend backend, Point point) {
  Fit fit = fit_of(std::move(model), backend, point, point);
  fit.criteria = {1.0 / 3.0, 2.0 / 3.0, 4.0 / 3.0, 11};
  return fit;
}

inline const std::vector<double> kTwoWeights = {0.1 + 0.2, 0.7};

inline Fit diagonal_em_fit() {
  const Model model = resolved(Model(2, gaussian(Covariance::diagonal)), two_columns());
  return point_fit(model, ExpectationMaximization{},
                   {kTwoWeights, {1.0 / 3.0, 0.1, -0.0, 1e-300, 2e10, 3.0, 1e300, 1.0 / 7.0}});
}
inline Fit poisson_vb_fit() {
  const Model model = resolved(Model(2, poisson()).with_default_prior(), one_column());
  const Posterior posterior{{WeightsPrior::Kind::dirichlet, {2.0 / 3.0, 4.1}, {}},
                            {0.1, 0.7, 31.4, 1.0 / 9.0}};
  return fit_of(model, MeanField{}, {kTwoWeights, {1.0 / 7.0, 282.6}}, posterior);
}

/// What `call` refuses with, or "" when it accepts.
template <typename Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

/// `text` with the first `from` in it made `to`.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " is not in\n" << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace varimix::testing
