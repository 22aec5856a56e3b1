// The options of --uncertainty.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/options.hpp"
#include "cli/parser.hpp"
#include "cli/values.hpp"

namespace varimix::cli {
namespace {

using Method = UncertaintyOptions::Method;

const std::vector<std::pair<std::string, Method>> kMethods = {
    {"automatic", Method::automatic}, {"information", Method::information},
    {"bootstrap", Method::bootstrap}, {"parametric-bootstrap", Method::parametric_bootstrap},
    {"posterior", Method::posterior}, {"linear-response", Method::linear_response}};

constexpr std::uint64_t kMostReplicates = 1000000;

std::vector<std::string> names_of_methods() {
  std::vector<std::string> out;
  for (const auto& [name, method] : kMethods) out.push_back(name);
  return out;
}

Method method_of(const std::string& text) {
  const std::string name = choice("--uncertainty", text, names_of_methods());
  return std::find_if(kMethods.begin(), kMethods.end(),
                      [&](const auto& known) { return known.first == name; })
      ->second;
}

bool is_bootstrap(Method method) {
  return method == Method::bootstrap || method == Method::parametric_bootstrap;
}

}  // namespace

void CertaintyOptions::declare(Parser& parser) {
  parser.heading("Uncertainty");
  parser.option_or("automatic", "--uncertainty", "[HOW]",
                   "standard errors and intervals: information, bootstrap or\n"
                   "parametric-bootstrap of a point; posterior or linear-response of vb\n"
                   "(information; posterior)",
                   method, names_of_methods());
  parser.option("--replicates", "B", "of a bootstrap (1000)", replicates);
}

void CertaintyOptions::check(bool gibbs, const Backend& backend) const {
  if (replicates && (!method || !is_bootstrap(method_of(*method))))
    throw InputError(
        fmt::format("--replicates {}: nothing is replicated; accepted with --uncertainty bootstrap "
                    "or parametric-bootstrap",
                    *replicates));
  if (!method) return;
  const Method how = method_of(*method);
  if (gibbs)
    throw InputError(
        fmt::format("--uncertainty {}: --method gibbs tells it of itself; accepted with the other "
                    "methods",
                    *method));
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  if (em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard &&
      !is_bootstrap(how))
    throw InputError(
        "--uncertainty: information: --assignment hard maximises no likelihood of the parameters; "
        "accepted: bootstrap, parametric-bootstrap, or --assignment soft");
  const auto* mean_field = std::get_if<MeanField>(&backend);
  const bool posterior =
      mean_field != nullptr && mean_field->factor == MeanField::Factor::conjugate;
  const bool of_posterior = how == Method::posterior || how == Method::linear_response;
  if (how != Method::automatic && posterior != of_posterior)
    throw InputError(fmt::format(
        "--uncertainty {}: --method {} gives a {}; accepted: {}", *method, method_name(backend),
        posterior ? "posterior" : "point",
        posterior ? "posterior, linear-response" : "information, bootstrap, parametric-bootstrap"));
}

UncertaintyOptions CertaintyOptions::options(const SearchOptions& search, double level) const {
  const FitOptions shared = search.options();
  UncertaintyOptions out;
  out.method = method_of(method.value());
  out.level = level;
  out.seed = shared.seed;
  out.threads = shared.threads;
  if (replicates) out.replicates = whole_number("--replicates", *replicates, 2, kMostReplicates);
  return out;
}

}  // namespace varimix::cli
