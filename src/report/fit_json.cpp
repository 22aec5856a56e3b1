#include "report/fit_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "model/json_reader.hpp"
#include "model/model_json.hpp"
#include "report/json_belief.hpp"
#include "varimix/gibbs.hpp"
#include "varimix/report.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr char kGibbs[] = "gibbs";  // no backend, but where the means of a sample come from
constexpr std::size_t kAnyCount = std::numeric_limits<std::size_t>::max();

// ---- writing

void write_objective(JsonWriter& json, const Fit& fit) {
  json.key("objective");
  if (!fit.derived.empty()) return json.null();
  json.begin_object();
  json.key("name").text(fit.objective_name());
  json.key("value").number(fit.objective);
  json.key("trace").numbers(fit.trace);
  json.end();
}

void write_criteria(JsonWriter& json, const Criteria& criteria) {
  json.key("bic").number(criteria.bic);
  json.key("aic").number(criteria.aic);
  json.key("icl").number(criteria.icl);
  json.key("free_parameters");
  criteria.free_parameters.has_value() ? json.count(*criteria.free_parameters) : json.null();
}

void write_course(JsonWriter& json, const Fit& fit) {
  json.key("converged").flag(fit.converged());
  json.key("acceleration").text(to_string(fit.acceleration));
  if (fit.precision != Precision::float64) json.key("precision").text(to_string(fit.precision));
  json.key("iterations").count(fit.iterations);
  json.key("e_passes").count(fit.e_passes);
  json.key("stopped_by").text(to_string(fit.termination));
  json.key("spurious").flag(fit.spurious);
  json.key("warnings").texts(fit.warnings);
}

void write_belief(JsonWriter& json, const Fit& fit) {
  write_point(json, fit.model.family(), fit.summary);
  if (fit.model.weights_prior().sparse() && fit.components_in_use())
    json.key("components_in_use").count(*fit.components_in_use());
  json.key("posterior");
  if (const Posterior* posterior = std::get_if<Posterior>(&fit.belief)) {
    write_posterior(json, fit.model.family(), *posterior);
  } else {
    json.null();
  }
}

void write_seconds(JsonWriter& json, const Fit& fit) {
  const Seconds& seconds = fit.seconds;
  json.key("seconds").begin_object();
  json.key("read").number(seconds.read);
  json.key("initialise").number(seconds.initialise);
  json.key("iterate").number(seconds.iterate);
  // Without an iteration there is no such number: null.
  json.key("per_iteration").number(seconds.iterate / static_cast<double>(fit.iterations));
  json.end();
}

// ---- reading

Model read_model(const JsonNode& root) {
  const JsonNode node = root["model"];
  if (!node.is_object()) node.refuse("a model description");
  Model model = node.locate([&] { return Model::from_json(node.dump()); });
  const std::vector<std::string> columns = root["columns"].texts();
  if (model.columns().empty()) node["columns"].refuse("a list of column names");
  if (columns != model.columns()) {
    root["columns"].refuse("they are not those of model.columns", "the same names");
  }
  if (model.prior_kind() != Model::Prior::none && model.hyperparameters().empty()) {
    node["family"]["prior"].refuse("found entries that leave the rest to the data",
                                   "null or all entries");
  }
  return model;
}

/// The options that the name of the method does not tell are told by the objective's.
Backend read_backend(const JsonNode& root) {
  const JsonNode method = root["method"];
  const std::string name = method.text();
  const bool means = root["derived"].present() && root["derived"].text().ends_with(kGibbsMeans);
  if (means && name != kGibbs)
    method.refuse(fmt::format("{}, for it is derived from the {}", kGibbs, kGibbsMeans));
  if (name == kGibbs && !means)
    method.refuse(fmt::format("ml, em, map, vb, vb-point, or {} with \"derived\": \"{}\"", kGibbs,
                              kGibbsMeans));
  if (means) return ExpectationMaximization{};
  Backend backend = method.locate([&] { return backend_from_name(name); });
  auto* em = std::get_if<ExpectationMaximization>(&backend);
  if (em != nullptr && !root["derived"].present()) {
    const bool hard = root["objective"]["name"].text().starts_with("classification_");
    em->assignment = hard ? ExpectationMaximization::Assignment::hard
                          : ExpectationMaximization::Assignment::soft;
  }
  return backend;
}

Point read_point(const JsonNode& root, const Model& model) {
  return {read_weights(root["weights"], model.components()),
          read_components(root["components"], model.family(), model.components())};
}

Belief read_belief(const JsonNode& root, const Fit& fit) {
  const JsonNode posterior = root["posterior"];
  const std::string method = root["method"].text();
  const auto* mean_field = std::get_if<MeanField>(&fit.backend);
  if (mean_field != nullptr && mean_field->factor == MeanField::Factor::conjugate) {
    if (!posterior.is_object()) posterior.refuse("an object, for the method is " + method);
    return read_posterior(posterior, fit.model);
  }
  if (!posterior.is_null()) posterior.refuse("null, for the method is " + method);
  return fit.summary;
}

std::optional<double> number_or_null(const JsonNode& node) {
  return node.is_null() ? std::nullopt : std::optional(node.number());
}

/// What no data were fitted by has no objective.
void read_derived(const JsonNode& root, Fit& fit) {
  fit.derived = root["derived"].text();
  if (fit.derived.empty()) root["derived"].refuse("words: what the mixture was derived by");
  if (!root["objective"].is_null()) root["objective"].refuse("null, for the fit is derived");
  fit.objective = std::numeric_limits<double>::quiet_NaN();
}

void read_objective(const JsonNode& root, Fit& fit) {
  if (root["derived"].present()) return read_derived(root, fit);
  const JsonNode objective = root["objective"];
  if (objective["name"].text() != fit.objective_name()) {
    objective["name"].refuse(
        fmt::format("{}, for the method is {}", fit.objective_name(), method_name(fit.backend)));
  }
  fit.objective = objective["value"].number_or_nan();
  const JsonNode trace = objective["trace"];
  const std::size_t size = trace.size();
  for (std::size_t t = 0; t < size; ++t) fit.trace.push_back(trace[t].number_or_nan());
}

void read_criteria(const JsonNode& root, Criteria& criteria) {
  criteria.bic = number_or_null(root["bic"]);
  criteria.aic = number_or_null(root["aic"]);
  criteria.icl = number_or_null(root["icl"]);
  const JsonNode parameters = root["free_parameters"];
  if (!parameters.is_null()) criteria.free_parameters = parameters.count(0, kAnyCount);
}

Termination read_termination(const JsonNode& node) {
  constexpr Termination kAll[] = {Termination::tolerance,       Termination::closed_form,
                                  Termination::iteration_limit, Termination::stopped_by_user,
                                  Termination::no_progress,     Termination::not_run};
  std::vector<std::string> names;
  for (const Termination known : kAll) names.push_back(to_string(known));
  const std::string name = node.choice(names);
  std::size_t i = 0;
  while (names[i] != name) ++i;
  return kAll[i];
}

void read_course(const JsonNode& root, Fit& fit) {
  fit.termination = read_termination(root["stopped_by"]);
  if (root["converged"].flag() != fit.converged()) {
    root["converged"].refuse(
        fmt::format("{}, for it was stopped by {}", fit.converged(), to_string(fit.termination)));
  }
  if (root["acceleration"].present()) {
    const std::string how = root["acceleration"].choice({"none", "squarem", "anderson"});
    for (const Acceleration known : {Acceleration::squarem, Acceleration::anderson})
      if (how == to_string(known)) fit.acceleration = known;
  }
  if (root["precision"].present())
    fit.precision = root["precision"].choice({"float64", "float32"}) == "float32"
                        ? Precision::float32
                        : Precision::float64;
  fit.iterations = root["iterations"].count(0, kAnyCount);
  if (root["e_passes"].present()) fit.e_passes = root["e_passes"].count(0, kAnyCount);
  if (root["spurious"].present()) fit.spurious = root["spurious"].flag();
  fit.warnings = root["warnings"].texts();
  const JsonNode seconds = root["seconds"];
  fit.seconds = {seconds["read"].number_or_nan(), seconds["initialise"].number_or_nan(),
                 seconds["iterate"].number_or_nan()};
}

}  // namespace

void write_fit(JsonWriter& json, const Fit& fit, const std::function<void(JsonWriter&)>& more) {
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text(kFitFormat);
  if (!fit.derived.empty()) json.key("derived").text(fit.derived);
  json.key("method").text(is_gibbs(fit) ? kGibbs : method_name(fit.backend));
  json.key("model");
  write_model(json, fit.model);
  json.key("rows").count(fit.rows);
  json.key("total_weight").number(fit.total_weight);
  json.key("columns").texts(fit.model.columns());
  write_objective(json, fit);
  json.key("log_likelihood").number(fit.log_likelihood);
  write_criteria(json, fit.criteria);
  write_course(json, fit);
  write_belief(json, fit);
  write_seconds(json, fit);
  if (more) more(json);
  json.end();
}

}  // namespace internal

std::string to_json(const Fit& fit) {
  internal::JsonWriter json;
  internal::write_fit(json, fit);
  return json.str();
}

Fit fit_from_json(std::string_view text) {
  const internal::JsonNode root = internal::JsonNode::parse(text);
  root["format"].exactly(internal::kFitFormat);
  Fit fit(internal::read_model(root), internal::read_backend(root));
  fit.summary = internal::read_point(root, fit.model);
  fit.belief = internal::read_belief(root, fit);
  fit.rows = root["rows"].count(0, internal::kAnyCount);
  fit.total_weight = root["total_weight"].number();
  fit.log_likelihood = root["log_likelihood"].number_or_nan();
  internal::read_objective(root, fit);
  internal::read_criteria(root, fit.criteria);
  internal::read_course(root, fit);
  return fit;
}

}  // namespace varimix
