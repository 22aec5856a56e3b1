#include "fit/stream_plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "data/rows.hpp"

namespace varimix::internal {
namespace {

constexpr double kDecay = 0.6;
/// More of them mean more updates in a pass, but noisier ones, and more memory.
constexpr std::size_t kMostBatches = 128;
/// Rows of a batch for every number in a mean (and four).
constexpr std::size_t kRowsPerNumber = 16;
constexpr std::size_t kSampleRows = 4096, kMostSampleRows = 65536, kSamplePerNumber = 32,
                      kSampleShare = 8;

std::size_t numbers(const StreamSize& size) { return size.components * (size.columns + 4); }

}  // namespace

std::size_t batches_of(const StreamSize& size, std::size_t asked) {
  const std::size_t blocks = std::max<std::size_t>(1, (size.rows + kBlockRows - 1) / kBlockRows);
  if (asked > 0) return std::min(asked, blocks);
  const std::size_t least = std::max(kBlockRows, kRowsPerNumber * numbers(size));
  return std::clamp<std::size_t>(size.rows / least, 1, std::min(kMostBatches, blocks));
}

std::size_t sample_rows_of(const StreamSize& size) {
  const std::size_t rows = std::max({kSampleRows, kSamplePerNumber * numbers(size),
                                     std::min(size.rows / kSampleShare, kMostSampleRows)});
  return 2 * size.rows < 3 * rows ? size.rows : rows;  // leaving out so few would save nothing
}

std::vector<std::size_t> spread_order(std::size_t batches) {
  constexpr double kGolden = 0.6180339887498949;
  auto step = static_cast<std::size_t>(std::lround(kGolden * static_cast<double>(batches)));
  step = std::max<std::size_t>(1, step);
  while (std::gcd(step, batches) != 1) ++step;
  std::vector<std::size_t> out(batches);
  for (std::size_t t = 0; t < batches; ++t) out[t] = t * step % batches;
  return out;
}

double step_size(std::size_t t, double head_start) {
  return std::pow(static_cast<double>(t) + head_start, -kDecay);
}

}  // namespace varimix::internal
