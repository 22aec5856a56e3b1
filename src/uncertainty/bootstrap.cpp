#include "uncertainty/bootstrap.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "fit/refuse.hpp"
#include "start/random.hpp"
#include "statistics/thread_team.hpp"
#include "uncertainty/bootstrap_rows.hpp"
#include "uncertainty/chains_entries.hpp"
#include "uncertainty/match_components.hpp"

namespace varimix::internal {
namespace {

/// What became of one replicate.
struct Replicate {
  std::vector<double> values;  ///< empty where it is left out
  bool spurious = false, converged = true;
  std::string refusal;
};

void check(const Fit& fit, const Data& data, const UncertaintyOptions& options,
           const std::string& method) {
  if (std::holds_alternative<Posterior>(fit.belief))
    refuse(method +
           " is of a point estimate, and method vb gives a posterior; accepted: posterior, "
           "linear-response");
  if (!fit.derived.empty())
    refuse(method + ": the mixture was not fitted to data but derived (" + fit.derived +
           "); accepted: a fit");
  if (data.rows() != fit.rows || data.columns() != fit.model.family().columns())
    refuse(
        fmt::format("{} needs the data of the fit, {} rows of {} columns, and was given {} of "
                    "{}",
                    method, fit.rows, fit.model.family().columns(), data.rows(), data.columns()));
  if (options.replicates < 2)
    refuse(fmt::format("{} replicates; accepted: 2 or more", options.replicates));
  check_level(options.level);
}

/// Names the components of a replicate by what they say of the rows of the fit.
class Matching {
 public:
  Matching(const Fit& fit, const Data& data)
      : family_(fit.model.family()),
        summary_(summarize(data)),
        rows_(data, summary_),
        named_(fit.components(), false),
        reference_(responsibilities_of(family_, fit.summary, rows_)) {
    for (std::size_t n = 0; n < data.rows(); ++n)
      if (data.weight(n) > 0 && data.label(n) != kLatent)
        named_[static_cast<std::size_t>(data.label(n))] = true;
  }
  Matching(const Matching&) = delete;
  Matching& operator=(const Matching&) = delete;

  Point matched(const Point& point) const {
    const std::vector<double> other = responsibilities_of(family_, point, rows_);
    const std::size_t components = point.weights.size();
    const std::vector<double> overlap =
        overlaps(reference_, other, components, rows_.data().weights());
    return reordered(point, match_components(overlap, components, named_));
  }

 private:
  const Family& family_;
  Summary summary_;
  Rows rows_;
  std::vector<bool> named_;
  std::vector<double> reference_;
};

Replicate replicate(const Fit& fit, const Data& rows, const Matching& matching) {
  FitOptions options;
  options.start = Belief(fit.summary);
  options.threads = 1;
  Replicate out;
  try {
    const Fit again = varimix::fit(fit.model, rows, fit.backend, options);
    out.spurious = again.spurious;
    out.converged = again.converged();
    if (!out.spurious)
      out.values = entry_values(fit.model.family(), matching.matched(again.summary));
  } catch (const std::invalid_argument& refusal) {
    out.refusal = refusal.what();
  }
  return out;
}

void warn_of(const std::vector<Replicate>& all, std::vector<std::string>& warnings) {
  std::size_t spurious = 0, unconverged = 0, refused = 0;
  std::string first;
  for (const Replicate& each : all) {
    spurious += each.spurious ? 1 : 0;
    unconverged += each.converged ? 0 : 1;
    if (each.refusal.empty()) continue;
    if (refused++ == 0) first = each.refusal;
  }
  if (spurious > 0)
    warnings.push_back(fmt::format(
        "{} of {} replicates ended in a spurious maximum and are left out", spurious, all.size()));
  if (refused > 0)
    warnings.push_back(fmt::format("{} of {} replicates could not be fitted and are left out ({})",
                                   refused, all.size(), first));
  if (unconverged > 0)
    warnings.push_back(
        fmt::format("{} of {} replicates did not converge", unconverged, all.size()));
}

}  // namespace

Uncertainty bootstrap(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  const bool parametric = options.method == UncertaintyOptions::Method::parametric_bootstrap;
  Uncertainty out;
  out.method = parametric ? "parametric-bootstrap" : "bootstrap";
  out.level = options.level;
  check(fit, data, options, out.method);
  const std::unique_ptr<BootstrapRows> rows =
      parametric ? rows_of_fit(fit, data) : rows_of_data(data);
  const Matching matching(fit, data);
  std::vector<Replicate> all(options.replicates);
  ThreadTeam team(options.threads);
  team.run(options.replicates, [&](std::size_t b) {
    all[b] = replicate(fit, rows->draw(mix(mix(options.seed) ^ mix(b))), matching);
  });
  warn_of(all, out.warnings);
  Values values;
  for (const Replicate& each : all)
    if (!each.values.empty()) values.add(each.values);
  if (values.count < 2)
    refuse(fmt::format("{}: {} of {} replicates gave an estimate{}; accepted: 2 or more",
                       out.method, values.count, options.replicates,
                       out.warnings.empty() ? "" : ", " + out.warnings.front()));
  out.estimates = point_entries(fit.model.family(), fit.summary);
  spread_of(values, out);
  return out;
}

}  // namespace varimix::internal
