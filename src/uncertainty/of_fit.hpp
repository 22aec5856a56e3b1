// What the analytic methods share: the fit's own data looked at again.
#pragma once

#include <string>

#include "math/matrices.hpp"
#include "statistics/missing_information.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// Throws std::invalid_argument where `data` cannot be those of the fit, or it was derived.
void check_fit_data(const Fit& fit, const Data& data, const std::string& method);
/// Throws std::invalid_argument where the family cannot tell.
const InformationRules& information_rules(const Fit& fit, const std::string& method);
/// One pass with the fit's own belief.
LatentStatistics latent_statistics(const Fit& fit, const Data& data, const Bounds& bounds,
                                   const InformationRules& rules, std::size_t threads);
/// K weights and the places, with the values of the point summary; `values` [places] where it has
/// none, or empty.
std::vector<Estimate> estimates_of(const Fit& fit, const std::vector<Place>& places,
                                   const std::vector<double>& values);
/// Standard errors, intervals and the matrix itself.
void set_covariance(const Matrix& covariance, Uncertainty& out);

inline Matrix matrix_of(const std::vector<double>& row_major, std::size_t rows,
                        std::size_t columns) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(row_major.data(), static_cast<Eigen::Index>(rows),
                                    static_cast<Eigen::Index>(columns));
}

}  // namespace varimix::internal
