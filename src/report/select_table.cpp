#include "report/select_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/table.hpp"

namespace varimix::internal {
namespace {

using Cells = std::vector<TextTable::Cell>;

bool shaped(const ModelSelection& all) {
  return std::any_of(all.candidates.begin(), all.candidates.end(), [&](const Candidate& c) {
    return c.covariance() != all.candidates[0].covariance();
  });
}

/// A number, starred where it wins; the blank keeps the digits of a column in line.
std::string starred(const std::optional<double>& value, bool wins, int decimals = 3) {
  return value ? fmt::format("{:.{}f}{}", *value, decimals, wins ? "*" : " ") : "";
}

TextTable::Cell number_or_none(const std::optional<double>& value) {
  return value ? TextTable::Cell(*value) : TextTable::Cell();
}

/// Which columns there are.
struct Shown {
  bool covariance = false, in_use = false, validation = false;
};

TextTable headings(const Shown& shown, const std::string& method) {
  TextTable table;
  table.numbers("K", 1);
  if (shown.covariance) table.words("covariance");
  table.decimals("log-lik.", 3);
  table.decimals("parameters", 0);
  for (const char* name : {"BIC ", "AIC ", "ICL ", "ELBO ", "ELBO+log K! "})
    table.decimals(name, 3);
  if (shown.in_use) table.numbers("in use", 1);
  if (!shown.validation) return table;
  for (const std::string& name : {method, std::string("vb")}) {
    table.decimals("CV " + name + " ", 4);
    table.decimals("s.e.", 4);
  }
  return table;
}

Cells row_of(const Candidate& c, std::size_t i, const Winners& best, const Shown& shown) {
  Cells row = {static_cast<double>(c.components())};
  if (shown.covariance) row.emplace_back(c.covariance());
  const Criteria criteria = c.point ? c.point->criteria : Criteria{};
  row.push_back(c.point ? TextTable::Cell(c.point->log_likelihood) : std::string("refused"));
  row.push_back(criteria.free_parameters
                    ? TextTable::Cell(static_cast<double>(*criteria.free_parameters))
                    : TextTable::Cell());
  row.emplace_back(starred(criteria.bic, best.bic == i));
  row.emplace_back(starred(criteria.aic, best.aic == i));
  row.emplace_back(starred(criteria.icl, best.icl == i));
  row.emplace_back(c.variational ? starred(c.elbo(), best.elbo == i) : "refused ");
  row.emplace_back(starred(c.elbo_plus_log_factorial, best.elbo_plus_log_factorial == i));
  if (shown.in_use)
    row.push_back(c.components_in_use()
                      ? TextTable::Cell(static_cast<double>(*c.components_in_use()))
                      : TextTable::Cell());
  if (!shown.validation) return row;
  row.emplace_back(starred(c.point_validation.log_density, best.point_validation == i, 4));
  row.push_back(number_or_none(c.point_validation.standard_error));
  row.emplace_back(
      starred(c.variational_validation.log_density, best.variational_validation == i, 4));
  row.push_back(number_or_none(c.variational_validation.standard_error));
  return row;
}

std::string legend(const Shown& shown, const SelectOptions& options, const std::string& method) {
  std::string out =
      "\n*            the winner: BIC, AIC and ICL smaller is better, ELBO larger is better\n"
      "ELBO         a lower bound of log p(data), of vb; covers one of the K! equal labelings\n"
      "ELBO+log K!  counts them all (Bishop 2006, 10.2.4); labels in the data leave fewer to "
      "count,\n"
      "             and where components are empty it counts too many\n";
  if (shown.in_use)
    out += "in use       components that hold the weight of at least one row, of vb\n";
  if (shown.validation)
    out += fmt::format(
        "CV           mean log density of rows held out, {} folds, nats per row, larger is "
        "better:\n"
        "             of {}'s mixture, and of vb's posterior predictive; s.e.: its standard "
        "error\n",
        options.folds, method);
  return out;
}

/// Why fits are missing, and which maxima mean nothing; the same reason once.
std::string notes(const ModelSelection& all, const std::string& method) {
  std::vector<std::pair<std::string, std::string>> told;  // reason, whose
  for (const Candidate& c : all.candidates) {
    std::vector<std::string> reasons = refusals(c, method);
    if (c.point && c.point->spurious)
      reasons.push_back(method + " found only a spurious maximum; its criteria cannot win");
    for (const std::string& reason : reasons) {
      const auto same = std::find_if(told.begin(), told.end(),
                                     [&](const auto& entry) { return entry.first == reason; });
      if (same == told.end())
        told.emplace_back(reason, candidate_name(all, c));
      else
        same->second += ", " + candidate_name(all, c).substr(4);
    }
  }
  std::string out;
  for (const auto& [reason, whose] : told) out += wrapped(whose + ": " + reason, 2) + "\n";
  return out.empty() ? out : "\n" + out;
}

}  // namespace

std::string candidate_name(const ModelSelection& all, const Candidate& candidate) {
  return fmt::format("K = {}{}", candidate.components(),
                     shaped(all) ? " " + candidate.covariance() : "");
}

std::vector<std::string> refusals(const Candidate& candidate, const std::string& method) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& whose, const std::string& why) {
    if (!why.empty()) out.push_back(whose + " refused: " + why);
  };
  if (candidate.point_refusal == candidate.variational_refusal) {
    add(method + " and vb", candidate.point_refusal);
  } else {
    add(method, candidate.point_refusal);
    add("vb", candidate.variational_refusal);
  }
  add("cross-validation of " + method, candidate.point_validation.refusal);
  add("cross-validation of vb", candidate.variational_validation.refusal);
  return out;
}

std::string select_page(const std::string& source, const SelectOptions& options,
                        const ModelSelection& all) {
  const std::string method = method_name(options.point);
  const Winners best = all.winners();
  const Shown shown{shaped(all),
                    std::any_of(all.candidates.begin(), all.candidates.end(),
                                [](const Candidate& c) { return c.components_in_use(); }),
                    options.folds > 0};
  TextTable table = headings(shown, method);
  for (std::size_t i = 0; i < all.candidates.size(); ++i)
    table.row(row_of(all.candidates[i], i, best, shown));
  const std::size_t runs = options.fit.restarts;
  return fmt::format("{}: criteria of {}, ELBO of vb; the best of {} run{} each, nats\n\n", source,
                     method, runs, runs == 1 ? "" : "s") +
         table.text(shown.covariance ? 2 : 1) + legend(shown, options, method) + notes(all, method);
}

}  // namespace varimix::internal
