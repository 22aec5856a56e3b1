#include "uncertainty/of_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "belief/belief.hpp"
#include "fit/door.hpp"
#include "fit/refuse.hpp"
#include "uncertainty/chains_entries.hpp"
#include "uncertainty/intervals.hpp"

namespace varimix::internal {
namespace {

double log_likelihood_of(const Fit& fit, const Data& data, const Summary& summary) {
  const Family& family = fit.model.family();
  const Rows rows(data, summary);
  const Bounds bounds = family.bounds(summary);
  ThreadTeam team(1);
  return expectation_pass({rows, family, bounds, team}, scorer(family, Belief(fit.summary)),
                          Assignment::soft)
      .evidence;
}

}  // namespace

void check_fit_data(const Fit& fit, const Data& data, const std::string& method) {
  if (!fit.derived.empty())
    refuse(method + ": the mixture was not fitted to data but derived (" + fit.derived +
           "); accepted: a fit");
  const Family& family = fit.model.family();
  if (data.rows() != fit.rows || data.columns() != family.columns())
    refuse(
        fmt::format("{} needs the data of the fit, {} rows of {} columns, and was given {} of {}",
                    method, fit.rows, family.columns(), data.rows(), data.columns()));
  const Summary summary = summarize(data);
  check_data(family, fit.components(), true, data, summary);
  if (!(std::abs(summary.total_weight - fit.total_weight) <= 1e-9 * fit.total_weight))
    refuse(fmt::format("{} needs the data of the fit, of total weight {}, and was given {}", method,
                       text(fit.total_weight), text(summary.total_weight)));
  const double likelihood = log_likelihood_of(fit, data, summary);
  if (!(std::abs(likelihood - fit.log_likelihood) <=
        1e-8 * (std::abs(fit.log_likelihood) + fit.total_weight)))
    refuse(fmt::format("{} needs the data of the fit, of log-likelihood {}, and was given {}",
                       method, text(fit.log_likelihood), text(likelihood)));
}

const InformationRules& information_rules(const Fit& fit, const std::string& method) {
  const Family& family = fit.model.family();
  if (family.information_rules() == nullptr)
    refuse(method + ": family " + family.name() +
           " does not tell its information; accepted: gaussian, poisson");
  return *family.information_rules();
}

LatentStatistics latent_statistics(const Fit& fit, const Data& data, const Bounds& bounds,
                                   const InformationRules& rules, std::size_t threads) {
  const Summary summary = summarize(data);
  const Rows rows(data, summary);
  ThreadTeam team(threads);
  return latent_statistics({rows, fit.model.family(), bounds, team}, rules,
                           scorer(fit.model.family(), fit.belief));
}

std::vector<Estimate> estimates_of(const Fit& fit, const std::vector<Place>& places,
                                   const std::vector<double>& values) {
  const std::vector<Estimate> all = point_entries(fit.model.family(), fit.summary);
  std::vector<Estimate> out(all.begin(),
                            all.begin() + static_cast<std::ptrdiff_t>(fit.components()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& at = places[i];
    const auto same = std::find_if(all.begin(), all.end(), [&](const Estimate& e) {
      return e.component == at.component && e.parameter == at.parameter && e.row == at.row &&
             e.column == at.column;
    });
    const double value = same != all.end() ? same->value : values.at(i);
    out.push_back({at.component, at.parameter, at.row, at.column, value, 0, {}});
  }
  return out;
}

void set_covariance(const Matrix& covariance, Uncertainty& out) {
  const auto size = static_cast<Eigen::Index>(out.estimates.size());
  const Matrix symmetric = 0.5 * (covariance + covariance.transpose());
  out.covariance.assign(symmetric.data(), symmetric.data() + symmetric.size());
  for (Eigen::Index i = 0; i < size; ++i)
    set_uncertainty(out.estimates[static_cast<std::size_t>(i)], symmetric(i, i), out.level);
}

}  // namespace varimix::internal
