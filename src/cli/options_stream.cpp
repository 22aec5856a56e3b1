// The options of --stream.
#include <fmt/format.h>

#include "cli/options.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"

namespace varimix::cli {

void StreamOptions::declare(Parser& parser) {
  parser.option_or("3", "--stream", "[PASSES]",
                   "for data to be read once or a few times: update after every batch of\n"
                   "rows; so many reads, of which the last measures the objective (3);\n"
                   "with em, map, vb, vb-point",
                   passes, {"2", "3"});
}

void StreamOptions::apply(bool gibbs, const Backend& backend, const SearchOptions& search,
                          FitOptions& options) const {
  if (!passes) return;
  const std::string method = gibbs ? "gibbs" : method_name(backend);
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  const bool hard = em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard;
  const std::string given = "--stream " + *passes;
  const std::uint64_t count = whole_number("--stream", *passes, 1);
  if (method == "ml" || method == "gibbs")
    throw InputError(
        fmt::format("{}: --method {} reads all rows for each of its steps; accepted with em, map, "
                    "vb, vb-point",
                    given, method));
  if (hard)
    throw InputError(fmt::format(
        "{}: --assignment hard jumps from batch to batch; accepted: --assignment soft", given));
  if (search.acceleration && search.acceleration != "none")
    throw InputError(
        fmt::format("--accelerate {} contradicts {}: it combines whole passes; accepted: "
                    "--accelerate none, or no --stream",
                    *search.acceleration, given));
  if (search.max_iterations)
    throw InputError(
        fmt::format("--max-iterations {} contradicts {}, which says how many passes there are; "
                    "accepted: one of the two",
                    *search.max_iterations, given));
  options.stream = Stream{.passes = count};
}

}  // namespace varimix::cli
