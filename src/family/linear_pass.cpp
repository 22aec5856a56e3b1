#include "varimix/family/linear_pass.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "kernel/aligned.hpp"
#include "kernel/kernel.hpp"

namespace varimix::internal {
namespace {

/// The features of a row: 1, then T of every column, and where cells are missing whether it was
/// seen. Their factors are how a component differs from the reference, the likeliest one: in what
/// is there for every row, in E[eta], and in -E[A].
class LinearPass final : public RowPass {
 public:
  LinearPass(std::size_t columns, std::size_t statistics, const Family::PassInput& input,
             DescribeColumn describe)
      : columns_(columns),
        statistics_(statistics),
        input_(input),
        describe_(std::move(describe)),
        reference_(columns * (1 + statistics), 0.0) {
    if (input.scorers.empty()) return;
    const auto& weights = input.log_weights;
    const auto likeliest = std::max_element(weights.begin(), weights.end()) - weights.begin();
    std::copy_n(input.scorers.begin() + likeliest * static_cast<std::ptrdiff_t>(reference_.size()),
                reference_.size(), reference_.begin());
  }

  void score(const Block& block, double* logits, std::size_t stride) override {
    take(block);
    if (factors_.size() != features_ * input_.components) set_factors(block.complete);
    kernel().score_linear(x_, linear(), base_.data(), logits, stride);
  }

  void accumulate(const Block& block, const double* responsibilities, std::size_t stride,
                  double* sums) override {
    if (input_.scorers.empty()) take(block);
    sums_.assign(input_.components * features_, 0.0);
    kernel().moments_linear(x_, linear(), responsibilities, stride, sums_.data());
    const std::size_t each = 1 + statistics_;
    for (std::size_t k = 0; k < input_.components; ++k) {
      const double* from = sums_.data() + k * features_;
      for (std::size_t d = 0; d < columns_; ++d, sums += each) {
        sums[0] += from[block.complete ? 0 : 1 + d * each + statistics_];
        const double* t = from + 1 + d * apart(block.complete);
        for (std::size_t i = 0; i < statistics_; ++i) sums[1 + i] += t[i];
      }
    }
  }

 private:
  /// Between the features of two columns.
  std::size_t apart(bool complete) const { return statistics_ + (complete ? 0 : 1); }
  Linear linear() const { return {features_, input_.components, factors_.data()}; }

  void take(const Block& block) {
    features_ = 1 + columns_ * apart(block.complete);
    x_.rows = block.rows;
    x_.stride = padded<double>(block.rows) + kRowPad;
    values_.assign(features_ * x_.stride, 0.0);
    base_.assign(block.rows, 0.0);
    x_.values = values_.data();
    std::fill_n(x_.values, block.rows, 1.0);
    for (std::size_t d = 0; d < columns_; ++d) {
      double* t = x_.values + (1 + d * apart(block.complete)) * x_.stride;
      describe_(block, d,
                {t, x_.stride, block.complete ? nullptr : t + statistics_ * x_.stride, base_.data(),
                 reference_.data() + d * (1 + statistics_)});
    }
  }

  void set_factors(bool complete) {
    const std::size_t components = input_.components;
    factors_.assign(features_ * components, 0.0);
    for (std::size_t k = 0; k < components; ++k) {
      double* const out = factors_.data() + k;
      if (!input_.log_weights.empty()) *out = input_.log_weights[k];
      const double *scorer = input_.scorers.data() + k * reference_.size(), *is = reference_.data();
      for (std::size_t d = 0; d < columns_; ++d, scorer += 1 + statistics_, is += 1 + statistics_) {
        const std::size_t first = 1 + d * apart(complete);
        out[complete ? 0 : (first + statistics_) * components] -= scorer[0] - is[0];
        for (std::size_t i = 0; i < statistics_; ++i)
          out[(first + i) * components] = scorer[1 + i] - is[1 + i];
      }
    }
  }

  std::size_t columns_, statistics_, features_ = 0;
  Family::PassInput input_;
  DescribeColumn describe_;
  std::vector<double> reference_;  ///< [D x (E[A], E[eta])] of one component
  std::vector<double> factors_, base_, sums_;
  Aligned<double> values_;
  Columns<double> x_;
};

}  // namespace

std::unique_ptr<RowPass> linear_pass(std::size_t columns, std::size_t statistics,
                                     const Family::PassInput& input, DescribeColumn describe) {
  return std::make_unique<LinearPass>(columns, statistics, input, std::move(describe));
}

}  // namespace varimix::internal
