// The kernel of one instruction set, whichever the including source is compiled for.
#pragma once

#include "kernel/centre.hpp"
#include "kernel/columns.hpp"
#include "kernel/linear.hpp"
#include "kernel/moments_lower.hpp"
#include "kernel/score_lower.hpp"
#include "kernel/softmax.hpp"

namespace varimix::internal {
namespace {

inline double one_exp(double x) { return exp_nonpositive(all(x))[0]; }
inline double one_log(double x) { return log_above_one(all(x))[0]; }

template <typename T>
constexpr RowKernel<T> make_row_kernel() {
  return {centre_column<double, T>, centre_cells<T>,  score_lower<T>,
          moments_lower<T>,         score_columns<T>, moments_columns<T>};
}

constexpr Kernel make_kernel(const char* name) {
  return {name,
          one_exp,
          one_log,
          softmax,
          score_linear,
          moments_linear,
          make_row_kernel<double>(),
          make_row_kernel<float>()};
}

}  // namespace
}  // namespace varimix::internal
