// How many components: the criteria of many fits, as a table and as JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// One candidate: a point estimate for the criteria, VB for the ELBO.
struct Candidate {
  std::size_t components = 1;
  std::string covariance;  ///< empty where the family has none
  Criteria criteria;
  double log_likelihood = 0;
  double elbo = 0;
  /// ELBO + log u!, u the components that may be renamed among each other without changing the
  /// model: those that no label names. None where the prior tells components apart.
  std::optional<double> elbo_plus_log_factorial;
  bool converged = true;
  bool spurious = false;  ///< of the point estimate: its criteria mean nothing
};

Candidate candidate(const Fit& point, const Fit& vb, const Data& data);

/// Winner of each criterion by index; none when no candidate is fit to win.
struct Winners {
  std::optional<std::size_t> bic, aic, icl, elbo, elbo_plus_log_factorial;
};
Winners winners(const std::vector<Candidate>& candidates);

/// `method` of the point estimates; `restarts` of each fit.
std::string select_page(const std::string& source, const std::string& method, std::size_t restarts,
                        const std::vector<Candidate>& candidates);
/// Format varimix-select/1.
std::string select_json(const std::string& method, const std::vector<Candidate>& candidates);

}  // namespace varimix::internal
