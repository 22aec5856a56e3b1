// The Gaussian's way through the rows.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "family/common_frame.hpp"
#include "family/gaussian_columns.hpp"
#include "family/row_kernel.hpp"
#include "kernel/aligned.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

/// (m, u) of every component and column, and the constants of a scorer, as the kernel wants them.
template <typename T>
class Scales {
 public:
  static Scales of_scorers(const double* scorers, std::size_t components, const Viewpoint& from) {
    Scales out(scorers + 1, GaussianColumns::kScorer, components, from);
    out.constants_.resize(out.u_.size());
    out.complete_.assign(components, 0.0);
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t d = 0; d < out.columns_; ++d) {
        const double* scorer = scorers + (k * out.columns_ + d) * GaussianColumns::kScorer;
        const double constant = scorer[0] + rounding<T>(scorer[2] * from.scale[d]);
        out.constants_[d * components + k] = static_cast<T>(constant);
        out.complete_[k] += constant;
      }
    return out;
  }
  static Scales of_frames(const double* frames, std::size_t components, const Viewpoint& from) {
    return {frames, GaussianColumns::kFrame, components, from};
  }
  Scaling<T> scaling() const {
    return {columns_,     components_, u_.data(),        shift_.data(),
            mean_.data(), careful_,    constants_.data()};
  }
  /// False where the centre is too far from some component for its scale. `reach`: the largest
  /// coordinate of any row.
  bool is_near(double reach) const {
    for (std::size_t cell = 0; cell < shift_.size(); ++cell)
      if (!keeps_digits<T>(std::abs(static_cast<double>(shift_[cell])),
                           static_cast<double>(u_[cell]), reach))
        return false;
    return true;
  }
  void be_careful() { careful_ = true; }
  /// The constants of all cells of component k.
  double complete(std::size_t k) const { return complete_[k]; }

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
        const double u = pair[1] * from.scale[d], mean = (pair[0] - from.centre[d]) / from.scale[d];
        u_[d * components + k] = static_cast<T>(u);
        mean_[d * components + k] = static_cast<T>(mean);
        shift_[d * components + k] = static_cast<T>(u * mean);
      }
  }

  std::size_t components_, columns_;
  std::vector<T> u_, shift_, mean_, constants_;
  std::vector<double> complete_;
  bool careful_ = false;
};

template <typename T>
class ColumnsPass final : public RowPass {
 public:
  ColumnsPass(std::size_t columns, const Family::PassInput& input)
      : columns_(columns), kernel_(row_kernel<T>()), base_(input.components, 0.0) {
    const double* scorers = input.scorers.data();
    const double* frames = input.frames.data();
    const bool scores = !input.scorers.empty(), sums = !input.frames.empty();
    if (sums && look_from_common_frame(frames, input.components))
      sums_rows_ = true;
    else if (!input.centre.empty())
      from_ = {{input.centre.begin(), input.centre.end()},
               {input.scale.begin(), input.scale.end()}};
    else if (scores)
      from_.centre =
          typical_mean(scorers + 1, columns * kScorer, kScorer, columns, input.components);
    else
      from_.centre = typical_mean(frames, columns * kFrame, kFrame, columns, input.components);
    if (from_.scale.empty()) from_.scale.assign(columns, 1.0);
    const auto look = [&] {
      if (scores) scoring_ = Scales<T>::of_scorers(scorers, input.components, from_);
      if (sums) summing_ = Scales<T>::of_frames(frames, input.components, from_);
    };
    look();
    is_near_ =
        !(scores && !scoring_->is_near(input.reach)) && !(sums && !summing_->is_near(input.reach));
    if (!is_near_) {
      std::fill(from_.centre.begin(), from_.centre.end(), 0.0);
      std::fill(from_.scale.begin(), from_.scale.end(), 1.0);
      sums_rows_ = false;
      look();
      if (scores) scoring_->be_careful();
      if (sums) summing_->be_careful();
    }
    std::copy(input.log_weights.begin(), input.log_weights.end(), base_.begin());
    for (std::size_t k = 0; scores && k < input.components; ++k) base_[k] += scoring_->complete(k);
    components_ = input.components;
    scored_in_frames_ = scores && sums && !sums_rows_;
    for (std::size_t cell = 0; scored_in_frames_ && cell < input.components * columns; ++cell)
      scored_in_frames_ = std::equal(frames + cell * kFrame, frames + (cell + 1) * kFrame,
                                     scorers + cell * kScorer + 1);
  }

  bool reads_cells() const override { return true; }
  /// False where float would lose digits: then the pass is for doubles.
  bool is_near() const { return is_near_; }

  void score(const Block& block, double* logits, std::size_t stride) override {
    take(block);
    widest_ = kernel_.score_columns(x_, scoring_->scaling(), base_.data(), logits, stride);
  }

  void accumulate(const Block& block, const double* responsibilities, std::size_t stride,
                  double* sums) override {
    if (!scoring_) take(block);
    // What overflows for a component that scores may be given to none.
    const bool wild = (!scored_in_frames_ && !sums_rows_) || !scoring_ || !(widest_ < kWild<T>);
    Scaling<T> scaling = summing_->scaling();
    if (sums_rows_) scaling = {columns_, components_, nullptr, nullptr, nullptr, false, nullptr};
    if (sizeof(T) < sizeof(double)) scratch_.resize(components_ * x_.stride);
    kernel_.moments_columns(x_, scaling, responsibilities, stride, wild, scratch_.data(), sums);
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
    x_.stride =
        padded<T>(block.rows) + kLine<T>;  // columns apart by a power of two share cache lines
    values_.resize(std::max(values_.size(), columns_ * x_.stride));
    x_.values = values_.data();
    centre(block, from_, inverses(from_.scale), x_.values, x_.stride);
    x_.seen = nullptr;
    if (block.complete) return;
    seen_.resize(values_.size());
    x_.seen = seen_.data();
    for (std::size_t d = 0; d < columns_; ++d) {
      T* x = x_.values + d * x_.stride;
      for (std::size_t n = 0; n < padded<T>(block.rows); ++n) {
        seen_[d * x_.stride + n] = std::isnan(x[n]) ? T{0} : T{1};
        x[n] = std::isnan(x[n]) ? T{0} : x[n];
      }
    }
  }

  std::size_t columns_, components_ = 0;
  const RowKernel<T>& kernel_;
  Viewpoint from_;
  std::vector<double> base_;  ///< [K] log weights, and the constants of all cells
  Aligned<T> values_, seen_, scratch_;
  std::optional<Scales<T>> scoring_, summing_;
  Columns<T> x_;
  double widest_ = 0;
  bool is_near_ = false;
  bool scored_in_frames_ = false;
  bool sums_rows_ = false;  ///< all frames are one, from which the rows are seen
};

}  // namespace

void GaussianColumns::score(const Block& block, std::size_t components, const double* scorers,
                            double* logits, std::size_t stride) const {
  PassInput input;
  input.components = components;
  input.scorers = {scorers, components * sizes().scorer};
  ColumnsPass<double>(columns(), input).score(block, logits, stride);
}

void GaussianColumns::accumulate(const Block& block, std::size_t components,
                                 const double* responsibilities, std::size_t stride,
                                 const double* frames, double* sums) const {
  PassInput input;
  input.components = components;
  input.frames = {frames, components * sizes().frame};
  ColumnsPass<double>(columns(), input).accumulate(block, responsibilities, stride, sums);
}

std::unique_ptr<RowPass> GaussianColumns::row_pass(const PassInput& input) const {
  // With few columns the logits, which stay double, are most of the work.
  if (input.single && columns() > kFewColumns)
    if (auto pass = std::make_unique<ColumnsPass<float>>(columns(), input); pass->is_near())
      return pass;
  return std::make_unique<ColumnsPass<double>>(columns(), input);
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
