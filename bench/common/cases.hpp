// The nine cases that speed is measured on, and others like them: data, model and start.
//
// Components lie three standard deviations apart as a rule; those of full covariance are
// correlated, those of diagonal covariance lie along the axes. The start has means at K rows drawn
// alike, every variance that of the column, every weight 1/K. Seeded by the sizes.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>

#include "varimix/varimix.hpp"

namespace varimix::bench {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct CaseSize {
  std::string name;
  std::size_t rows = 0, columns = 0, components = 0;
  Covariance covariance = Covariance::full;
};

/// A1 ... A6 of full covariance, B1 ... B3 of diagonal.
std::span<const CaseSize> cases();
/// Throws std::invalid_argument naming them.
const CaseSize& case_named(const std::string& name);

struct Case {
  explicit Case(const CaseSize& of);

  CaseSize size;
  Matrix x;                     ///< [N x D]
  Matrix start_means;           ///< [K x D] rows of x
  Eigen::RowVectorXd variance;  ///< [D] of x, divided by N

  Model model() const { return Model(size.components, gaussian(size.covariance)); }
  Data data() const { return Data::view(x); }  ///< must not outlive the case
  /// What `varimix fit --init` takes.
  std::string start_json() const;
  Start start() const;
};

}  // namespace varimix::bench
