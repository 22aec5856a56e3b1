// From logits to responsibilities, a few rows at a time through all components, so that they stay
// in the nearest cache.
#pragma once

#include "kernel/exponential.hpp"
#include "kernel/fold.hpp"

namespace varimix::internal {
namespace {

constexpr double kInfinity = __builtin_huge_val();
constexpr double kOnes[kRowPad] = {1, 1, 1, 1, 1, 1, 1, 1};

/// A row that no component explains is shared by all, a labelled one stays its label's: without
/// this, exp(rho - max) would be 0/0.
inline void share_if_impossible(const SoftmaxTask& task, std::size_t n, double& highest,
                                double& lost) {
  if (highest > -kInfinity) return;
  const std::int32_t label = task.labels != nullptr ? task.labels[n] : -1;
  // An absent row may have the label of a component that is not there.
  const bool any = label < 0 || static_cast<std::size_t>(label) >= task.components;
  for (std::size_t k = 0; k < task.components; ++k)
    task.logits[k * task.stride + n] =
        any || k == static_cast<std::size_t>(label) ? 0.0 : -kInfinity;
  highest = 0;
  lost = -kInfinity;
}

struct SoftmaxLanes {
  Pack evidence = {}, classification = {}, total_weight = {};
};

/// R vectors of rows from n on, of which `count` rows are there: how they are read and written.
template <std::size_t R>
struct TileRows {
  std::size_t count;
  VARIMIX_INLINE Pack get(const double* p, std::size_t r) const {
    return R > 1 ? load(p + r * kWidth) : load_some(p, count);
  }
  VARIMIX_INLINE void put(double* p, std::size_t r, Pack x) const {
    R > 1 ? store(p + r * kWidth, x) : store_some(p, count, x);
  }
};

/// Of R vectors of rows: their greatest logits, what an impossible row loses of its evidence, and
/// the sums of exp(rho - highest).
template <std::size_t R>
struct TileSums {
  Pack highest[R], lost[R], total[R];
  bool impossible = false;
};

template <std::size_t R>
VARIMIX_INLINE void find_highest(const SoftmaxTask& task, std::size_t n, TileRows<R> tile,
                                 TileSums<R>& out) {
  const std::size_t components = task.components, stride = task.stride;
  const double* rho = task.logits + n;
  unroll<R>([&](auto r) VARIMIX_LAMBDA { out.highest[r.value] = all(-kInfinity); });
  for (std::size_t k = 0; k < components; ++k, rho += stride)
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      out.highest[r.value] = greatest(tile.get(rho, r.value), out.highest[r.value]);
    });
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    out.impossible |= any_not_above(out.highest[r.value], all(-kInfinity));
  });
  if (__builtin_expect(!out.impossible, 1)) return;
  for (std::size_t i = 0; i < tile.count; ++i) {
    double high = out.highest[i / kWidth][i % kWidth], low = 0;
    share_if_impossible(task, n + i, high, low);
    out.highest[i / kWidth][i % kWidth] = high;
    out.lost[i / kWidth][i % kWidth] = low;
  }
}

/// Adds what the rows say to the sums and finds what their exponentials have to be multiplied with.
/// Without kRare nothing is asked for row by row, no row is impossible, and weights weigh.
template <bool kWeights, bool kRare, std::size_t R>
VARIMIX_INLINE void finish_rows(const SoftmaxTask& task, std::size_t n, TileRows<R> tile,
                                const TileSums<R>& of, SoftmaxLanes& sums, Pack (&share)[R]) {
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    const Pack here = R > 1 ? all(1.0) : load_some(kOnes, tile.count);
    Pack w = here;
    if constexpr (kWeights) w = tile.get(task.weights + n, r.value);
    Pack log_sum = of.highest[r.value] + log_above_one(of.total[r.value]);
    if constexpr (kRare) {
      if (of.impossible) log_sum += of.lost[r.value];
      if (task.highest != nullptr) tile.put(task.highest + n, r.value, of.highest[r.value]);
      if (task.log_sums != nullptr) tile.put(task.log_sums + n, r.value, log_sum);
    }
    const Pack greatest_term = least(of.highest[r.value], log_sum);
    if constexpr (kWeights || kRare) {  // 0 times infinity, or times no number
      sums.evidence = fma_where_not_zero(w, log_sum, sums.evidence);
      sums.classification = fma_where_not_zero(w, greatest_term, sums.classification);
    } else if constexpr (R > 1) {
      sums.evidence += log_sum;
      sums.classification += greatest_term;
    } else {
      sums.evidence = fma(w, log_sum, sums.evidence);
      sums.classification = fma(w, greatest_term, sums.classification);
    }
    sums.total_weight += w;
    share[r.value] = (kWeights && (!kRare || task.weigh) ? w : here) / of.total[r.value];
  });
}

/// Logits to exp(rho - max rho), unless `kHard`.
template <bool kHard, std::size_t R>
VARIMIX_INLINE void exponentiate_rows(const SoftmaxTask& task, std::size_t n, TileRows<R> tile,
                                      SoftmaxLanes& sums, Pack (&share)[R]) {
  TileSums<R> of;
  find_highest(task, n, tile, of);
  const std::size_t components = task.components, stride = task.stride;
  double* rho = task.logits + n;
  unroll<R>([&](auto r) VARIMIX_LAMBDA { of.total[r.value] = Pack{}; });
  for (std::size_t k = 0; k < components; ++k, rho += stride)
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const Pack e = exp_nonpositive(tile.get(rho, r.value) - of.highest[r.value]);
      if constexpr (!kHard) tile.put(rho, r.value, e);
      of.total[r.value] += e;
    });
  const bool rare = of.impossible || task.highest != nullptr || task.log_sums != nullptr ||
                    task.weigh != (task.weights != nullptr);
  if (task.weights == nullptr)
    rare ? finish_rows<false, true>(task, n, tile, of, sums, share)
         : finish_rows<false, false>(task, n, tile, of, sums, share);
  else
    rare ? finish_rows<true, true>(task, n, tile, of, sums, share)
         : finish_rows<true, false>(task, n, tile, of, sums, share);
}

/// These to responsibilities, and counts them.
template <std::size_t R>
VARIMIX_INLINE void scale_rows(const SoftmaxTask& task, std::size_t n, TileRows<R> tile,
                               const Pack (&share)[R]) {
  const std::size_t components = task.components, stride = task.stride;
  double *at = task.logits + n, *lanes = task.lanes;
  const bool counts = task.counts != nullptr;
  for (std::size_t k = 0; k < components; ++k, at += stride) {
    Pack sum = {}, square = {};
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const Pack x = share[r.value] * tile.get(at, r.value);
      tile.put(at, r.value, x);
      sum += x;
      square = fma(x, x, square);
    });
    if (!counts) continue;
    store(lanes, load(lanes) + sum);
    store(lanes + kRowPad, load(lanes + kRowPad) + square);
    lanes += 2 * kRowPad;
  }
}

/// Fetches memory little by little: all at once would wait for each other. To the nearest cache
/// what leaves room there, else to the next.
class Fetching {
 public:
  Fetching(const Ahead& ahead, std::size_t steps)
      : at_(static_cast<const char*>(ahead.at)),
        end_(at_ + ahead.bytes),
        step_((ahead.bytes / (steps > 0 ? steps : 1) / kLineBytes + 1) * kLineBytes),
        is_small_(ahead.bytes <= kSmallBytes) {}
  VARIMIX_INLINE void step() {
    for (std::size_t i = 0; i < step_ && at_ < end_; i += kLineBytes, at_ += kLineBytes)
      is_small_ ? __builtin_prefetch(at_, 0, 3) : __builtin_prefetch(at_, 0, 2);
  }

 private:
  static constexpr std::size_t kLineBytes = 64, kSmallBytes = 8192;
  const char *at_, *end_;
  std::size_t step_;
  bool is_small_;
};

/// Vectors of rows at once. More than fit into the registers: what a row costs once has more to
/// overlap with.
constexpr std::size_t kSoftmaxRows = 8;

/// Rows in large tiles. While the sums of one are divided by, which takes long, the one before is
/// scaled.
template <bool kHard>
inline std::size_t softmax_tiles(const SoftmaxTask& task, SoftmaxLanes& sums) {
  constexpr TileRows<kSoftmaxRows> kTile{kSoftmaxRows * kWidth};
  const std::size_t tiles = task.rows / kTile.count;
  Fetching values(task.ahead[0], tiles), weights(task.ahead[1], tiles);
  Pack share[kSoftmaxRows], before[kSoftmaxRows];
  for (std::size_t i = 0, n = 0; i < tiles; ++i, n += kTile.count) {
    values.step();
    weights.step();
    exponentiate_rows<kHard>(task, n, kTile, sums, share);
    if constexpr (!kHard)
      if (i > 0) scale_rows(task, n - kTile.count, kTile, before);
    unroll<kSoftmaxRows>([&](auto r) VARIMIX_LAMBDA { before[r.value] = share[r.value]; });
  }
  if (!kHard && tiles > 0) scale_rows(task, (tiles - 1) * kTile.count, kTile, before);
  return tiles * kTile.count;
}

template <bool kHard>
inline SoftmaxSums softmax_if(const SoftmaxTask& task) {
  SoftmaxLanes sums;
  for (std::size_t n = softmax_tiles<kHard>(task, sums); n < task.rows; n += kWidth) {
    const TileRows<1> tile{n + kWidth <= task.rows ? kWidth : task.rows - n};
    Pack share[1];
    exponentiate_rows<kHard>(task, n, tile, sums, share);
    if constexpr (!kHard) scale_rows(task, n, tile, share);
  }
  return {fold(sums.evidence), fold(sums.classification), fold(sums.total_weight)};
}

inline SoftmaxSums softmax(const SoftmaxTask& task) {
  if (task.hard) return softmax_if<true>(task);
  if (task.counts == nullptr) return softmax_if<false>(task);
  for (std::size_t i = 0; i < 2 * kRowPad * task.components; ++i) task.lanes[i] = 0;
  const SoftmaxSums out = softmax_if<false>(task);
  for (std::size_t k = 0; k < task.components; ++k) {
    task.counts[k] += fold(load(task.lanes + 2 * kRowPad * k));
    task.squares[k] += fold(load(task.lanes + 2 * kRowPad * k + kRowPad));
  }
  return out;
}

}  // namespace
}  // namespace varimix::internal
