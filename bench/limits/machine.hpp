// What the machine at hand does at most.
#pragma once

#include <cstddef>
#include <string>

namespace varimix::bench {

struct Machine {
  std::string level;               ///< the widest instruction set that it runs
  double flops = 0;                ///< multiply-adds, each two, of doubles per second on one core
  double flops_together = 0;       ///< on `threads` cores at once
  double flops_float = 0;          ///< of floats, one core
  double exps = 0, exps_mvec = 0;  ///< exp per second on one core: the library's, libmvec's (or 0)
  double read = 0, read_together = 0;  ///< bytes per second from memory
  std::size_t threads = 2;

  double fastest_exp() const { return exps > exps_mvec ? exps : exps_mvec; }
};

/// Takes about two seconds.
Machine measure_machine();

/// 4 P N K flop at the peak rate and N K exp at the fastest, on one core: seconds. P is what a
/// component's statistics hold: D(D+1)/2 + D + 1 numbers, or 2D + 1 of a diagonal one.
double limit_seconds(const Machine&, std::size_t rows, std::size_t columns, std::size_t components,
                     bool diagonal);

}  // namespace varimix::bench
