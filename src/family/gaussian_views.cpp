#include "family/gaussian_views.hpp"

#include <algorithm>
#include <utility>

namespace varimix::internal {

using Eigen::Index;

Views::Views(std::vector<Vector> means, std::vector<Matrix> us, std::vector<Matrix> ls,
             std::vector<double> centre)
    : means_(std::move(means)), us_(std::move(us)), ls_(std::move(ls)), centre_(std::move(centre)) {
  for (const Matrix& u : us_) log_determinants_.push_back(internal::log_determinant(u));
}

Views Views::from_u(const double* means, const double* us, std::size_t step, std::size_t components,
                    std::vector<double> centre) {
  const auto columns = static_cast<Index>(centre.size());
  std::vector<Vector> each_mean;
  std::vector<Matrix> each_u;
  for (std::size_t k = 0; k < components; ++k) {
    each_mean.emplace_back(Eigen::Map<const Vector>(means + k * step, columns));
    each_u.emplace_back(Eigen::Map<const Matrix>(us + k * step, columns, columns));
  }
  return {std::move(each_mean), std::move(each_u), {}, std::move(centre)};
}

Views Views::from_factors(std::vector<Vector> means, std::vector<Matrix> factors,
                          std::vector<double> centre) {
  std::vector<Matrix> us;
  us.reserve(factors.size());
  for (const Matrix& factor : factors) us.push_back(inverse_lower(factor));
  return {std::move(means), std::move(us), std::move(factors), std::move(centre)};
}

bool Views::is_near() const {
  const Eigen::Map<const Vector> centre(centre_.data(), static_cast<Index>(centre_.size()));
  for (std::size_t k = 0; k < us_.size(); ++k) {
    const Vector shift = us_[k].triangularView<Eigen::Lower>() * (means_[k] - centre);
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
  const auto p = static_cast<Index>(group.observed.size()), columns = us_[0].rows();
  View out;
  out.observed = group.observed.size();
  out.careful = careful_;
  const std::size_t packed = packed_lower_size(out.observed);
  out.u.resize(us_.size() * packed);
  for (std::size_t k = 0; k < us_.size(); ++k) {
    Matrix u = us_[k];
    Vector gap(p);
    for (Index i = 0; i < p; ++i) {
      const Index d = group.observed[static_cast<std::size_t>(i)];
      gap[i] = means_[k][d] - centre_[static_cast<std::size_t>(d)];
    }
    if (p < columns) {
      if (ls_.empty())
        for (const Matrix& each : us_) ls_.push_back(inverse_lower(each));
      Matrix rows(p, columns);
      for (Index i = 0; i < p; ++i)
        rows.row(i) = ls_[k].row(group.observed[static_cast<std::size_t>(i)]);
      Orthogonal qr = orthogonalize(rows.transpose());
      u = inverse_lower(qr.r.transpose());
      out.q.push_back(std::move(qr.q));
    }
    pack_lower(u.data(), out.observed, out.u.data() + k * packed);
    const Vector shift = u.triangularView<Eigen::Lower>() * gap;
    out.shift.insert(out.shift.end(), shift.data(), shift.data() + p);
    out.mean.insert(out.mean.end(), gap.data(), gap.data() + p);
    out.log_determinants.push_back(internal::log_determinant(u));
  }
  kept_ += us_.size() * static_cast<std::size_t>(packed + out.observed) +
           out.q.size() * static_cast<std::size_t>(columns * p);
  return out;
}

}  // namespace varimix::internal
