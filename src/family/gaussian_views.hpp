// K components as rows with the same cells observed see them. With L = U^-1 and L_o its rows that
// are observed, L_o^T = Q R gives
//
//   U_o = R^-T   y_o = U_o (x_o - m_o)   E[y | x_o] = Q y_o   Cov[y | x_o] = I - Q Q^T
//
// so that missing cells cost one small factorisation per pattern and pass, and their conditional
// means and covariances are never formed. U_o^T U_o is the Schur complement of U^T U on the
// observed columns.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "family/row_groups.hpp"

namespace varimix::internal {

/// K components through one pattern of p observed columns.
struct View {
  std::size_t observed = 0;            ///< p
  std::vector<double> u, shift, mean;  ///< [K x packed_lower_size(p)], [K x p], [K x p]
  bool careful = false;
  std::vector<double> log_determinants;  ///< [K] log |U_o|
  std::vector<Matrix> q;                 ///< [K] of D x p; empty where every cell is observed
  Whitening whitening(std::size_t k) const {
    return {observed, u.data() + k * packed_lower_size(observed), shift.data() + k * observed,
            mean.data() + k * observed, careful};
  }
};

/// The views of one set of components, made when they are asked for and kept.
class Views {
 public:
  /// m [D] of component k at means[k * step], and lower U [D x D] at us[k * step].
  static Views from_u(const double* means, const double* us, std::size_t step,
                      std::size_t components, std::vector<double> centre);
  /// The same of the inverses of U.
  static Views from_factors(std::vector<Vector> means, std::vector<Matrix> factors,
                            std::vector<double> centre);

  /// False where the centre is too far from some component for its scale; then look from the
  /// origin, and carefully.
  bool is_near() const;
  void look_from_the_origin();

  const View& through(const RowGroup& group);
  /// Forgets all if they are many: data may have as many patterns as rows.
  void forget_many();
  double log_determinant(std::size_t k) const { return log_determinants_[k]; }
  std::span<const double> centre() const { return centre_; }

 private:
  Views(std::vector<Vector> means, std::vector<Matrix> us, std::vector<Matrix> ls,
        std::vector<double> centre);
  View make(const RowGroup& group);

  std::vector<Vector> means_;
  std::vector<Matrix> us_, ls_;
  std::vector<double> centre_, log_determinants_;
  bool careful_ = false;
  std::map<Pattern, View> views_;
  std::size_t kept_ = 0;  ///< doubles in all views
};

}  // namespace varimix::internal
