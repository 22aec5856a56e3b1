// Data, statistics and passes made by hand, for tests of what families do with them.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "start/random.hpp"
#include "statistics/expectation_pass.hpp"
#include "varimix/family/family.hpp"

namespace varimix::laws {

/// A stream of draws from a fixed seed.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  double uniform() { return internal::uniform(seed_, 0, next_++); }
  double uniform(double lower, double upper) { return lower + (upper - lower) * uniform(); }
  double normal();

 private:
  std::uint64_t seed_, next_ = 0;
};

/// Standard normal by Box and Muller.
inline double Draws::normal() {
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}

/// Rows that sum to 1, [N x K] row-major, none of them 0.
inline std::vector<double> soft_assignment(std::size_t rows, std::size_t components, Draws& draws) {
  std::vector<double> out;
  for (std::size_t n = 0; n < rows; ++n) {
    double total = 0;
    for (std::size_t k = 0; k < components; ++k) {
      out.push_back(0.05 + draws.uniform());
      total += out.back();
    }
    for (std::size_t k = 0; k < components; ++k) out[n * components + k] /= total;
  }
  return out;
}

/// Everything a pass over some rows needs, held together.
class Pass {
 public:
  Pass(Data data, FamilyPtr family, std::size_t threads = 1)
      : data_(std::move(data)),
        summary_(summarize(data_)),
        family_(family->with_columns(data_.columns())),
        bounds_(family_->bounds(summary_)),
        rows_(data_, summary_),
        team_(threads),
        context_{rows_, *family_, bounds_, team_} {}
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;

  const Family& family() const { return *family_; }
  const Summary& summary() const { return summary_; }
  const Bounds& bounds() const { return bounds_; }
  const Data& data() const { return data_; }

  /// Statistics of given responsibilities, [N x K] row-major.
  Statistics assigned(std::size_t components, const std::vector<double>& r) const {
    return internal::assignment_pass(
        context_, components, [&](const Block& block, double* out, std::size_t stride) {
          for (std::size_t n = 0; n < block.rows; ++n)
            for (std::size_t k = 0; k < components; ++k)
              out[k * stride + n] = r[(block.first_row + n) * components + k];
        });
  }
  /// Statistics of the responsibilities these weights and parameters give.
  Statistics expected(const std::vector<double>& weights, const std::vector<double>& point,
                      internal::Assignment assignment = internal::Assignment::soft,
                      bool single = false) const {
    Scorer scorer;
    for (const double w : weights) scorer.log_weights.push_back(std::log(w));
    scorer.components.resize(weights.size() * family_->sizes().scorer);
    family_->scorers(weights.size(), point, scorer.components);
    internal::PassContext context = context_;
    context.single = single;
    return internal::expectation_pass(context, scorer, assignment);
  }

 private:
  Data data_;
  Summary summary_;
  FamilyPtr family_;
  Bounds bounds_;
  internal::Rows rows_;
  mutable internal::ThreadTeam team_;
  internal::PassContext context_;
};

/// The bits of every sum, for comparing two passes exactly.
inline std::vector<double> every_number(const Statistics& s) {
  std::vector<double> out = s.counts;
  for (const auto* part : {&s.squares, &s.frames, &s.sums})
    out.insert(out.end(), part->begin(), part->end());
  out.insert(out.end(), {s.total_weight, s.evidence, s.classification});
  return out;
}

}  // namespace varimix::laws
