// What `fit --method gibbs` tells: a summary table, and FIT.json.
#pragma once

#include <string>
#include <vector>

#include "varimix/gibbs.hpp"

namespace varimix::internal {

/// Everything that is said of one Gibbs sample.
struct GibbsReport {
  const Chains& chains;
  const GibbsOptions& options;
  const Uncertainty& uncertainty;
  const std::vector<Diagnostics>& diagnostics;  ///< in the order of uncertainty.estimates
};

std::string gibbs_page(const GibbsReport& report);
/// The posterior means, as FIT.json of a point, and "uncertainty" beside them.
std::string gibbs_json(const GibbsReport& report, const Fit& means);

}  // namespace varimix::internal
