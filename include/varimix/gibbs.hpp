// A reference for every other method: draws from the posterior itself.
//
//   z_n   | pi, theta ~ Categorical(r_n1 ... r_nK)        the E-pass
//   x_mis | z, theta    where missing cells are latent variables
//   pi, theta | z     ~ the conjugate posterior of N_k and sums of rows that are each of one
//                       component
//
// Blocked Gibbs sampling [DieboltRobert1994]: what VB approximates by q(z) q(pi, theta), and a
// point by nothing, is sampled without approximation. It is slow, its numbers carry Monte Carlo
// error, and the price is told: effective sample size and R-hat.
//
//   const Chains chains = gibbs(Model(2, gaussian()), data);
//   const Uncertainty u = uncertainty(chains);
//   for (const Diagnostics& d : diagnose(chains)) ...   // beside u.estimates
//
// A posterior of a mixture has up to K! equal modes, and a sampler may go from one to another.
// Every draw's components are therefore renamed after the fact: to those of one VB fit, the
// reference, whose responsibilities they overlap most. Components that known labels name keep
// theirs. Where components overlap heavily which is which cannot be told from the data, and what is
// said of each alone leans on the reference; the density of the mixture does not depend on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "varimix/fit.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix {

struct GibbsOptions {
  /// Where chains begin. kmeans_plus_plus, a partition, responsibilities: each at its own draw from
  /// the VB posterior found from there; a belief: at this point, or at draws from this posterior;
  /// random: each at a draw after one update from a random partition of its own, far apart, so that
  /// R-hat tells of modes that chains cannot leave.
  Start start = AutomaticStart::kmeans_plus_plus;
  std::uint64_t seed = 0;
  std::size_t chains = 4;
  std::size_t warm_up = 1000;  ///< sweeps of each chain that are thrown away
  std::size_t draws = 2500;    ///< kept of each chain; at least 4
  std::size_t thin = 1;        ///< sweeps per draw kept
  std::size_t threads = 0;     ///< 0: all cores. The bits of the draws do not depend on it.
};

/// Draws, chain by chain: draw t of chain c is number c T + t.
struct Chains {
  explicit Chains(Model of) : model(std::move(of)) {}

  Model model;                     ///< resolved
  std::size_t chains = 0;          ///< C
  std::size_t draws = 0;           ///< T, of each chain
  std::vector<double> weights;     ///< [C T x K] as they were drawn
  std::vector<double> parameters;  ///< [C T x K x point], the family's layout
  std::vector<std::size_t> order;  ///< [C T x K] component order[k] of the draw stands for k
  Point reference;                 ///< that names the components
  /// [N x K] row-major, posterior means of z after renaming; a row that was set aside: the weights.
  std::vector<double> responsibilities;
  std::size_t rows = 0;  ///< rows of the data, those set aside included
  double total_weight = 0;
  std::vector<std::string> warnings;
  double seconds = 0;

  std::size_t components() const { return model.components(); }
};

/// Draws from the posterior under the model's priors (the default ones when it has none on its
/// components). Weights must be whole numbers: a row of weight w stands for w rows, each with a
/// component of its own. Throws std::invalid_argument, with place and remedy, for data or options
/// that cannot be used.
Chains gibbs(const Model& model, const Data& data, const GibbsOptions& options = {});

/// Posterior means, standard deviations and equal-tailed intervals of the renamed draws.
Uncertainty uncertainty(const Chains& chains, double level = 0.95);

/// How far one estimate can be trusted, by all chains [VehtariEtAl2021].
struct Diagnostics {
  /// Bulk effective sample size: of rank-normalised draws, each chain split in halves.
  double ess = 0;
  /// The greater of rank-normalised and folded split R-hat; 1 when chains agree, above 1.01 they
  /// do not yet.
  double rhat = 1;
};
/// In the order of Uncertainty::estimates.
std::vector<Diagnostics> diagnose(const Chains& chains);

/// Fit::derived of posterior_mean(), and the end of it for what is derived from that.
inline constexpr std::string_view kGibbsMeans = "posterior means of a Gibbs sample";

/// The posterior means as a mixture that predict(), sample(), marginal(), conditional() and
/// impute() take like any other point. It maximises nothing: Fit::derived is kGibbsMeans.
Fit posterior_mean(const Chains& chains);
/// Whether a fit is that, or was derived from it.
bool is_gibbs(const Fit& fit);

}  // namespace varimix
