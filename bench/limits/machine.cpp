#include "limits/machine.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "common/clock.hpp"
#include "kernel/kernel.hpp"
#include "limits/level.hpp"

namespace varimix::bench {
namespace {

volatile double nobody_reads;  // keeps what the loops compute

/// The greatest rate of several trials: whatever else runs can only lower one.
constexpr int kTrials = 12;
/// work() returns how much it did.
double rate(const std::function<double()>& work, Clock clock) {
  double best = 0;
  work();
  for (int trial = 0; trial < kTrials; ++trial) {
    const double begin = now(clock);
    const double done = work();
    best = std::max(best, done / (now(clock) - begin));
  }
  return best;
}

/// The same of several threads that begin together: all they did until the last was done.
double rate_together(std::size_t threads, const std::function<double(std::size_t)>& work) {
  if (threads == 1) return rate([&] { return work(0); }, Clock::thread);
  return rate(
      [&] {
        std::vector<double> done(threads);
        {
          std::vector<std::jthread> team;
          for (std::size_t i = 0; i < threads; ++i)
            team.emplace_back([&, i] { done[i] = work(i); });
        }
        return std::accumulate(done.begin(), done.end(), 0.0);
      },
      Clock::wall);
}

const Level& widest() {
  const internal::Kernels known = internal::kernels();
  const char* name = known.each[known.count - 1]->name;
  for (const Level* level : {&portable_level(), &avx2_level(), &avx512_level()})
    if (std::strcmp(level->name, name) == 0) return *level;
  return portable_level();
}

double exp_rate(void (*exponential)(const double*, std::size_t, double*)) {
  if (exponential == nullptr) return 0;
  std::vector<double> x(1024), out(x.size());  // stays in the first cache
  for (std::size_t n = 0; n < x.size(); ++n) x[n] = -20.0 * static_cast<double>(n) / 1024;
  constexpr int kRepeats = 10'000;
  return rate_together(1, [&](std::size_t) {
    for (int i = 0; i < kRepeats; ++i) exponential(x.data(), x.size(), out.data());
    nobody_reads = out[7];
    return static_cast<double>(x.size()) * kRepeats;
  });
}

/// 10 to 40 ms on today's processors: longer than threads take to begin.
constexpr std::size_t kRounds = 8'000'000;

}  // namespace

Machine measure_machine() {
  const Level& level = widest();
  Machine out;
  out.level = level.name;
  const auto flops = [&](auto loop) {
    return [loop](std::size_t) {
      double sink = 0;
      const double done = loop(kRounds, sink);
      nobody_reads = sink;
      return done;
    };
  };
  out.flops = rate_together(1, flops(level.multiply_add));
  out.flops_together = rate_together(out.threads, flops(level.multiply_add));
  out.flops_float = rate_together(1, flops(level.multiply_add_float));
  out.exps = exp_rate(level.exp_own);
  out.exps_mvec = exp_rate(level.exp_libmvec);
  const std::vector<double> memory(1 << 25, 1.0);  // 256 MB, more than caches hold
  const auto read = [&](std::size_t parts) {
    return rate_together(parts, [&, parts](std::size_t part) {
      const std::size_t count = memory.size() / parts;
      nobody_reads = level.sum(memory.data() + part * count, count);
      return static_cast<double>(count * sizeof(double));
    });
  };
  out.read = read(1);
  out.read_together = read(out.threads);
  return out;
}

double limit_seconds(const Machine& machine, std::size_t rows, std::size_t columns,
                     std::size_t components, bool diagonal) {
  const auto d = static_cast<double>(columns);
  const double held = diagonal ? 2 * d + 1 : d * (d + 1) / 2 + d + 1;
  const double pairs = static_cast<double>(rows) * static_cast<double>(components);
  return pairs * (4 * held / machine.flops + 1 / machine.fastest_exp());
}

}  // namespace varimix::bench
