// The problems that backends are compared on: training rows, held-out rows, a model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::bench {

struct Problem {
  std::string size;     ///< rows and columns, in words
  std::string setting;  ///< how hard: separation, and whether K is right
  Model model;
  Data train, held_out;
  std::optional<double>
      truth;  ///< mean log density of the held-out rows where they came from, nats
};

/// Of the rows, nats; of VB the posterior predictive's.
double mean_log_density(const Fit& fit, const Data& data);

/// Three Gaussians of full covariance, N rows in D columns.
struct Simulated {
  std::size_t rows = 0, columns = 0;
  double distance = 0;         ///< between two means, in standard deviations
  std::size_t components = 3;  ///< K of the model; 3 is right
};

std::vector<Simulated> simulated_problems();
Problem draw(const Simulated&);
/// Old Faithful's waiting times, 272 rows, every fifth held out.
Problem waiting();
/// A million draws of two Poissons.
Problem two_poissons();

}  // namespace varimix::bench
