// The problems that backends are compared on: training rows, held-out rows, a model.
#pragma once

#include <string>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::bench {

struct Problem {
  std::string name;
  Model model;
  Data train;
  Data held_out;
};

/// Old Faithful waiting times, 272 rows, every fifth held out.
Problem waiting();
/// `rows` draws of a mixture of three Gaussians, and a tenth as many held out; seeded.
Problem simulated_gaussian(std::size_t rows);
/// `rows` draws of a mixture of two Poissons, and a tenth as many held out; seeded.
Problem simulated_poisson(std::size_t rows);

}  // namespace varimix::bench
