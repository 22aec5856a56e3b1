#include "study.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <stdexcept>

#include "data/rows.hpp"
#include "start/random.hpp"
#include "statistics/thread_team.hpp"
#include "uncertainty/match_components.hpp"

namespace varimix::bench {
namespace {

using Way = UncertaintyOptions::Method;

/// What one method said of one data set.
struct Answer {
  Point summary;
  Uncertainty uncertainty;
};

Answer of_fit(const Data& data, const Backend& backend, Way way, std::uint64_t seed) {
  const Fit of = fit(Model(2, gaussian()), data, backend, {.seed = seed, .threads = 1});
  if (of.spurious) throw std::invalid_argument("a spurious maximum");
  return {
      of.summary,
      uncertainty(
          of, data,
          {.method = way, .level = kLevel, .replicates = kReplicates, .seed = seed, .threads = 1})};
}

Answer of_gibbs(const Data& data, std::uint64_t seed) {
  const Chains chains =
      gibbs(Model(2, gaussian()), data,
            {.seed = seed, .chains = kChains, .warm_up = kWarmUp, .draws = kDraws, .threads = 1});
  return {posterior_mean(chains).summary, uncertainty(chains, kLevel)};
}

Answer answer(const std::string& method, const Data& data, std::uint64_t seed) {
  const Backend em = ExpectationMaximization{}, vb = MeanField{};
  if (method == "information") return of_fit(data, em, Way::information, seed);
  if (method == "bootstrap") return of_fit(data, em, Way::bootstrap, seed);
  if (method == "posterior") return of_fit(data, vb, Way::posterior, seed);
  if (method == "linear-response") return of_fit(data, vb, Way::linear_response, seed);
  return of_gibbs(data, seed);
}

Kind kind_of(const Estimate& e) {
  if (e.parameter == "weight") return kWeight;
  return e.parameter == "mean" ? kMean : kVariance;
}

double true_value(const Point& truth, const Estimate& e, std::size_t component) {
  if (kind_of(e) == kWeight) return truth.weights[component];
  return truth.parameters[2 * component + (kind_of(e) == kMean ? 0 : 1)];
}

/// The component of the truth that each component of the answer stands for.
std::vector<std::size_t> truth_of(const Point& truth, const Point& summary, const Data& data) {
  const Summary looked = summarize(data);
  const internal::Rows rows(data, looked);
  const FamilyPtr family = gaussian()->with_columns(1);
  const std::vector<double> ours = internal::responsibilities_of(*family, summary, rows);
  const std::vector<double> theirs = internal::responsibilities_of(*family, truth, rows);
  return internal::match_components(internal::overlaps(ours, theirs, 2, {}), 2);
}

struct Marks {
  bool failed = false;
  double covered[3] = {0, 0, 0}, width[3] = {0, 0, 0};  ///< means over the two components
};

Marks marks(const std::string& method, const Truth& truth, const Data& data, std::uint64_t seed) {
  Marks out;
  try {
    const Answer given = answer(method, data, seed);
    const std::vector<std::size_t> of = truth_of(truth.point, given.summary, data);
    for (const Estimate& e : given.uncertainty.estimates) {
      if (e.parameter == "precision") continue;  // of the variance, which is there too
      const double value = true_value(truth.point, e, of[e.component]);
      const double width = e.interval.upper - e.interval.lower;
      if (!std::isfinite(width)) out.failed = true;
      out.covered[kind_of(e)] += e.interval.lower <= value && value <= e.interval.upper ? 0.5 : 0;
      out.width[kind_of(e)] += 0.5 * width;
    }
  } catch (const std::invalid_argument&) {
    out.failed = true;
  }
  return out;
}

/// [N] from the truth.
std::vector<double> simulate(const Truth& truth, std::size_t rows, std::uint64_t seed) {
  Fit fit(Model(2, gaussian()->with_columns(1)), ExpectationMaximization{});
  fit.summary = truth.point;
  fit.belief = truth.point;
  return sample(fit, rows, seed).values;
}

Tally tally(const std::vector<Marks>& all) {
  Tally out;
  out.data_sets = all.size();
  for (const Marks& each : all) out.failed += each.failed ? 1 : 0;
  const auto count = static_cast<double>(out.data_sets - out.failed);
  for (const Marks& each : all) {
    if (each.failed) continue;
    for (std::size_t i = 0; i < 3; ++i) {
      out.covered[i] += each.covered[i] / count;
      out.width[i] += each.width[i] / count;
    }
  }
  return out;
}

}  // namespace

const std::vector<Truth>& truths() {
  static const std::vector<Truth> all = {{"well", {{0.35, 0.65}, {0, 1, 6, 1.44}}},
                                         {"badly", {{0.35, 0.65}, {0, 1, 2.5, 1.44}}}};
  return all;
}

const std::vector<Method>& methods() {
  static const std::vector<Method> all = {{"information", 1, 1},
                                          {"bootstrap", 5, 20},
                                          {"posterior", 1, 1},
                                          {"linear-response", 1, 1},
                                          {"gibbs", 5, 10}};
  return all;
}

std::vector<Tally> tallies(const Truth& truth, std::size_t rows, std::size_t data_sets,
                           std::uint64_t seed, std::size_t threads) {
  internal::ThreadTeam team(threads);
  std::vector<Tally> out;
  for (const Method& method : methods()) {
    const std::size_t share = rows < 500 ? method.share_small : method.share_large;
    std::vector<Marks> all(std::max<std::size_t>(1, data_sets / share));
    team.run(all.size(), [&](std::size_t i) {
      const std::uint64_t key = internal::mix(internal::mix(seed) ^ internal::mix(i * 4096 + rows));
      all[i] = marks(method.name, truth, Data::own(simulate(truth, rows, key), rows, 1), key);
    });
    out.push_back(tally(all));
  }
  return out;
}

}  // namespace varimix::bench
