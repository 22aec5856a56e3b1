#include "varimix/page.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "page/charts.hpp"
#include "page/tables.hpp"

namespace varimix {
namespace {

using internal::Chart;
using internal::HtmlPage;

std::vector<Plot> as_plots(const std::vector<Chart>& charts) {
  std::vector<Plot> out;
  for (const Chart& chart : charts)
    out.push_back({chart.name, chart.title, chart.description, internal::to_json(chart)});
  return out;
}

void check(const PageOptions& options) {
  if (options.runtime.empty())
    throw std::invalid_argument(
        "a report page needs the runtime that draws its charts; accepted: the text of "
        "share/varimix/vega-runtime.js");
}

std::string about(const std::string& what, const PageOptions& options) {
  return options.source.empty() ? what : what + " of " + options.source;
}

/// "em: " before each, where several fits have warnings.
void append(std::vector<std::string>& lines, const std::string& whose, const Fit& fit) {
  for (const std::string& line : internal::warnings_of(fit)) lines.push_back(whose + ": " + line);
}

/// What BIC prefers; none when nothing could be fitted.
const Fit* preferred(const ModelSelection& selection) {
  const auto bic = selection.winners().bic;
  return bic ? &*selection.candidates[*bic].point : nullptr;
}

std::string name_of(const Candidate& c) {
  return c.covariance().empty() ? fmt::format("K = {}", c.components())
                                : fmt::format("K = {} {}", c.components(), c.covariance());
}

}  // namespace

std::vector<Plot> plots(const Fit& fit, const Data& data, const Uncertainty* uncertainty) {
  return as_plots(internal::fit_charts(fit, data, uncertainty));
}

std::vector<Plot> plots(std::span<const Fit> fits, const Data& data) {
  return as_plots(internal::compare_charts(fits, data));
}

std::vector<Plot> plots(const ModelSelection& selection, const Data& data) {
  std::vector<Plot> out = as_plots(internal::select_charts(selection));
  if (const Fit* fit = preferred(selection)) {
    for (Plot& plot : plots(*fit, data)) out.push_back(std::move(plot));
  }
  return out;
}

std::string report_html(const Fit& fit, const Data& data, const PageOptions& options,
                        const Uncertainty* uncertainty) {
  check(options);
  HtmlPage page(about("Mixture", options),
                fmt::format("{} components by {}", fit.components(), method_name(fit.backend)));
  std::vector<std::string> warnings = internal::warnings_of(fit);
  if (uncertainty != nullptr)
    warnings.insert(warnings.end(), uncertainty->warnings.begin(), uncertainty->warnings.end());
  page.warnings(warnings);
  page.facts(internal::fit_facts(fit, data));
  page.table(internal::component_table(fit));
  page.heading("Charts");
  page.figures(plots(fit, data, uncertainty));
  page.table(internal::interval_table(fit, uncertainty));
  page.folded("The summary in plain text", options.text);
  page.folded("The model, as --model reads it", fit.model.to_json());
  return page.finish(options.runtime);
}

std::string report_html(std::span<const Fit> fits, const Data& data, const PageOptions& options) {
  check(options);
  if (fits.empty()) throw std::invalid_argument("no fit to report; accepted: one or more");
  HtmlPage page(about("Methods compared: mixture", options),
                fmt::format("{} components by {} methods", fits.front().components(), fits.size()));
  std::vector<std::string> warnings;
  for (const Fit& fit : fits) append(warnings, method_name(fit.backend), fit);
  page.warnings(warnings);
  page.table(internal::method_table(fits));
  page.table(internal::method_component_table(fits));
  page.heading("Charts");
  page.figures(plots(fits, data));
  for (const Fit& fit : fits) page.table(internal::interval_table(fit, nullptr));
  page.folded("The comparison in plain text", options.text);
  return page.finish(options.runtime);
}

std::string report_html(const ModelSelection& selection, const Data& data,
                        const PageOptions& options) {
  check(options);
  HtmlPage page(about("Which model: mixture", options),
                fmt::format("{} candidates", selection.candidates.size()));
  std::vector<std::string> warnings;
  for (const Candidate& c : selection.candidates) {
    if (!c.point_refusal.empty()) warnings.push_back(name_of(c) + " refused: " + c.point_refusal);
    if (c.point) append(warnings, name_of(c), *c.point);
    if (!c.variational_refusal.empty())
      warnings.push_back(name_of(c) + ", vb refused: " + c.variational_refusal);
    if (c.variational) append(warnings, name_of(c) + ", vb", *c.variational);
  }
  page.warnings(warnings);
  page.table(internal::candidate_table(selection));
  page.heading("Charts");
  if (const Fit* fit = preferred(selection)) {
    page.figures(as_plots(internal::select_charts(selection)));
    page.heading(fmt::format("The model that BIC prefers: {} components", fit->components()));
    page.facts(internal::fit_facts(*fit, data));
    page.table(internal::component_table(*fit));
    page.figures(plots(*fit, data));
  } else {
    page.figures(plots(selection, data));
  }
  page.folded("The selection in plain text", options.text);
  return page.finish(options.runtime);
}

}  // namespace varimix
