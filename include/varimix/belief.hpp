// What is known of the parameters: a point (maximum likelihood, EM, MAP, point-mass VB) or a
// conjugate posterior (VB).
#pragma once

#include <variant>
#include <vector>

#include "varimix/model.hpp"

namespace varimix {

struct Point {
  std::vector<double> weights;     ///< [K], sum 1
  std::vector<double> parameters;  ///< [K x point], the family's layout
};

struct WeightsPosterior {
  WeightsPrior::Kind kind = WeightsPrior::Kind::dirichlet;
  std::vector<double> alpha;  ///< [K] Dirichlet; [K-1] first parameters of the sticks' Betas
  std::vector<double> beta;   ///< empty; [K-1] second parameters
};

struct Posterior {
  WeightsPosterior weights;
  std::vector<double> hyperparameters;  ///< [K x posterior], the family's layout
};

using Belief = std::variant<Point, Posterior>;

/// All that an E-pass sees of a belief.
struct Scorer {
  std::vector<double> log_weights;  ///< [K] log pi_k or E[log pi_k]
  std::vector<double> components;   ///< [K x scorer], the family's layout
};

}  // namespace varimix
