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

template <typename T>
inline void centre_column(const double* x, std::size_t rows, double centre, double factor, T* out) {
  constexpr std::size_t kStep = kLanes<T>;
  const auto seen = [&](std::size_t n) VARIMIX_LAMBDA { return (load(x + n) - centre) * factor; };
  const std::size_t whole = rows / kStep * kStep;
  for (std::size_t n = 0; n < whole; n += kStep)
    if constexpr (kStep == kWidth)
      store(out + n, seen(n));
    else
      store(out + n, narrow(seen(n), seen(n + kWidth)));
  for (std::size_t n = whole; n < rows; ++n) out[n] = static_cast<T>((x[n] - centre) * factor);
  for (std::size_t n = rows; n < padded<T>(rows); ++n) out[n] = 0;
}

template <typename T>
constexpr RowKernel<T> make_row_kernel() {
  return {centre_column<T>, score_lower<T>, moments_lower<T>, score_columns<T>, moments_columns<T>};
}

constexpr Kernel make_kernel(const char* name) {
  return {name, one_exp, one_log, softmax, make_row_kernel<double>(), make_row_kernel<float>()};
}

}  // namespace
}  // namespace varimix::internal
