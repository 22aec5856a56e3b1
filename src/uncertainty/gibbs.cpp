#include "varimix/gibbs.hpp"

#include <chrono>
#include <limits>
#include <new>

#include "backend/rule.hpp"
#include "fit/door.hpp"
#include "fit/refuse.hpp"
#include "statistics/thread_team.hpp"
#include "uncertainty/gibbs_chain.hpp"
#include "uncertainty/gibbs_draws.hpp"
#include "uncertainty/match_components.hpp"

namespace varimix {
namespace internal {
namespace {

void check_options(const GibbsOptions& options) {
  if (options.chains == 0) refuse("0 chains; accepted: 1 or more");
  if (options.draws < 4)
    refuse(std::to_string(options.draws) +
           " draws of each chain, which is halved to judge it; accepted: 4 or more");
  if (options.thin == 0) refuse("thin is 0; accepted: 1 or more sweeps per draw");
  const std::size_t most = std::numeric_limits<std::size_t>::max();
  if (options.draws > most / options.chains ||
      options.draws > (most - options.warm_up) / options.thin)
    throw std::bad_alloc();
}

Posterior posterior_of(const Fit& fit) { return std::get<Posterior>(fit.belief); }

/// Names the components, and is where most chains begin.
Fit reference_fit(const Model& model, const Data& data, const GibbsOptions& options) {
  FitOptions how;
  how.seed = options.seed;
  how.threads = options.threads;
  how.tolerance = 1e-6;  // of names, not of numbers
  if (!std::holds_alternative<AutomaticStart>(options.start)) how.start = options.start;
  return fit(model, data, MeanField{}, how);
}

Point start_of_chain(const Model& model, const Data& data, const Fit& reference,
                     const GibbsOptions& options, std::uint64_t key) {
  const Family& family = model.family();
  const Uniform uniform = stream_of(mix(key), 0);
  if (const auto* belief = std::get_if<Belief>(&options.start)) {
    if (const auto* point = std::get_if<Point>(belief)) return *point;
    return draw_point(family, std::get<Posterior>(*belief), uniform);
  }
  const auto* automatic = std::get_if<AutomaticStart>(&options.start);
  if (automatic == nullptr || *automatic == AutomaticStart::kmeans_plus_plus)
    return draw_point(family, posterior_of(reference), uniform);
  const Fit once = fit(model, data, MeanField{},
                       {.start = AutomaticStart::random,
                        .seed = key,
                        .tolerance = 0,
                        .max_iterations = 1,
                        .threads = 1});
  return draw_point(family, posterior_of(once), uniform);
}

/// Every chain's draws one after the other.
void join(const std::vector<ChainDraws>& each, Chains& out) {
  for (const ChainDraws& chain : each) {
    out.weights.insert(out.weights.end(), chain.weights.begin(), chain.weights.end());
    out.parameters.insert(out.parameters.end(), chain.parameters.begin(), chain.parameters.end());
    out.order.insert(out.order.end(), chain.order.begin(), chain.order.end());
  }
}

/// Means over draws, chains, and the copies of a row; what was set aside has the mean weights.
void average_responsibilities(const std::vector<ChainDraws>& each, const GibbsRows& rows,
                              Chains& out) {
  const std::size_t components = out.components();
  const std::size_t total = out.chains * out.draws;
  std::vector<double> copies(out.rows, 0.0), weights(components, 0.0);
  for (std::size_t t = 0; t < total; ++t)
    for (std::size_t k = 0; k < components; ++k)
      weights[k] += out.weights[t * components + out.order[t * components + k]];
  out.responsibilities.assign(out.rows * components, 0.0);
  for (const std::size_t n : rows.row_of()) copies[n] += 1;
  for (const ChainDraws& chain : each)
    for (std::size_t m = 0; m < rows.size(); ++m)
      for (std::size_t k = 0; k < components; ++k)
        out.responsibilities[rows.row_of()[m] * components + k] +=
            chain.responsibilities[m * components + k];
  for (std::size_t n = 0; n < out.rows; ++n)
    for (std::size_t k = 0; k < components; ++k) {
      double& r = out.responsibilities[n * components + k];
      r = (copies[n] > 0 ? r / copies[n] : weights[k]) / static_cast<double>(total);
    }
}

void warn_of_renamings(const std::vector<ChainDraws>& each, Chains& out) {
  std::size_t renamings = 0;
  for (const ChainDraws& chain : each) renamings += chain.renamings;
  if (renamings == 0) return;
  out.warnings.push_back(
      "components changed places " + std::to_string(renamings) + " times in " +
      std::to_string(out.chains * out.draws) +
      " draws: where they overlap, which is which is not in the data, and what is said of each "
      "alone leans on the reference that names them");
}

}  // namespace
}  // namespace internal

Chains gibbs(const Model& model, const Data& data, const GibbsOptions& options) {
  using namespace internal;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  check_options(options);
  const FamilyPtr family = model.family().with_columns(data.columns());
  const Summary summary = summarize(data, family->wants_correlation());
  const bool explicit_prior = model.prior_kind() == Model::Prior::given;
  check_data(*family, model.components(), explicit_prior, data, summary);
  std::vector<std::string> warnings;
  Chains out(model_for(MeanField{}, model, data, summary, warnings));
  require_draws(*family, out.model.hyperparameters());
  check_start(out.model, data, options.start);
  const GibbsRows rows(out.model, data, summary);
  const Fit reference = reference_fit(out.model, data, options);
  const Bounds bounds = out.model.family().bounds(summary);
  const std::vector<double> names =
      responsibilities_of(out.model.family(), reference.summary, rows.seen());
  const GibbsSetting setting{out.model, bounds, rows, names, options};

  std::vector<ChainDraws> each(options.chains);
  ThreadTeam team(options.threads);
  team.run(options.chains, [&](std::size_t c) {
    const std::uint64_t key = mix(mix(options.seed) ^ mix(c));
    each[c] =
        run_chain(setting, start_of_chain(out.model, data, reference, options, key), mix(key + 1));
  });
  out.chains = options.chains;
  out.draws = options.draws;
  out.reference = reference.summary;
  out.rows = data.rows();
  out.total_weight = summary.total_weight;
  out.warnings = std::move(warnings);
  join(each, out);
  average_responsibilities(each, rows, out);
  warn_of_renamings(each, out);
  out.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return out;
}

}  // namespace varimix
