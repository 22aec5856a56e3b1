#include "family/gaussian_views.hpp"

#include <cmath>
#include <utility>

namespace varimix::internal {

using Eigen::Index;

template <typename T>
Views<T>::Views(std::vector<ObservedComponent> components) : components_(std::move(components)) {
  for (const ObservedComponent& each : components_)
    log_determinants_.push_back(internal::log_determinant(each.u()));
}

template <typename T>
Views<T> Views<T>::from_u(const double* means, const double* us, std::size_t step,
                          std::size_t components, const Viewpoint& from) {
  const auto columns = static_cast<Index>(from.centre.size());
  const Eigen::Map<const Vector> centre(from.centre.data(), columns);
  const Eigen::Map<const Vector> scale(from.scale.data(), columns);
  std::vector<ObservedComponent> out;
  for (std::size_t k = 0; k < components; ++k) {
    const Eigen::Map<const Vector> m(means + k * step, columns);
    const Eigen::Map<const Matrix> u(us + k * step, columns, columns);
    const Vector mean = (m - centre).cwiseQuotient(scale);
    const Matrix scaled = u * scale.asDiagonal();
    out.push_back(ObservedComponent::from_u(mean.data(), scaled.data(), columns));
  }
  return Views(std::move(out));
}

template <typename T>
bool Views<T>::is_near(double reach) const {
  for (const ObservedComponent& each : components_) {
    const Vector shift = each.u().triangularView<Eigen::Lower>() * each.mean();
    const Vector factors = each.u().cwiseAbs().rowwise().sum();
    for (Index d = 0; d < shift.size(); ++d)
      if (!keeps_digits<T>(std::abs(shift[d]), factors[d], reach)) return false;
  }
  return true;
}

template <typename T>
const View<T>& Views<T>::through(const RowGroup& group) {
  const auto found = views_.find(group.missing);
  if (found != views_.end()) return found->second;
  return views_.emplace(group.missing, make(group)).first->second;
}

template <typename T>
void Views<T>::forget_many() {
  constexpr std::size_t kMany = std::size_t{1} << 20;  // of numbers: 8 MB
  if (kept_ < kMany) return;
  views_.clear();
  kept_ = 0;
}

template <typename T>
View<T> Views<T>::make(const RowGroup& group) {
  const auto p = static_cast<Index>(group.observed.size());
  View<T> out;
  out.observed = group.observed.size();
  out.careful = careful_;
  const std::size_t packed = packed_lower_size(out.observed);
  out.u.resize(components_.size() * packed);
  for (std::size_t k = 0; k < components_.size(); ++k) {
    Observed seen = components_[k].observe(group);
    pack_lower(seen.u.data(), out.observed, out.u.data() + k * packed);
    const Vector shift = seen.u.triangularView<Eigen::Lower>() * seen.mean;
    for (Index j = 0; j < p; ++j) {
      out.shift.push_back(static_cast<T>(shift[j]));
      out.mean.push_back(static_cast<T>(seen.mean[j]));
    }
    out.log_determinants.push_back(internal::log_determinant(seen.u));
    out.roundings.push_back(0.0);
    for (Index j = 0; j < p; ++j) out.roundings.back() += rounding<T>(seen.u(j, j));
    kept_ += packed + out.observed + static_cast<std::size_t>(seen.q.size());
    if (seen.q.size() > 0) out.q.push_back(std::move(seen.q));
  }
  return out;
}

template class Views<double>;
template class Views<float>;

}  // namespace varimix::internal
