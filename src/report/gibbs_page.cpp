#include "report/gibbs_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/json_writer.hpp"
#include "report/fit_json.hpp"
#include "report/table.hpp"
#include "report/uncertainty_report.hpp"

namespace varimix::internal {
namespace {

std::string entry(const std::string& name, const std::string& text) {
  return wrapped(fmt::format("{:<16}{}", name, text), 16) + "\n";
}

std::string heading(const GibbsReport& report) {
  const Chains& chains = report.chains;
  const GibbsOptions& options = report.options;
  const Family& family = chains.model.family();
  const bool shaped = !family.covariance().empty() && family.columns() > 1;
  const bool weighted = chains.total_weight != static_cast<double>(chains.rows);
  return "Draws from the posterior by Gibbs sampling: a reference, to judge the other methods "
         "by\n" +
         entry("Data",
               fmt::format("{} rows{}, {} {}", chains.rows,
                           weighted ? " of total weight " + short_number(chains.total_weight) : "",
                           family.columns() == 1 ? "column" : "columns",
                           fmt::join(chains.model.columns(), ", "))) +
         entry("Model", fmt::format("{} {} component{}{}", chains.components(), family.name(),
                                    chains.components() == 1 ? "" : "s",
                                    shaped ? ", " + family.covariance() + " covariance" : "")) +
         entry("Draws", fmt::format("{} from each of {} chains, after a warm-up of {}; seed {}",
                                    chains.draws, chains.chains, options.warm_up, options.seed)) +
         entry("Seconds", fmt::format("{:.4f}", chains.seconds));
}

}  // namespace

std::string gibbs_page(const GibbsReport& report) {
  TextTable table;
  table.numbers("component", 1);
  table.words("parameter");
  // Rows differ by orders of magnitude: each number shows digits of its own.
  table.words("mean");
  table.words("sd");
  table.words(fmt::format("{:.4g} % interval", 100 * report.uncertainty.level));
  table.decimals("ess", 0);
  table.decimals("R-hat", 4);
  for (std::size_t p = 0; p < report.uncertainty.estimates.size(); ++p) {
    const Estimate& e = report.uncertainty.estimates[p];
    table.row(
        {static_cast<double>(e.component + 1), estimate_name(e, report.chains.model.columns()),
         short_number(e.value), fmt::format("{:.4g}", e.standard_error),
         fmt::format("[{}, {}]", short_number(e.interval.lower), short_number(e.interval.upper)),
         report.diagnostics[p].ess, report.diagnostics[p].rhat});
  }
  std::string out = heading(report) + "\n" + table.text(2);
  out += "\n" +
         wrapped(
             "ess: effective sample size, the independent draws these are worth. R-hat: 1 "
             "where the chains agree. Components bear the names of those of one vb fit.",
             0) +
         "\n";
  for (std::size_t i = 0; i < report.uncertainty.warnings.size(); ++i)
    out +=
        (i == 0 ? "\nWarnings\n" : "") + wrapped("- " + report.uncertainty.warnings[i], 2) + "\n";
  return out;
}

std::string gibbs_json(const GibbsReport& report, const Fit& means) {
  JsonWriter json;
  write_fit(json, means, [&](JsonWriter& more) {
    const Uncertainty& of = report.uncertainty;
    more.key("uncertainty").begin_object(JsonWriter::Layout::kLines);
    more.key("method").text(of.method);
    more.key("level").number(of.level);
    more.key("chains").count(report.chains.chains);
    more.key("warm_up").count(report.options.warm_up);
    more.key("draws").count(report.chains.draws);
    more.key("seed").count(report.options.seed);
    write_estimates(more, of, report.chains.model.columns(), [&](std::size_t p) {
      more.key("ess").number(report.diagnostics[p].ess);
      more.key("rhat").number(report.diagnostics[p].rhat);
    });
    more.end();
  });
  return json.str();
}

}  // namespace varimix::internal
