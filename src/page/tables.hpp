// The tables of the report page.
#pragma once

#include "page/html.hpp"

namespace varimix::internal {

/// Data, model, method, objective, criteria, convergence, time.
Facts fit_facts(const Fit& fit, const Data& data);
/// The fit's own, and whether it has converged.
std::vector<std::string> warnings_of(const Fit& fit);
/// One row per component: weight and parameters.
HtmlTable component_table(const Fit& fit);
/// Every parameter with its standard deviation and interval; without `uncertainty` the posterior's.
HtmlTable interval_table(const Fit& fit, const Uncertainty* uncertainty);
/// One row per method.
HtmlTable method_table(std::span<const Fit> fits);
/// One row per method and component, components in the order of their means.
HtmlTable method_component_table(std::span<const Fit> fits);
/// One row per candidate; the best by each criterion is starred.
HtmlTable candidate_table(const ModelSelection& selection);

}  // namespace varimix::internal
