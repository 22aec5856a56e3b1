// The ladder: what is unknown, what is random, what an iteration costs.
//
// Seconds belong to a machine: they are measured by `./dev docs --all`, committed as ladder.json
// and compared by no test.
#include <algorithm>

#include "discussion/claims.hpp"

namespace varimix::discussion {
namespace {

constexpr std::size_t kRows = 200000, kIterations = 20, kRuns = 5;

struct Rung {
  const char* method;
  const char* unknown;
  const char* random;
  const char* computed;
};
constexpr std::array<Rung, 5> kRungs = {{
    {"ml", "$\\pi, \\theta$", "nothing: $z$ is summed away",
     "$\\arg\\max_{\\pi,\\theta} \\log p(x \\mid \\pi, \\theta)$"},
    {"em", "$\\pi, \\theta$ and $z$", "$z$",
     "the same maximum, and $p(z \\mid x, \\hat\\pi, \\hat\\theta)$"},
    {"map", "$\\pi, \\theta$ and $z$", "$z$",
     "$\\arg\\max_{\\pi,\\theta} \\log p(x, \\pi, \\theta)$, and $p(z \\mid x, \\hat\\pi, "
     "\\hat\\theta)$"},
    {"vb-point", "$\\pi, \\theta$ and $z$", "$z$; $\\pi, \\theta$ a point mass",
     "as `em`; with a prior as `map`"},
    {"vb", "$\\pi, \\theta$ and $z$", "$z, \\pi, \\theta$",
     "$q(z)\\,q(\\pi, \\theta)$ nearest to $p(z, \\pi, \\theta \\mid x)$"},
}};

}  // namespace

Ladder measure_ladder() {
  const Data data = Data::own(sample(truth(three_gaussians()), kRows, 1).values, kRows, 1);
  const Start start = Belief(point({{1. / 3, -1, 2}, {1. / 3, 1, 2}, {1. / 3, 3, 2}}));
  Ladder out{kRows, 3, {}};
  for (const Rung& rung : kRungs) {
    Ladder::Row row;
    row.method = rung.method;
    for (std::size_t run = 0; run < kRuns; ++run) {
      const Fit f = fit(Model(3, gaussian()), data, backend_from_name(rung.method),
                        exactly(kIterations, start));
      const double seconds = f.seconds.iterate / static_cast<double>(f.iterations);
      if (run == 0 || seconds < row.seconds) row.seconds = seconds;
      row.e_passes = static_cast<double>(f.e_passes) / static_cast<double>(f.iterations);
    }
    out.methods.push_back(row);
  }
  return out;
}

Ladder stored_ladder() {
  const Json json = Json::parse(read_file(root() + "docs/discussion/ladder.json"));
  Ladder out{json.at("rows"), json.at("components"), {}};
  for (const Json& m : json.at("methods"))
    out.methods.push_back(
        {m.at("method"), m.at("seconds_per_iteration"), m.at("e_passes_per_iteration")});
  return out;
}

Json to_json(const Ladder& ladder) {
  Json methods = Json::array();
  for (const Ladder::Row& m : ladder.methods)
    methods.push_back({{"method", m.method},
                       {"seconds_per_iteration", seen(m.seconds, 3)},
                       {"e_passes_per_iteration", seen(m.e_passes, 3)}});
  return {{"format", "varimix-ladder/1"},
          {"rows", ladder.rows},
          {"components", ladder.components},
          {"methods", methods}};
}

Section ladder_section() {
  const Ladder found = stored_ladder();
  Section out{"ladder", {}, {}};
  std::vector<std::vector<std::string>> rows;
  for (const Rung& rung : kRungs) {
    const auto at = std::find_if(found.methods.begin(), found.methods.end(),
                                 [&](const Ladder::Row& m) { return m.method == rung.method; });
    rows.push_back({std::string("`") + rung.method + "`", rung.unknown, rung.random, rung.computed,
                    fixed(at->e_passes, 2), fixed(1e3 * at->seconds, 1)});
  }
  out.numbers["table"] = table(
      {"method", "unknown", "random", "computed", "reads of the data", "ms (measured)"}, rows, 4);
  out.numbers["rows"] = whole(found.rows);
  return out;
}

}  // namespace varimix::discussion
