// K components as rows with the same cells observed see them (gaussian_observed.hpp), packed for
// the kernel.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "family/gaussian_observed.hpp"

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
  /// Of components in the coordinates of a viewpoint.
  explicit Views(std::vector<ObservedComponent> components);
  /// m [D] of component k at means[k * step], and lower U [D x D] at us[k * step].
  static Views from_u(const double* means, const double* us, std::size_t step,
                      std::size_t components, const Viewpoint& from);

  /// False where the viewpoint is too far from some component for its scale; then look from the
  /// origin, and carefully.
  bool is_near() const;
  void be_careful() { careful_ = true; }

  const View& through(const RowGroup& group);
  /// Forgets all if they are many: data may have as many patterns as rows.
  void forget_many();
  double log_determinant(std::size_t k) const { return log_determinants_[k]; }

 private:
  View make(const RowGroup& group);

  std::vector<ObservedComponent> components_;
  std::vector<double> log_determinants_;
  bool careful_ = false;
  std::map<Pattern, View> views_;
  std::size_t kept_ = 0;  ///< doubles in all views
};

}  // namespace varimix::internal
