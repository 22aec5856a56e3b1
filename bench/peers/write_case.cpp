// Writes the data and the start of one case, as every program of the comparison reads it.
//
//   PREFIX.x.f64     N x D values, row-major, little-endian doubles
//   PREFIX.mean.f64  K x D start means, rows of the data; every start weight is 1/K
//   PREFIX.var.f64   D variances; every start covariance is diag(var(data))
//   PREFIX.npy, PREFIX.json  the same for varimix: fit PREFIX.npy --init PREFIX.json
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <stdexcept>

#include "common/cases.hpp"
#include "common/npy.hpp"

namespace varimix::bench {
namespace {

std::ofstream open(const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  if (!out) throw std::runtime_error(path + ": cannot be written");
  return out;
}

void write_raw(std::ofstream out, const double* values, Eigen::Index count) {
  out.write(reinterpret_cast<const char*>(values),
            static_cast<std::streamsize>(count) * static_cast<std::streamsize>(sizeof(double)));
  if (!out.flush()) throw std::runtime_error("a file of the case could not be written whole");
}

void write(const Case& c, const std::string& prefix) {
  write_raw(open(prefix + ".x.f64"), c.x.data(), c.x.size());
  write_raw(open(prefix + ".mean.f64"), c.start_means.data(), c.start_means.size());
  write_raw(open(prefix + ".var.f64"), c.variance.data(), c.variance.size());
  std::ofstream npy = open(prefix + ".npy");
  npy << npy_header(c.size.rows, c.size.columns);
  write_raw(std::move(npy), c.x.data(), c.x.size());
  open(prefix + ".json") << c.start_json();
}

/// Name, N, D, K, shape of every case.
void list() {
  for (const CaseSize& c : cases())
    std::cout << fmt::format("{} {} {} {} {}\n", c.name, c.rows, c.columns, c.components,
                             to_string(c.covariance));
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  try {
    if (argc == 2 && std::string(argv[1]) == "--list") {
      varimix::bench::list();
    } else if (argc == 3) {
      using namespace varimix::bench;
      write(Case(case_named(argv[1])), argv[2]);
    } else {
      throw std::invalid_argument("usage: varimix_case --list, or varimix_case NAME PREFIX");
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
