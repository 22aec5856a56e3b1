// A one-dimensional marginal of a posterior, with mean, standard deviation and quantiles.
#pragma once

#include <string>

namespace varimix {

struct Interval {
  double lower = 0;
  double upper = 0;
};

struct Marginal {
  enum class Kind {
    beta,           ///< a, b
    student_t,      ///< location a, scale b, degrees of freedom c
    gamma,          ///< shape a, rate b
    inverse_gamma,  ///< shape a, scale b
  };
  std::string name;  ///< of the parameter: "weight", "mean", "variance", "rate"
  std::size_t column = 0;
  Kind kind = Kind::gamma;
  double a = 1, b = 1, c = 1;

  /// NaN-free: +infinity where the moment does not exist.
  double mean() const;
  double standard_deviation() const;
  double quantile(double probability) const;
  /// Equal tails: probability `level` between lower and upper.
  Interval interval(double level = 0.95) const;
};

}  // namespace varimix
