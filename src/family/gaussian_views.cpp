#include "family/gaussian_views.hpp"

#include <algorithm>
#include <utility>

namespace varimix::internal {

using Eigen::Index;

Views::Views(std::vector<ObservedComponent> components, std::vector<double> centre)
    : components_(std::move(components)), centre_(std::move(centre)) {
  for (const ObservedComponent& each : components_)
    log_determinants_.push_back(internal::log_determinant(each.u()));
}

Views Views::from_u(const double* means, const double* us, std::size_t step, std::size_t components,
                    std::vector<double> centre) {
  const auto columns = static_cast<Index>(centre.size());
  std::vector<ObservedComponent> out;
  for (std::size_t k = 0; k < components; ++k)
    out.push_back(ObservedComponent::from_u(means + k * step, us + k * step, columns));
  return {std::move(out), std::move(centre)};
}

bool Views::is_near() const {
  const Eigen::Map<const Vector> centre(centre_.data(), static_cast<Index>(centre_.size()));
  for (const ObservedComponent& each : components_) {
    const Vector shift = each.u().triangularView<Eigen::Lower>() * (each.mean() - centre);
    if (!(shift.cwiseAbs().maxCoeff() <= kLargestShift)) return false;
  }
  return true;
}

void Views::look_from_the_origin() {
  std::fill(centre_.begin(), centre_.end(), 0.0);
  careful_ = true;
}

const View& Views::through(const RowGroup& group) {
  const auto found = views_.find(group.missing);
  if (found != views_.end()) return found->second;
  return views_.emplace(group.missing, make(group)).first->second;
}

void Views::forget_many() {
  constexpr std::size_t kMany = std::size_t{1} << 20;  // doubles: 8 MB
  if (kept_ < kMany) return;
  views_.clear();
  kept_ = 0;
}

View Views::make(const RowGroup& group) {
  const auto p = static_cast<Index>(group.observed.size());
  Vector centre(p);
  for (Index i = 0; i < p; ++i)
    centre[i] = centre_[static_cast<std::size_t>(group.observed[static_cast<std::size_t>(i)])];
  View out;
  out.observed = group.observed.size();
  out.careful = careful_;
  const std::size_t packed = packed_lower_size(out.observed);
  out.u.resize(components_.size() * packed);
  for (std::size_t k = 0; k < components_.size(); ++k) {
    Observed seen = components_[k].observe(group);
    pack_lower(seen.u.data(), out.observed, out.u.data() + k * packed);
    const Vector gap = seen.mean - centre, shift = seen.u.triangularView<Eigen::Lower>() * gap;
    out.shift.insert(out.shift.end(), shift.data(), shift.data() + p);
    out.mean.insert(out.mean.end(), gap.data(), gap.data() + p);
    out.log_determinants.push_back(internal::log_determinant(seen.u));
    kept_ += packed + out.observed + static_cast<std::size_t>(seen.q.size());
    if (seen.q.size() > 0) out.q.push_back(std::move(seen.q));
  }
  return out;
}

}  // namespace varimix::internal
