// The multivariate Gaussian's way through the rows. Rows that lack the same cells are handled
// together (gaussian_views.hpp).
#include <algorithm>
#include <cmath>
#include <optional>

#include "family/common_frame.hpp"
#include "family/gaussian_full.hpp"
#include "family/gaussian_pending.hpp"
#include "family/gaussian_views.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// Adds the sums of partly observed rows to those of all D columns; what is missing by its
/// conditional moments: Q S Q^T + n (I - Q Q^T).
void add_partly_observed(const Matrix& q, const double* partial, double* sums) {
  const Index columns = q.rows(), observed = q.cols();
  const double n = partial[0];
  if (n == 0) return;
  sums[0] += n;
  Eigen::Map<Vector>(sums + 1, columns) += q * Eigen::Map<const Vector>(partial + 1, observed);
  Eigen::Map<Matrix> all(sums + 1 + columns, columns, columns);
  Matrix inner = Eigen::Map<const Matrix>(partial + 1 + observed, observed, observed)
                     .selfadjointView<Eigen::Lower>();
  inner.diagonal().array() -= n;
  all.triangularView<Eigen::Lower>() += (q * inner) * q.transpose();
  all.diagonal().array() += n;
}

template <typename T>
class FullPass final : public RowPass {
 public:
  FullPass(std::size_t columns, const Family::PassInput& input)
      : columns_(columns), input_(input), kernel_(row_kernel<T>()) {
    const std::size_t frame = columns + columns * columns, scorer = 1 + frame;
    const double* scorers = input.scorers.data();
    const double* frames = input.frames.data();
    const bool scores = !input.scorers.empty(), sums = !input.frames.empty();
    keeps_ = scores && sums;
    for (std::size_t k = 0; keeps_ && k < input.components; ++k)
      keeps_ = std::equal(frames + k * frame, frames + (k + 1) * frame, scorers + k * scorer + 1);
    for (std::size_t k = 0; scores && k < input.components; ++k)
      constants_.push_back(scorers[k * scorer] +
                           (input.log_weights.empty() ? 0.0 : input.log_weights[k]));
    from_ = {{input.centre.begin(), input.centre.end()}, {input.scale.begin(), input.scale.end()}};
    if (from_.centre.empty())
      from_ = {scores ? typical_mean(scorers + 1, scorer, 1, columns, input.components)
                      : typical_mean(frames, frame, 1, columns, input.components),
               std::vector<double>(columns, 1.0)};
    if (sums && !keeps_)
      if (std::optional<Viewpoint> shared = shared_viewpoint(frames, input.components, columns)) {
        from_ = std::move(*shared);
        sums_rows_ = true;
      }
    const auto look = [&] {
      if (scores)
        scoring_ =
            Views<T>::from_u(scorers + 1, scorers + 1 + columns, scorer, input.components, from_);
      if (sums && !keeps_)
        summing_ = Views<T>::from_u(frames, frames + columns, frame, input.components, from_);
    };
    look();
    is_near_ = (!scoring_ || scoring_->is_near(input.reach)) &&
               (!summing_ || summing_->is_near(input.reach));
    if (is_near_) return;
    from_ = {std::vector<double>(columns, 0.0), std::vector<double>(columns, 1.0)};
    sums_rows_ = false;
    look();
    if (scoring_) scoring_->be_careful();
    if (summing_) summing_->be_careful();
  }

  bool reads_cells() const override { return true; }
  /// False where float would lose digits: then the pass is for doubles.
  bool is_near() const { return is_near_; }

  void score(const Block& block, double* logits, std::size_t stride) override {
    scoring_->forget_many();
    rows_.take(block, from_);
    white_.resize(std::max(white_.size(), keeps_ && columns_ > kFewColumns
                                              ? input_.components * columns_ * rows_.stride()
                                              : 0));
    widest_.assign(input_.components, 0.0);
    for (std::size_t g = 0; g < rows_.groups().size(); ++g) score_group(g, logits, stride);
  }

  void accumulate(const Block& block, const double* responsibilities, std::size_t stride,
                  double* sums) override {
    if (!scoring_) rows_.take(block, from_);
    if (summing_) summing_->forget_many();
    weighted_.resize(std::max(weighted_.size(), (kStrip + 1) * rows_.stride()));
    for (std::size_t g = 0; g < rows_.groups().size(); ++g)
      sum_group(g, responsibilities, stride, sums);
    if (pending_.are_many()) settle(sums);
  }

  void settle(double* sums) override {
    pending_.settle([&](const PendingSums::Group& group) {
      const View<T>& view = summing_views().through(group.like);
      for (std::size_t k = 0; k < input_.components; ++k)
        add_partly_observed(view.q[k], group.sums.data() + k * PendingSums::size(view.observed),
                            sums + k * statistics_size());
    });
  }

 private:
  std::size_t statistics_size() const { return 1 + columns_ + columns_ * columns_; }
  Views<T>& summing_views() { return *(keeps_ ? scoring_ : summing_); }
  T* white(std::size_t k) { return white_.data() + k * columns_ * rows_.stride(); }

  void score_group(std::size_t g, double* logits, std::size_t stride) {
    const RowGroup& group = rows_.groups()[g];
    if (group.observed.empty()) {  // nothing seen: density 1, exactly
      for (std::size_t k = 0; k < input_.components; ++k)
        for (std::size_t i = 0; i < group.count; ++i)
          logits[k * stride + group.row(i)] =
              input_.log_weights.empty() ? 0.0 : input_.log_weights[k];
      return;
    }
    const View<T>& view = scoring_->through(group);
    const bool keeps = keeps_ && view.observed > kFewColumns;
    const double lacking = view.q.empty() ? 0.0 : unseen(group);
    for (std::size_t k = 0; k < input_.components; ++k) {
      double constant = constants_[k] + view.roundings[k];
      if (!view.q.empty())  // the missing cells integrated out
        constant += view.log_determinants[k] - scoring_->log_determinant(k) + lacking;
      double* out = logits + k * stride;
      if (!group.rows.empty()) scattered_.resize(group.count), out = scattered_.data();
      widest_[k] = std::max(widest_[k],
                            kernel_.score_lower(rows_.columns(g), view.whitening(k), constant,
                                                keeps ? white(k) + rows_.offset(g) : nullptr, out));
      for (std::size_t i = 0; i < group.rows.size(); ++i)
        logits[k * stride + group.rows[i]] = scattered_[i];
    }
  }

  /// Of the columns that the group lacks: log s + log(2 pi) / 2 each.
  double unseen(const RowGroup& group) const {
    double out = 0.5 * kLogTwoPi * static_cast<double>(columns_ - group.observed.size());
    for (const double s : from_.scale) out += std::log(s);
    for (const Index d : group.observed) out -= std::log(from_.scale[static_cast<std::size_t>(d)]);
    return out;
  }

  /// y = z: all components sum the rows as they are seen.
  void sum_rows(std::size_t g, const double* responsibilities, std::size_t stride, double* sums) {
    const Whitening<T> none{columns_, nullptr, nullptr, nullptr, false};
    for (std::size_t k = 0; k < input_.components; ++k) {
      Columns<T> from = rows_.columns(g);
      const bool wild = !scoring_ || !(widest_[k] < kWild<T>);
      if (wild) {  // which may put zeros where other components need numbers
        const std::size_t size = columns_ * rows_.stride();
        white_.assign(from.values, from.values + size);
        from.values = white_.data();
      }
      double* out = sums + k * statistics_size();
      out[0] += kernel_.moments_lower(from, none, responsibilities + k * stride, wild,
                                      weighted_.data(), out + 1, out + 1 + columns_);
    }
  }

  void sum_group(std::size_t g, const double* responsibilities, std::size_t stride, double* sums) {
    const RowGroup& group = rows_.groups()[g];
    if (group.observed.empty()) return;
    if (sums_rows_ && group.rows.empty() && group.observed.size() == columns_)
      return sum_rows(g, responsibilities, stride, sums);
    const View<T>& view = summing_views().through(group);
    const std::size_t observed = view.observed;
    Columns<T> from = rows_.columns(g);
    if (observed > kFewColumns) {
      if (!keeps_) white_.resize(std::max(white_.size(), columns_ * rows_.stride()));
      from.values = white_.data() + rows_.offset(g);
    }
    double* out = sums;
    std::size_t step = statistics_size();
    if (!view.q.empty())
      out = pending_.of(group, input_.components), step = PendingSums::size(observed);
    for (std::size_t k = 0; k < input_.components; ++k, out += step) {
      const double* r = responsibilities + k * stride;
      if (!group.rows.empty()) {
        scattered_.resize(group.count);
        for (std::size_t i = 0; i < group.count; ++i) scattered_[i] = r[group.rows[i]];
        r = scattered_.data();
      }
      const bool wild = !keeps_ || !(widest_[k] < kWild<T>);
      if (observed > kFewColumns && keeps_)
        from.values = white(k) + rows_.offset(g);
      else if (observed > kFewColumns)
        whiten(g, view.whitening(k), from.values);
      out[0] += kernel_.moments_lower(from, view.whitening(k), r, wild, weighted_.data(), out + 1,
                                      out + 1 + observed);
    }
  }

  /// For sums in frames that are not the scorer's.
  void whiten(std::size_t g, const Whitening<T>& w, T* out) {
    unused_.resize(rows_.groups()[g].count);
    kernel_.score_lower(rows_.columns(g), w, 0, out, unused_.data());
  }

  std::size_t columns_;
  Family::PassInput input_;
  const RowKernel<T>& kernel_;
  std::optional<Views<T>> scoring_, summing_;
  Viewpoint from_;
  bool is_near_ = false;
  bool keeps_ = false;      ///< what score() whitened is what accumulate() sums
  bool sums_rows_ = false;  ///< the rows as they are seen from the frame of all components
  std::vector<double> constants_, widest_;
  GatheredRows<T> rows_;
  Aligned<T> white_, weighted_;
  std::vector<double> scattered_, unused_;
  PendingSums pending_;
};

}  // namespace

void FullGaussian::score(const Block& block, std::size_t components, const double* scorers,
                         double* logits, std::size_t stride) const {
  PassInput input;
  input.components = components;
  input.scorers = {scorers, components * sizes().scorer};
  FullPass<double>(columns_, input).score(block, logits, stride);
}

void FullGaussian::accumulate(const Block& block, std::size_t components,
                              const double* responsibilities, std::size_t stride,
                              const double* frames, double* sums) const {
  PassInput input;
  input.components = components;
  input.frames = {frames, components * sizes().frame};
  FullPass<double> pass(columns_, input);
  pass.accumulate(block, responsibilities, stride, sums);
  pass.settle(sums);
}

std::unique_ptr<RowPass> FullGaussian::row_pass(const PassInput& input) const {
  if (input.single)
    if (auto pass = std::make_unique<FullPass<float>>(columns_, input); pass->is_near())
      return pass;
  return std::make_unique<FullPass<double>>(columns_, input);
}

}  // namespace varimix::internal
