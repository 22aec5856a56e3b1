// What the peers written in C++ share: a case as they read it, and the one line they print.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace peers {

/// PROGRAM PREFIX ROWS COLUMNS COMPONENTS full|diagonal ITERATIONS THREADS
struct Case {
  std::string prefix;
  std::size_t rows = 0, columns = 0, components = 0;
  bool full = true;
  int iterations = 0, threads = 1;
  std::vector<double> x, means, variance;  ///< [N x D], [K x D], [D] row-major

  Case(int argc, char** argv) {
    if (argc != 8) throw std::runtime_error("seven arguments, as bench/peers/run.py gives");
    prefix = argv[1];
    rows = std::strtoul(argv[2], nullptr, 10);
    columns = std::strtoul(argv[3], nullptr, 10);
    components = std::strtoul(argv[4], nullptr, 10);
    full = std::string(argv[5]) == "full";
    iterations = std::atoi(argv[6]);
    threads = std::atoi(argv[7]);
    x = read(".x.f64", rows * columns);
    means = read(".mean.f64", components * columns);
    variance = read(".var.f64", columns);
  }

 private:
  std::vector<double> read(const char* ending, std::size_t count) const {
    std::vector<double> out(count);
    std::ifstream in(prefix + ending, std::ios::binary);
    in.read(reinterpret_cast<char*>(out.data()),
            static_cast<std::streamsize>(count * sizeof(double)));
    if (!in) throw std::runtime_error(prefix + ending + ": not a file of this case");
    return out;
  }
};

/// Seconds of work().
template <typename Work>
double seconds(Work work) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Milliseconds per iteration and the log-likelihood in nats at the end.
inline void report(double all_seconds, int iterations, double log_likelihood) {
  std::printf("%.6f %.12g\n", 1e3 * all_seconds / iterations, log_likelihood);
}

}  // namespace peers
