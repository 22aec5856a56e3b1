// From logits to responsibilities, a few rows at a time through all components, so that they stay
// in the nearest cache.
#pragma once

#include "kernel/exponential.hpp"

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

/// A number that only running tells, where Index<N> may stand.
struct Now {
  std::size_t value;
};

struct SoftmaxLanes {
  Pack evidence = {}, classification = {}, total_weight = {};
};

/// R vectors of rows from n on, of which `count` rows are there. K components if that is known when
/// compiling (their responsibilities stay in registers), else 0.
template <std::size_t R, std::size_t K>
inline void softmax_rows(const SoftmaxTask& task, std::size_t n, std::size_t count,
                         SoftmaxLanes& sums) {
  const auto get = [&](const double* p, std::size_t r) VARIMIX_LAMBDA {
    return R > 1 ? load(p + r * kWidth) : load_some(p, count);
  };
  const auto put = [&](double* p, std::size_t r, Pack x) VARIMIX_LAMBDA {
    R > 1 ? store(p + r * kWidth, x) : store_some(p, count, x);
  };
  const auto for_each_component = [&](const auto& f) VARIMIX_LAMBDA {
    if constexpr (K > 0)
      unroll<K>(f);
    else
      for (std::size_t k = 0; k < task.components; ++k) f(Now{k});
  };
  double* const rho = task.logits + n;
  Pack kept[K + 1][R];
  Pack highest[R], lost[R] = {}, total[R] = {};
  unroll<R>([&](auto r) VARIMIX_LAMBDA { highest[r.value] = all(-kInfinity); });
  for_each_component([&](auto k) VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      const Pack x = get(rho + k.value * task.stride, r.value);
      if constexpr (K > 0) kept[k.value][r.value] = x;
      highest[r.value] = greatest(x, highest[r.value]);
    });
  });
  bool impossible = false;
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    impossible = impossible || any_equal(highest[r.value], all(-kInfinity));
  });
  if (__builtin_expect(impossible, 0)) {
    for (std::size_t i = 0; i < count; ++i) {
      double high = highest[i / kWidth][i % kWidth], low = 0;
      share_if_impossible(task, n + i, high, low);
      highest[i / kWidth][i % kWidth] = high;
      lost[i / kWidth][i % kWidth] = low;
    }
    if constexpr (K > 0)
      for_each_component([&](auto k) VARIMIX_LAMBDA {
        unroll<R>([&](auto r) VARIMIX_LAMBDA {
          kept[k.value][r.value] = get(rho + k.value * task.stride, r.value);
        });
      });
  }

  for_each_component([&](auto k) VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      double* at = rho + k.value * task.stride;
      if constexpr (K > 0) {
        Pack& e = kept[k.value][r.value];
        e = exp_nonpositive(e - highest[r.value]);
        total[r.value] += e;
      } else {
        const Pack e = exp_nonpositive(get(at, r.value) - highest[r.value]);
        if (!task.hard) put(at, r.value, e);
        total[r.value] += e;
      }
    });
  });

  Pack share[R];
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    const Pack here = R > 1 ? all(1.0) : load_some(kOnes, count);
    const Pack w = task.weights != nullptr ? get(task.weights + n, r.value) : here;
    const Pack log_sum = highest[r.value] + log_above_one(total[r.value]) + lost[r.value];
    put(task.highest + n, r.value, highest[r.value]);
    put(task.log_sums + n, r.value, log_sum);
    sums.evidence += keep_where_not_zero(w, w * log_sum);
    sums.classification += keep_where_not_zero(w, w * least(highest[r.value], log_sum));
    sums.total_weight += w;
    share[r.value] = (task.weigh ? w : here) / total[r.value];
  });
  if (task.hard) return;
  for_each_component([&](auto k) VARIMIX_LAMBDA {
    double* at = rho + k.value * task.stride;
    Pack sum = {}, square = {};
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      Pack x = share[r.value];
      if constexpr (K > 0)
        x *= kept[k.value][r.value];
      else
        x *= get(at, r.value);
      put(at, r.value, x);
      sum += x;
      square = fma(x, x, square);
    });
    if (task.counts == nullptr) return;
    double* lanes = task.lanes + 2 * kRowPad * k.value;
    store(lanes, load(lanes) + sum);
    store(lanes + kRowPad, load(lanes + kRowPad) + square);
  });
}

template <std::size_t K>
inline SoftmaxSums softmax_of(const SoftmaxTask& task) {
  constexpr std::size_t kRows = kTileRows * kWidth;
  if (task.counts != nullptr)
    for (std::size_t i = 0; i < 2 * kRowPad * task.components; ++i) task.lanes[i] = 0;
  SoftmaxLanes sums;
  std::size_t n = 0;
  for (; n + kRows <= task.rows; n += kRows) softmax_rows<kTileRows, K>(task, n, kRows, sums);
  for (; n < task.rows; n += kWidth)
    softmax_rows<1, K>(task, n, n + kWidth <= task.rows ? kWidth : task.rows - n, sums);
  if (task.counts != nullptr && !task.hard)
    for (std::size_t k = 0; k < task.components; ++k) {
      task.counts[k] += fold(load(task.lanes + 2 * kRowPad * k));
      task.squares[k] += fold(load(task.lanes + 2 * kRowPad * k + kRowPad));
    }
  return {fold(sums.evidence), fold(sums.classification), fold(sums.total_weight)};
}

/// So many components fit into the registers.
constexpr std::size_t kFewComponents = 4;

inline SoftmaxSums softmax(const SoftmaxTask& task) {
  SoftmaxSums out;
  if (task.components <= kFewComponents)
    with_constant<kFewComponents>(task.components,
                                  [&](auto k) { out = softmax_of<k.value>(task); });
  else
    out = softmax_of<0>(task);
  return out;
}

}  // namespace
}  // namespace varimix::internal
