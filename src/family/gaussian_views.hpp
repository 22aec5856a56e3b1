// K components as rows with the same cells observed see them (gaussian_observed.hpp), packed for
// the kernel.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "family/gaussian_observed.hpp"

namespace varimix::internal {

/// K components through one pattern of p observed columns.
template <typename T>
struct View {
  std::size_t observed = 0;       ///< p
  std::vector<T> u, shift, mean;  ///< [K x packed_lower_size(p)], [K x p], [K x p]
  bool careful = false;
  std::vector<double> log_determinants;  ///< [K] log |U_o|
  /// [K] log |U_o| in T less that: a component that is rounded to a nearby one keeps the constant
  /// of its own, and what it says of the rows is then off in second order alone.
  std::vector<double> roundings;
  std::vector<Matrix> q;  ///< [K] of D x p; empty where every cell is observed
  Whitening<T> whitening(std::size_t k) const {
    return {observed, u.data() + k * packed_lower_size(observed), shift.data() + k * observed,
            mean.data() + k * observed, careful};
  }
};

/// The views of one set of components, made when they are asked for and kept.
template <typename T>
class Views {
 public:
  /// Of components in the coordinates of a viewpoint.
  explicit Views(std::vector<ObservedComponent> components);
  /// m [D] of component k at means[k * step], and lower U [D x D] at us[k * step].
  static Views from_u(const double* means, const double* us, std::size_t step,
                      std::size_t components, const Viewpoint& from);

  /// False where the viewpoint is too far from some component for its scale; then look from the
  /// origin, and carefully. `reach`: the largest coordinate of any row, read where T is float.
  bool is_near(double reach = 0) const;
  void be_careful() { careful_ = true; }

  const View<T>& through(const RowGroup& group);
  /// Forgets all if they are many: data may have as many patterns as rows.
  void forget_many();
  double log_determinant(std::size_t k) const { return log_determinants_[k]; }

 private:
  View<T> make(const RowGroup& group);

  std::vector<ObservedComponent> components_;
  std::vector<double> log_determinants_;
  bool careful_ = false;
  std::map<Pattern, View<T>> views_;
  std::size_t kept_ = 0;  ///< numbers in all views
};

}  // namespace varimix::internal
