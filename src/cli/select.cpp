// varimix select DATA --components 1..9: which number of components, which covariance.
#include "varimix/select.hpp"

#include "cli/candidates.hpp"
#include "cli/commands.hpp"
#include "cli/data_input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/pictures.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "cli/warning.hpp"
#include "family/families.hpp"
#include "report/select_table.hpp"

namespace varimix::cli {
namespace {

constexpr char kExamples[] =
    "  varimix select faithful.csv --columns waiting --components 1..5\n"
    "  varimix select faithful.csv --components 2,3 --covariance full,diagonal --folds 5\n"
    "  varimix select faithful.csv --components 1..6 --covariance all\n"
    "  varimix select faithful.csv -k 10 --weights-prior stick-breaking:1  (components in use)\n"
    "  varimix select counts.csv --components 1..9 --family poisson --output select.json\n";

struct SelectArguments {
  DataOptions data;
  ModelOptions model;
  SearchOptions search;
  PictureOptions pictures;
  Text components, covariances, method, folds, output;

  bool parse(Arguments arguments) {
    Parser parser(
        "varimix select",
        "Fits models with several numbers of components and marks what each criterion "
        "prefers:\nBIC, AIC and ICL of the point estimate, the ELBO of variational Bayes, with "
        "--folds the\nlog density of rows held out. What cannot be fitted is marked, with the "
        "reason.",
        kExamples);
    data.declare(parser);
    parser.heading("Models");
    parser.option("-k,--components", "K,...", "numbers of components: 1..9, or 1,2,4 (1..9)",
                  components);
    parser.option("--family", "FAMILY", "of the components (gaussian)", model.family,
                  internal::family_names());
    std::vector<std::string> covariances_and_all = internal::covariance_names();
    covariances_and_all.push_back("all");
    parser.option("--covariance", "a,b",
                  "of full, diagonal, spherical, tied, or all, for gaussian (full)", covariances,
                  covariances_and_all);
    parser.option("--prior", "KEY=VALUE,...", "of the components, for vb and map, as in fit",
                  model.prior, {"default"});
    parser.option("--weights-prior", "PRIOR",
                  "for vb and map, dirichlet:A or stick-breaking:G (dirichlet:1)",
                  model.weights_prior, {"dirichlet:1", "stick-breaking:1"});
    parser.heading("Inference");
    parser.option("--method", "METHOD", "of BIC, AIC and ICL: em or map (em)", method,
                  {"em", "map"});
    parser.option("--init", "START", "kmeans++ or random (kmeans++)", search.init,
                  {"kmeans++", "random"});
    parser.option("--seed", "S", "of automatic starts (0)", search.seed);
    parser.option("--restarts", "R",
                  "runs of each fit, of which the best stays (5): from one start alone\n"
                  "many end in a lesser maximum, and then the wrong K wins",
                  search.restarts);
    parser.option("--tolerance", "T", "as in fit (1e-8)", search.tolerance);
    parser.option("--max-iterations", "M", "as in fit (1000)", search.max_iterations);
    parser.option("--threads", "P", "as in fit (all cores)", search.threads);
    parser.option("--folds", "F",
                  "cross-validate: every fit F times more, each without a part of the\n"
                  "rows whose log density it then tells, such as 5 (none)",
                  folds);
    parser.heading("Results");
    parser.option("--output", "FILE.json", "a row per model (without it a table is printed)",
                  output);
    pictures.declare(parser);
    return parser.parse(arguments);
  }

  SelectOptions options() {
    const std::vector<std::string> starts = {"kmeans++", "random"}, known = {"em", "map"};
    if (search.init) choice("--init", *search.init, starts);
    if (!search.restarts) search.restarts = "5";
    SelectOptions out;
    out.fit = search.options();
    out.point = backend_from_name(choice("--method", method.value_or("em"), known));
    if (folds) out.folds = whole_number("--folds", *folds, 2);
    return out;
  }
};

/// The choice, its progress on a terminal; what is wrong with the data is told with file and line.
ModelSelection choose(const std::vector<Model>& candidates, const Input& input,
                      SelectOptions options) {
  Progress progress;
  options.fit.observer = progress.observer();
  try {
    return select_models(candidates, input.dataset.data, options);
  } catch (const std::invalid_argument& error) {
    refuse_data(input, candidates.front().family(), error.what());
  }
}

/// The page tells of what was refused by itself; a file is read by programs.
void warn_of(const ModelSelection& all, const std::string& method, bool with_refusals) {
  for (const Candidate& c : all.candidates) {
    const std::string name = internal::candidate_name(all, c);
    for (const std::string& refusal : internal::refusals(c, method))
      if (with_refusals) warn(name + ": " + refusal);
    if (c.point) warn(*c.point, name + ", " + method);
    if (c.variational) warn(*c.variational, name + ", vb");
  }
}

}  // namespace

int run_select(Arguments given) {
  SelectArguments arguments;
  if (!arguments.parse(given)) return 0;
  const SelectOptions options = arguments.options();
  const std::vector<Model> candidates = candidate_models(
      arguments.model, arguments.components.value_or("1..9"), arguments.covariances);
  Outputs outputs;
  if (arguments.output) outputs.expect("--output", *arguments.output, arguments.data.path);
  arguments.pictures.expect(outputs, arguments.data.path);

  const Input input = read_input(arguments.data, candidates.back());  // labels: of the largest K
  const ModelSelection all = choose(candidates, input, options);
  const std::string page = internal::select_page(input.table.source, options, all);
  const std::string text = arguments.output ? internal::select_json(options, all) : page;
  if (arguments.output || !arguments.pictures.to_standard_output())
    outputs.write_text(arguments.output.value_or("-"), text);
  const Data& data = input.dataset.data;
  arguments.pictures.write(
      outputs, arguments.data.path, page,
      [&](const PageOptions& asked) { return report_html(all, data, asked); },
      [&] { return plots(all, data); });
  outputs.commit();
  warn_of(all, method_name(options.point), arguments.output.has_value());
  return 0;
}

}  // namespace varimix::cli
