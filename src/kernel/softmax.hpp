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

/// A number that only running tells, where Index<N> may stand.
struct Now {
  std::size_t value;
};

struct SoftmaxLanes {
  Pack evidence = {}, classification = {}, total_weight = {};
};

/// One vector of rows of K logits, sorted so far that the greatest stands first: its exp is 1 and
/// need not be computed.
template <std::size_t K>
struct Few {
  Pack x[K];  ///< logits; then their exp, less the greatest
  Mask passed[K];

  VARIMIX_INLINE Pack greatest_first() {
    Pack top = x[0];
    unroll<K - 1>([&](auto i) VARIMIX_LAMBDA {
      constexpr std::size_t k = i.value + 1;
      const Pack other = x[k];
      passed[k] = is_greater(other, top);
      x[k] = least(other, top);
      top = greatest(other, top);
    });
    return top;
  }
  /// And every one back to its component.
  VARIMIX_INLINE void take_exp(Pack top) {
    Pack first = all(1.0);
    unroll<K - 1>([&](auto i) VARIMIX_LAMBDA {
      constexpr std::size_t k = K - 1 - i.value;
      const Pack e = exp_nonpositive(x[k] - top);
      x[k] = select(passed[k], first, e);
      first = select(passed[k], e, first);
    });
    x[0] = first;
  }
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
  Few<K + (K == 0)> few[R];
  Pack highest[R], lost[R] = {}, total[R] = {};
  const auto read_few = [&] VARIMIX_LAMBDA {
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      for_each_component([&](auto k) VARIMIX_LAMBDA {
        few[r.value].x[k.value] = get(rho + k.value * task.stride, r.value);
      });
      highest[r.value] = few[r.value].greatest_first();
    });
  };
  if constexpr (K > 0) {
    read_few();
  } else {
    unroll<R>([&](auto r) VARIMIX_LAMBDA { highest[r.value] = all(-kInfinity); });
    for_each_component([&](auto k) VARIMIX_LAMBDA {
      unroll<R>([&](auto r) VARIMIX_LAMBDA {
        highest[r.value] = greatest(get(rho + k.value * task.stride, r.value), highest[r.value]);
      });
    });
  }
  bool impossible = false;
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    impossible = impossible || any_not_above(highest[r.value], all(-kInfinity));
  });
  if (__builtin_expect(impossible, 0)) {
    for (std::size_t i = 0; i < count; ++i) {
      double high = highest[i / kWidth][i % kWidth], low = 0;
      share_if_impossible(task, n + i, high, low);
      highest[i / kWidth][i % kWidth] = high;
      lost[i / kWidth][i % kWidth] = low;
    }
    if constexpr (K > 0) read_few();
  }

  if constexpr (K > 0)
    unroll<R>([&](auto r) VARIMIX_LAMBDA {
      few[r.value].take_exp(highest[r.value]);
      for_each_component([&](auto k) VARIMIX_LAMBDA { total[r.value] += few[r.value].x[k.value]; });
    });
  else
    for_each_component([&](auto k) VARIMIX_LAMBDA {
      unroll<R>([&](auto r) VARIMIX_LAMBDA {
        double* at = rho + k.value * task.stride;
        const Pack e = exp_nonpositive(get(at, r.value) - highest[r.value]);
        if (!task.hard) put(at, r.value, e);
        total[r.value] += e;
      });
    });

  Pack share[R];
  unroll<R>([&](auto r) VARIMIX_LAMBDA {
    const Pack here = R > 1 ? all(1.0) : load_some(kOnes, count);
    const Pack w = task.weights != nullptr ? get(task.weights + n, r.value) : here;
    Pack log_sum = highest[r.value] + log_above_one(total[r.value]);
    if (__builtin_expect(impossible, 0)) log_sum += lost[r.value];
    if (task.highest != nullptr) put(task.highest + n, r.value, highest[r.value]);
    if (task.log_sums != nullptr) put(task.log_sums + n, r.value, log_sum);
    Pack greatest_term = least(highest[r.value], log_sum);
    if (impossible || task.weights != nullptr) {  // 0 times infinity, or times no number
      log_sum = keep_where_not_zero(w, log_sum);
      greatest_term = keep_where_not_zero(w, greatest_term);
    }
    sums.evidence = fma(w, log_sum, sums.evidence);
    sums.classification = fma(w, greatest_term, sums.classification);
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
        x *= few[r.value].x[k.value];
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

/// Fetches memory little by little: all at once would wait for each other.
class Fetching {
 public:
  Fetching(const Ahead& ahead, std::size_t steps)
      : at_(static_cast<const char*>(ahead.at)),
        end_(at_ + ahead.bytes),
        step_((ahead.bytes / (steps + 1) / kLineBytes + 1) * kLineBytes) {}
  VARIMIX_INLINE void step() {
    for (std::size_t i = 0; i < step_ && at_ < end_; i += kLineBytes, at_ += kLineBytes)
      __builtin_prefetch(at_, 0, 2);
  }

 private:
  static constexpr std::size_t kLineBytes = 64;
  const char *at_, *end_;
  std::size_t step_;
};

template <std::size_t K>
inline SoftmaxSums softmax_of(const SoftmaxTask& task) {
  constexpr std::size_t kRows = kTileRows * kWidth;
  if (task.counts != nullptr)
    for (std::size_t i = 0; i < 2 * kRowPad * task.components; ++i) task.lanes[i] = 0;
  SoftmaxLanes sums;
  std::size_t n = 0;
  Fetching values(task.ahead[0], task.rows / kRows), weights(task.ahead[1], task.rows / kRows);
  for (; n + kRows <= task.rows; n += kRows) {
    values.step();
    weights.step();
    softmax_rows<kTileRows, K>(task, n, kRows, sums);
  }
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
