// What one instruction set reaches at most, as loops that do nothing else. level.cpp is compiled
// once for each, like the kernel of the E-pass.
#pragma once

#include <cstddef>

namespace varimix::bench {

struct Level {
  const char* name;
  /// Multiplies and adds, `rounds` times in many independent chains; returns how many flop that
  /// was. A value that depends on all of it goes to `out`.
  double (*multiply_add)(std::size_t rounds, double& out);
  double (*multiply_add_float)(std::size_t rounds, double& out);
  /// out = exp(x) for x <= 0, by the E-pass's own exp; `count` is a multiple of 8.
  void (*exp_own)(const double* x, std::size_t count, double* out);
  /// The same by the vector library of glibc; null without it.
  void (*exp_libmvec)(const double* x, std::size_t count, double* out);
  double (*sum)(const double* x, std::size_t count);
};

const Level& portable_level();
const Level& avx2_level();
const Level& avx512_level();

}  // namespace varimix::bench
