// One chain of a blocked Gibbs sampler.
#pragma once

#include <cstdint>
#include <vector>

#include "uncertainty/gibbs_rows.hpp"
#include "varimix/gibbs.hpp"

namespace varimix::internal {

/// What all chains share. Outlives them.
struct GibbsSetting {
  const Model& model;  ///< resolved, with priors
  const Bounds& bounds;
  const GibbsRows& rows;
  const std::vector<double>& reference;  ///< [M x K] responsibilities that name the components
  const GibbsOptions& options;
};

/// What one chain leaves behind.
struct ChainDraws {
  std::vector<double> weights;           ///< [T x K]
  std::vector<double> parameters;        ///< [T x K x point]
  std::vector<std::size_t> order;        ///< [T x K]
  std::vector<double> responsibilities;  ///< [M x K] summed over the draws, renamed
  std::size_t renamings = 0;             ///< how often the order was not that of the draw before
};

/// From this point on. A function of the setting, the point and `key` alone.
ChainDraws run_chain(const GibbsSetting& setting, Point start, std::uint64_t key);

}  // namespace varimix::internal
