#include "statistics/softmax.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "data/rows.hpp"
#include "math/exponential.hpp"
#include "math/sums.hpp"

namespace varimix::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
using PerRow = std::array<double, kBlockRows>;

void keep_labelled_terms(const Block& block, std::size_t components, double* logits,
                         std::size_t stride) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    if (block.labels[n] == kLatent) continue;
    for (std::size_t k = 0; k < components; ++k)
      if (k != static_cast<std::size_t>(block.labels[n])) logits[k * stride + n] = -kInfinity;
  }
}

/// Where no component can explain a row at all, exp(rho - max) would be 0/0. A labelled row stays
/// its label's.
void share_impossible_rows(const Block& block, std::size_t components, double* logits,
                           std::size_t stride, PerRow& highest, PerRow& log_sums) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    if (highest[n] > -kInfinity) continue;
    const std::int32_t label = block.labels != nullptr ? block.labels[n] : kLatent;
    for (std::size_t k = 0; k < components; ++k)
      logits[k * stride + n] =
          label == kLatent || label == static_cast<std::int32_t>(k) ? 0.0 : -kInfinity;
    highest[n] = 0;
    log_sums[n] = -kInfinity;
  }
}

void assign_hard(const Block& block, std::size_t components, double* logits, std::size_t stride,
                 const PerRow& highest) {
  for (std::size_t n = 0; n < block.rows; ++n) {
    bool taken = false;
    for (std::size_t k = 0; k < components; ++k) {
      const bool first = !taken && logits[k * stride + n] == highest[n];
      logits[k * stride + n] = first ? 1.0 : 0.0;
      taken = taken || first;
    }
  }
}

}  // namespace

BlockEvidence normalize(const Block& block, std::size_t components, double* logits,
                        std::size_t stride, Assignment assignment, double* log_sums_out) {
  if (block.labels != nullptr) keep_labelled_terms(block, components, logits, stride);
  PerRow highest, sums, log_sums;
  const std::size_t rows = block.rows;
  std::fill_n(highest.begin(), rows, -kInfinity);
  std::fill_n(log_sums.begin(), rows, 0.0);
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t n = 0; n < rows; ++n)
      highest[n] = std::max(highest[n], logits[k * stride + n]);
  share_impossible_rows(block, components, logits, stride, highest, log_sums);

  std::fill_n(sums.begin(), rows, 0.0);
  if (assignment == Assignment::hard) {
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < rows; ++n)
        sums[n] += exp_nonpositive(logits[k * stride + n] - highest[n]);
    assign_hard(block, components, logits, stride, highest);
  } else {
    for (std::size_t k = 0; k < components; ++k) {
      double* r = logits + k * stride;
      for (std::size_t n = 0; n < rows; ++n) {
        r[n] = exp_nonpositive(r[n] - highest[n]);
        sums[n] += r[n];
      }
    }
    PerRow inverse;
    for (std::size_t n = 0; n < rows; ++n) inverse[n] = 1.0 / sums[n];
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t n = 0; n < rows; ++n) logits[k * stride + n] *= inverse[n];
  }
  for (std::size_t n = 0; n < rows; ++n) log_sums[n] += highest[n] + std::log(sums[n]);
  std::copy_n(log_sums.begin(), rows, log_sums_out);

  BlockEvidence out;
  const double* w = block.weights;
  const auto weighted = [&](const PerRow& term) {
    return lane_sum(rows, [&](std::size_t n) {
      return w == nullptr ? term[n] : w[n] > 0 ? w[n] * term[n] : 0.0;
    });
  };
  out.evidence = weighted(log_sums);
  for (std::size_t n = 0; n < rows; ++n) highest[n] = std::min(highest[n], log_sums[n]);
  out.classification = weighted(highest);
  out.total_weight = w == nullptr ? static_cast<double>(rows)
                                  : lane_sum(rows, [&](std::size_t n) { return w[n]; });
  return out;
}

}  // namespace varimix::internal
