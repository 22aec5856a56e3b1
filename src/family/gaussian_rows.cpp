// The Gaussian's way through the rows.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "family/common_frame.hpp"
#include "family/gaussian_columns.hpp"
#include "kernel/aligned.hpp"
#include "kernel/kernel.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

/// (m, u) of every component and column, and the constants of a scorer, as the kernel wants them.
class Scales {
 public:
  static Scales of_scorers(const double* scorers, std::size_t components, const Viewpoint& from) {
    Scales out(scorers + 1, GaussianColumns::kScorer, components, from);
    out.constants_.resize(out.u_.size());
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t d = 0; d < out.columns_; ++d)
        out.constants_[d * components + k] =
            scorers[(k * out.columns_ + d) * GaussianColumns::kScorer];
    return out;
  }
  static Scales of_frames(const double* frames, std::size_t components, const Viewpoint& from) {
    return {frames, GaussianColumns::kFrame, components, from};
  }
  Scaling scaling() const {
    return {columns_,     components_, u_.data(),        shift_.data(),
            mean_.data(), careful_,    constants_.data()};
  }
  /// False where the centre is too far from some component for its scale.
  bool is_near() const {
    return std::all_of(shift_.begin(), shift_.end(),
                       [](double shift) { return std::abs(shift) <= kLargestShift; });
  }
  void be_careful() { careful_ = true; }

 private:
  /// m and u of cell c stand at pairs[c * step] and behind it.
  Scales(const double* pairs, std::size_t step, std::size_t components, const Viewpoint& from)
      : components_(components),
        columns_(from.centre.size()),
        u_(components * columns_),
        shift_(components * columns_),
        mean_(components * columns_) {
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t d = 0; d < columns_; ++d) {
        const double* pair = pairs + (k * columns_ + d) * step;
        u_[d * components + k] = pair[1] * from.scale[d];
        mean_[d * components + k] = (pair[0] - from.centre[d]) / from.scale[d];
        shift_[d * components + k] = u_[d * components + k] * mean_[d * components + k];
      }
  }

  std::size_t components_, columns_;
  std::vector<double> u_, shift_, mean_, constants_;
  bool careful_ = false;
};

class ColumnsPass final : public RowPass {
 public:
  ColumnsPass(std::size_t columns, const Family::PassInput& input)
      : columns_(columns), kernel_(kernel()), base_(input.components, 0.0) {
    const double* scorers = input.scorers.data();
    const double* frames = input.frames.data();
    const bool scores = !input.scorers.empty(), sums = !input.frames.empty();
    if (sums && look_from_common_frame(frames, input.components))
      sums_rows_ = true;
    else if (!input.centre.empty())
      from_.centre.assign(input.centre.begin(), input.centre.end());
    else if (scores)
      from_.centre =
          typical_mean(scorers + 1, columns * kScorer, kScorer, columns, input.components);
    else
      from_.centre = typical_mean(frames, columns * kFrame, kFrame, columns, input.components);
    if (!sums_rows_) from_.scale.assign(columns, 1.0);
    std::copy(input.log_weights.begin(), input.log_weights.end(), base_.begin());
    complete_base_ = base_;
    for (std::size_t cell = 0; scores && cell < input.components * columns; ++cell)
      complete_base_[cell / columns] += scorers[cell * kScorer];
    const auto look = [&] {
      if (scores) scoring_ = Scales::of_scorers(scorers, input.components, from_);
      if (sums) summing_ = Scales::of_frames(frames, input.components, from_);
    };
    look();
    if ((scores && !scoring_->is_near()) || (sums && !summing_->is_near())) {
      std::fill(from_.centre.begin(), from_.centre.end(), 0.0);
      std::fill(from_.scale.begin(), from_.scale.end(), 1.0);
      sums_rows_ = false;
      look();
      if (scores) scoring_->be_careful();
      if (sums) summing_->be_careful();
    }
    components_ = input.components;
    scored_in_frames_ = scores && sums && !sums_rows_;
    for (std::size_t cell = 0; scored_in_frames_ && cell < input.components * columns; ++cell)
      scored_in_frames_ = std::equal(frames + cell * kFrame, frames + (cell + 1) * kFrame,
                                     scorers + cell * kScorer + 1);
  }

  void score(const Block& block, double* logits, std::size_t stride) override {
    take(block);
    widest_ =
        kernel_.score_columns(x_, scoring_->scaling(),
                              (x_.seen == nullptr ? complete_base_ : base_).data(), logits, stride);
  }

  void accumulate(const Block& block, const double* responsibilities, std::size_t stride,
                  double* sums) override {
    if (!scoring_) take(block);
    // What overflows for a component that scores may be given to none.
    const bool wild = (!scored_in_frames_ && !sums_rows_) || !scoring_ || !(widest_ < kWild);
    Scaling scaling = summing_->scaling();
    if (sums_rows_) scaling = {columns_, components_, nullptr, nullptr, nullptr, false, nullptr};
    kernel_.moments_columns(x_, scaling, responsibilities, stride, wild, sums);
  }

 private:
  static constexpr std::size_t kScorer = GaussianColumns::kScorer, kFrame = GaussianColumns::kFrame;

  bool look_from_common_frame(const double* frames, std::size_t components) {
    if (!all_alike(frames, columns_ * kFrame, components)) return false;
    for (std::size_t d = 0; d < columns_; ++d) {
      from_.centre.push_back(frames[d * kFrame]);
      from_.scale.push_back(1.0 / frames[d * kFrame + 1]);
    }
    return true;
  }

  /// The block's rows as seen from the centre.
  void take(const Block& block) {
    x_.rows = block.rows;
    x_.stride = padded(block.rows) + kRowPad;  // columns apart by a power of two share cache lines
    values_.resize(std::max(values_.size(), columns_ * x_.stride));
    x_.values = values_.data();
    for (std::size_t d = 0; d < columns_; ++d)
      kernel_.centre(block.column(d), block.rows, from_.centre[d], 1.0 / from_.scale[d],
                     x_.values + d * x_.stride);
    x_.seen = nullptr;
    if (block.complete) return;
    seen_.resize(values_.size());
    x_.seen = seen_.data();
    for (std::size_t d = 0; d < columns_; ++d) {
      double* x = x_.values + d * x_.stride;
      for (std::size_t n = 0; n < padded(block.rows); ++n) {
        seen_[d * x_.stride + n] = std::isnan(x[n]) ? 0.0 : 1.0;
        x[n] = std::isnan(x[n]) ? 0.0 : x[n];
      }
    }
  }

  std::size_t columns_, components_ = 0;
  const Kernel& kernel_;
  Viewpoint from_;
  std::vector<double> base_, complete_base_;  ///< [K] log weights; with the constants of all cells
  AlignedValues values_, seen_;
  std::optional<Scales> scoring_, summing_;
  Columns x_;
  double widest_ = 0;
  bool scored_in_frames_ = false;
  bool sums_rows_ = false;  ///< all frames are one, from which the rows are seen
};

}  // namespace

void GaussianColumns::score(const Block& block, std::size_t components, const double* scorers,
                            double* logits, std::size_t stride) const {
  ColumnsPass(columns(), {components, {}, {scorers, components * sizes().scorer}, {}, {}})
      .score(block, logits, stride);
}

void GaussianColumns::accumulate(const Block& block, std::size_t components,
                                 const double* responsibilities, std::size_t stride,
                                 const double* frames, double* sums) const {
  ColumnsPass(columns(), {components, {}, {}, {frames, components * sizes().frame}, {}})
      .accumulate(block, responsibilities, stride, sums);
}

std::unique_ptr<RowPass> GaussianColumns::row_pass(const PassInput& input) const {
  return std::make_unique<ColumnsPass>(columns(), input);
}

void GaussianColumns::scorers(std::size_t components, std::span<const double> point,
                              std::span<double> out) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const double variance = point[cell * kPoint + 1];
    out[cell * kScorer] = -0.5 * (kLogTwoPi + std::log(variance));
    out[cell * kScorer + 1] = point[cell * kPoint];
    out[cell * kScorer + 2] = 1.0 / std::sqrt(variance);
  }
}

}  // namespace varimix::internal
