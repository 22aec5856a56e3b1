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

/// What accumulate() sums for a component: y as score() left it, the rows as they are seen, or y in
/// a frame of its own, whitened anew.
enum class Summed : unsigned char { kept, rows, anew };

template <typename T>
class FullPass final : public RowPass {
 public:
  FullPass(std::size_t columns, const Family::PassInput& input)
      : columns_(columns),
        frame_(columns + columns * columns),
        input_(input),
        kernel_(row_kernel<T>()),
        from_{{input.centre.begin(), input.centre.end()},
              {input.scale.begin(), input.scale.end()}} {
    const double* scorers = input.scorers.data();
    for (std::size_t k = 0; scores() && k < input.components; ++k)
      constants_.push_back(scorers[k * (1 + frame_)] +
                           (input.log_weights.empty() ? 0.0 : input.log_weights[k]));
    if (from_.centre.empty())
      from_ = {scores() ? typical_mean(scorers + 1, 1 + frame_, 1, columns, input.components)
                        : typical_mean(input.frames.data(), frame_, 1, columns, input.components),
               std::vector<double>(columns, 1.0)};
    look();
    is_near_ = (!scoring_ || scoring_->is_near(input.reach)) &&
               (!summing_ || summing_->is_near(input.reach));
    if (is_near_) return;
    from_ = {std::vector<double>(columns, 0.0), std::vector<double>(columns, 1.0)};
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
    white_.resize(
        std::max(white_.size(), columns_ > kFewColumns ? kept_ * columns_ * rows_.stride() : 0));
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
      const Seen seen = through(group.like);
      for (std::size_t k = 0; k < input_.components; ++k) {
        const View<T>& view = seen.by(how(summed_[k], group.like));
        add_partly_observed(view.q[k], group.sums.data() + k * PendingSums::size(view.observed),
                            sums + k * statistics_size());
      }
    });
  }

 private:
  /// One pattern's view of the scorers and of the frames; null where no component is looked at so.
  struct Seen {
    const View<T>*scoring, *summing;
    const View<T>& by(Summed as) const { return *(as == Summed::kept ? scoring : summing); }
  };
  Seen through(const RowGroup& group) {
    const bool anew = std::any_of(summed_.begin(), summed_.end(),
                                  [&](Summed each) { return how(each, group) == Summed::anew; });
    return {scoring_ ? &scoring_->through(group) : nullptr,
            anew ? &summing_->through(group) : nullptr};
  }
  /// Rows that lack cells are not summed as they are seen.
  Summed how(Summed each, const RowGroup& group) const {
    return each == Summed::rows && group.observed.size() < columns_ ? Summed::anew : each;
  }
  bool scores() const { return !input_.scorers.empty(); }
  std::size_t statistics_size() const { return 1 + frame_; }
  T* white(std::size_t k) { return white_.data() + place_[k] * columns_ * rows_.stride(); }

  /// All components as seen from the viewpoint.
  void look() {
    const double *scorers = input_.scorers.data(), *frames = input_.frames.data();
    if (scores())
      scoring_ = Views<T>::from_u(scorers + 1, scorers + 1 + columns_, 1 + frame_,
                                  input_.components, from_);
    if (input_.frames.empty()) return;
    summed_.clear(), place_.clear(), kept_ = 0;
    for (std::size_t k = 0; k < input_.components; ++k) {
      const double* f = frames + k * frame_;
      const bool kept = scores() && std::equal(f, f + frame_, scorers + k * (1 + frame_) + 1);
      summed_.push_back(kept ? Summed::kept : is_viewpoint(f, from_) ? Summed::rows : Summed::anew);
      place_.push_back(kept_);
      kept_ += kept ? 1 : 0;
    }
    if (kept_ < input_.components)
      summing_ = Views<T>::from_u(frames, frames + columns_, frame_, input_.components, from_);
  }

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
    const double lacking = view.q.empty() ? 0.0 : unseen(group);
    for (std::size_t k = 0; k < input_.components; ++k) {
      const bool keeps = kept_ > 0 && summed_[k] == Summed::kept && view.observed > kFewColumns;
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

  void sum_group(std::size_t g, const double* responsibilities, std::size_t stride, double* sums) {
    const RowGroup& group = rows_.groups()[g];
    const std::size_t observed = group.observed.size();
    if (observed == 0) return;
    const Seen seen = through(group);
    const bool complete = observed == columns_;
    double* out = complete ? sums : pending_.of(group, input_.components);
    const std::size_t step = complete ? statistics_size() : PendingSums::size(observed);
    for (std::size_t k = 0; k < input_.components; ++k, out += step) {
      const double* r = responsibilities + k * stride;
      if (!group.rows.empty()) {
        scattered_.resize(group.count);
        for (std::size_t i = 0; i < group.count; ++i) scattered_[i] = r[group.rows[i]];
        r = scattered_.data();
      }
      const Summed as = how(summed_[k], group);
      const Whitening<T> w = as == Summed::rows ? Whitening<T>{columns_} : seen.by(as).whitening(k);
      const bool wild = as == Summed::anew || !scoring_ || !(widest_[k] < kWild<T>);
      const Columns<T> from = rows_to_sum(g, k, as, w, wild);
      out[0] +=
          kernel_.moments_lower(from, w, r, wild, weighted_.data(), out + 1, out + 1 + observed);
    }
  }

  /// What the kernel sums: y, or rows from which it makes y. Wild ones it may overwrite.
  Columns<T> rows_to_sum(std::size_t g, std::size_t k, Summed as, const Whitening<T>& w,
                         bool wild) {
    Columns<T> from = rows_.columns(g);
    if (as == Summed::rows) {
      if (!wild) return from;
      spare_.assign(from.values, from.values + (columns_ - 1) * from.stride + padded<T>(from.rows));
      from.values = spare_.data();
    } else if (w.columns > kFewColumns) {
      spare_.resize(std::max(spare_.size(), columns_ * rows_.stride()));
      T* y = as == Summed::kept ? white(k) + rows_.offset(g) : spare_.data();
      unused_.resize(from.rows);
      if (as == Summed::anew) kernel_.score_lower(from, w, 0, y, unused_.data());
      from.values = y;
    }
    return from;
  }

  std::size_t columns_, frame_;
  Family::PassInput input_;
  const RowKernel<T>& kernel_;
  Viewpoint from_;
  std::optional<Views<T>> scoring_, summing_;
  bool is_near_ = false;
  std::vector<Summed> summed_;      ///< [K]
  std::vector<std::size_t> place_;  ///< [K] of y that is kept, of which there are
  std::size_t kept_ = 0;
  std::vector<double> constants_, widest_;
  GatheredRows<T> rows_;
  Aligned<T> white_, weighted_, spare_;
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
