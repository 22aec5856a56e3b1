// The kernel of one instruction set, whichever the including source is compiled for.
#pragma once

#include "kernel/columns.hpp"
#include "kernel/moments_lower.hpp"
#include "kernel/score_lower.hpp"
#include "kernel/softmax.hpp"

namespace varimix::internal {
namespace {

inline double one_exp(double x) { return exp_nonpositive(all(x))[0]; }
inline double one_log(double x) { return log_above_one(all(x))[0]; }

inline void centre_column(const double* x, std::size_t rows, double centre, double factor,
                          double* out) {
  const std::size_t whole = rows / kWidth * kWidth;
  for (std::size_t n = 0; n < whole; n += kWidth) store(out + n, (load(x + n) - centre) * factor);
  for (std::size_t n = whole; n < rows; ++n) out[n] = (x[n] - centre) * factor;
  for (std::size_t n = rows; n < padded(rows); ++n) out[n] = 0;
}

constexpr Kernel make_kernel(const char* name) {
  return {name,        one_exp,       one_log,       centre_column,  softmax,
          score_lower, moments_lower, score_columns, moments_columns};
}

}  // namespace
}  // namespace varimix::internal
