// The options of --method gibbs.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "cli/options.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"

namespace varimix::cli {
namespace {

constexpr std::uint64_t kMostChains = 1000;

}  // namespace

void SamplingOptions::declare(Parser& parser) {
  parser.heading("Sampling, for --method gibbs");
  parser.option("--chains", "C", "independent chains (4)", chains);
  parser.option("--warm-up", "W", "draws of each chain that are thrown away (1000)", warm_up);
  parser.option("--draws", "T", "draws of each chain that are kept (2500)", draws);
}

void SamplingOptions::check_unused(bool intervals) const {
  const std::array<std::pair<const char*, const Text*>, 3> all = {
      {{"--chains", &chains}, {"--warm-up", &warm_up}, {"--draws", &draws}}};
  for (const auto& [name, text] : all)
    if (*text)
      throw InputError(
          fmt::format("{} {}: nothing is sampled; accepted with --method gibbs", name, **text));
  if (level && !intervals)
    throw InputError(
        fmt::format("--level {}: there are no intervals; accepted with --uncertainty, or --method "
                    "gibbs",
                    *level));
}

GibbsOptions SamplingOptions::options(const BackendOptions& backend,
                                      const SearchOptions& search) const {
  if (backend.assignment)
    throw InputError(
        fmt::format("--assignment {}: --method gibbs draws assignments; accepted with em and map",
                    *backend.assignment));
  const std::array<std::pair<const char*, const Text*>, 5> unused = {
      {{"--restarts", &search.restarts},
       {"--tolerance", &search.tolerance},
       {"--max-iterations", &search.max_iterations},
       {"--accelerate", &search.acceleration},
       {"--precision", &search.precision}}};
  for (const auto& [name, text] : unused)
    if (*text)
      throw InputError(
          fmt::format("{} {}: --method gibbs has no use for it; accepted: --chains, --warm-up, "
                      "--draws",
                      name, **text));
  const FitOptions shared = search.options();
  GibbsOptions out;
  out.start = shared.start;
  out.seed = shared.seed;
  out.threads = shared.threads;
  if (chains) out.chains = whole_number("--chains", *chains, 1, kMostChains);
  if (warm_up) out.warm_up = whole_number("--warm-up", *warm_up, 0);
  if (draws) out.draws = whole_number("--draws", *draws, 4);
  return out;
}

double SamplingOptions::probability() const {
  if (!level) return 0.95;
  const std::string accepted = "a probability between 0 and 1, such as 0.95";
  const double out = number("--level", *level, accepted);
  if (!(out > 0 && out < 1))
    throw InputError(fmt::format("--level {}: accepted: {}", *level, accepted));
  return out;
}

}  // namespace varimix::cli
