// What tests of the kernel at every instruction set share.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "kernel/kernel.hpp"

namespace varimix::internal {

using Values = std::vector<double>;

/// One instruction set's kernel, and numbers to try it on.
class EachLevel : public testing::TestWithParam<const Kernel*> {
 protected:
  const Kernel& kernel() const { return *GetParam(); }
  Values draws(std::size_t count, double scale = 1) {
    std::normal_distribution<double> normal;
    Values out(count);
    for (double& x : out) x = scale * normal(generator_);
    return out;
  }
  Values shares(std::size_t count) {
    Values out = draws(count);
    for (double& x : out) x = std::abs(x) < 0.3 ? 0.0 : std::exp(-x * x);
    return out;
  }

 private:
  std::mt19937_64 generator_{20261};
};

inline std::vector<const Kernel*> available() {
  const Kernels all = kernels();
  return {all.each, all.each + all.count};
}
inline std::string level_name(const testing::TestParamInfo<const Kernel*>& each) {
  return each.param->name;
}

template <typename T>
const RowKernel<T>& rows_of(const Kernel& kernel) {
  if constexpr (std::is_same_v<T, float>)
    return kernel.single;
  else
    return kernel.rows;
}

/// Rows of D columns, padded as the kernel wants them.
template <typename T>
struct Table {
  Table(const Values& x, std::size_t rows, std::size_t columns, const Kernel& kernel)
      : stride(padded<T>(rows) + kLine<T>),
        values(columns * stride, std::numeric_limits<T>::quiet_NaN()),
        rows_(rows) {
    for (std::size_t d = 0; d < columns; ++d)
      rows_of<T>(kernel).centre(x.data() + d * rows, rows, 0.0, 1.0, values.data() + d * stride);
  }
  Columns<T> columns() { return {values.data(), stride, rows_, nullptr}; }
  /// Room for so many columns like these, nothing in it.
  std::vector<T> room(std::size_t columns) const {
    return std::vector<T>(columns * stride, std::numeric_limits<T>::quiet_NaN());
  }
  std::size_t stride;
  std::vector<T> values;

 private:
  std::size_t rows_;
};

// Whole tiles, rests of tiles, single rows; few columns, strips and rests of strips.
inline constexpr std::size_t kRows[] = {1, 5, 8, 37, 64, 203};
inline constexpr std::size_t kColumns[] = {1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16, 19};

// Sums of some hundred products of numbers of size 1 to 10: eps times that, with room.
inline constexpr double kRounding = 1e-12;
template <typename T>
constexpr double kRoundingOf = std::is_same_v<T, float> ? 1e-4 : kRounding;

template <typename T>
std::vector<T> as(const Values& x) {
  return {x.begin(), x.end()};
}

}  // namespace varimix::internal
