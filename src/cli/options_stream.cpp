// The options of --stream.
#include <fmt/format.h>

#include "cli/options.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"

namespace varimix::cli {

void StreamOptions::declare(Parser& parser) {
  parser.option_or("3", "--stream", "[PASSES]",
                   "update after every batch of rows, for data to be read once or a few\n"
                   "times: so many reads, of which the last measures (3); em, map, vb, vb-point",
                   passes, {"2", "3"});
}

void StreamOptions::apply(const std::string& method, bool hard, const SearchOptions& search,
                          FitOptions& options) const {
  if (!passes) return;
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
