// Compiled with -DVARIMIX_LEVEL=avx512 and the flags of that instruction set, and so on. Nothing is
// included that the linker could lend to the rest of the program.
#include "limits/level.hpp"

#include "kernel/exponential.hpp"
#include "kernel/fold.hpp"

#define VARIMIX_JOINED(a, b) a##b
#define VARIMIX_FUNCTION(level) VARIMIX_JOINED(level, _level)
#define VARIMIX_TEXT(level) #level
#define VARIMIX_NAME(level) VARIMIX_TEXT(level)

#if defined(VARIMIX_LIBMVEC)
#if defined(__AVX512F__)
#define VARIMIX_EXP _ZGVeN8v_exp
#elif defined(__AVX2__)
#define VARIMIX_EXP _ZGVdN4v_exp
#else
#define VARIMIX_EXP _ZGVbN2v_exp
#endif
extern "C" varimix::internal::Pack VARIMIX_EXP(varimix::internal::Pack);
#endif

namespace varimix::bench {
namespace {

using internal::kWidth;
using internal::load;
using internal::Pack;
using internal::store;

/// More than latency times units of any processor; they and two factors fit into 16 registers.
constexpr std::size_t kChains = 12;

using Floats = float __attribute__((vector_size(sizeof(Pack))));

template <typename Vector>
double multiply_add(std::size_t rounds, double& out) {
  volatile float near_one = 0.999F, small = 0.001F;  // the compiler may not know them
  const Vector factor = Vector{} + near_one, term = Vector{} + small;
  Vector chain[kChains];
  for (std::size_t i = 0; i < kChains; ++i) chain[i] = Vector{} + static_cast<float>(i);
  for (std::size_t round = 0; round < rounds; ++round)
    internal::unroll<kChains>(
        [&](auto i) VARIMIX_LAMBDA { chain[i.value] = chain[i.value] * factor + term; });
  for (std::size_t i = 1; i < kChains; ++i) chain[0] += chain[i];
  out += static_cast<double>(chain[0][0]);
  constexpr std::size_t lanes = sizeof(Vector) / sizeof(chain[0][0]);
  return 2.0 * static_cast<double>(rounds * kChains * lanes);
}

void exp_own(const double* x, std::size_t count, double* out) {
  constexpr std::size_t step = internal::kRowPad;
  for (std::size_t n = 0; n < count; n += step)
    internal::unroll<step / kWidth>([&](auto i) VARIMIX_LAMBDA {
      constexpr std::size_t at = i.value * kWidth;
      store(out + n + at, internal::exp_nonpositive(load(x + n + at)));
    });
}

#if defined(VARIMIX_LIBMVEC)
void exp_libmvec(const double* x, std::size_t count, double* out) {
  for (std::size_t n = 0; n < count; n += kWidth) store(out + n, VARIMIX_EXP(load(x + n)));
}
#endif

double sum(const double* x, std::size_t count) {
  constexpr std::size_t streams = 8;
  Pack sums[streams] = {};
  for (std::size_t n = 0; n + streams * kWidth <= count; n += streams * kWidth)
    internal::unroll<streams>(
        [&](auto i) VARIMIX_LAMBDA { sums[i.value] += load(x + n + i.value * kWidth); });
  double out = 0;
  for (const Pack& s : sums) out += internal::fold(s);
  return out;
}

}  // namespace

const Level& VARIMIX_FUNCTION(VARIMIX_LEVEL)() {
  static constexpr Level level = {
    VARIMIX_NAME(VARIMIX_LEVEL),
    multiply_add<Pack>,
    multiply_add<Floats>,
    exp_own,
#if defined(VARIMIX_LIBMVEC)
    exp_libmvec,
#else
    nullptr,
#endif
    sum
  };
  return level;
}

}  // namespace varimix::bench
