#include "report/json_belief.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace varimix::internal {
namespace {

constexpr double kSumTolerance = 1e-6;
constexpr double kTiedTolerance = 1e-9;

bool close(double a, double b) {
  return std::abs(a - b) <= kTiedTolerance * std::max(std::abs(a), std::abs(b));
}

const Field* find(const Fields& fields, const std::string& name) {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

void write_typed(JsonWriter& json, const std::string& type, const Fields& fields) {
  json.begin_object();
  json.key("type").text(type);
  json.fields(fields);
  json.end();
}

void write_weights_posterior(JsonWriter& json, const WeightsPosterior& weights) {
  json.begin_object();
  if (weights.kind == WeightsPrior::Kind::dirichlet) {
    json.key("type").text("dirichlet");
    json.key("concentration").numbers(weights.alpha);
  } else {
    json.key("type").text("stick-breaking");
    json.key("alpha").numbers(weights.alpha);
    json.key("beta").numbers(weights.beta);
  }
  json.end();
}

std::vector<double> positive_numbers(const JsonNode& node, std::size_t size) {
  std::vector<double> values = node.numbers(size);
  for (std::size_t i = 0; i < size; ++i) {
    if (!(values[i] > 0)) node[i].refuse("a number > 0");
  }
  return values;
}

WeightsPosterior read_weights_posterior(const JsonNode& node, const Model& model) {
  const std::size_t components = model.components();
  WeightsPosterior weights;
  weights.kind = model.weights_prior().kind;
  if (weights.kind == WeightsPrior::Kind::dirichlet) {
    node["type"].exactly("dirichlet");
    node.only({"type", "concentration"});
    weights.alpha = positive_numbers(node["concentration"], components);
  } else {
    node["type"].exactly("stick-breaking");
    node.only({"type", "alpha", "beta"});
    weights.alpha = positive_numbers(node["alpha"], components - 1);
    weights.beta = positive_numbers(node["beta"], components - 1);
  }
  return weights;
}

/// What all components share: the member that is neither "weights" nor "components", if there is
/// one.
void read_shared(const JsonNode& posterior, ConjugateDescription& description) {
  for (const std::string& key : posterior.keys()) {
    if (key == "weights" || key == "components") continue;
    description.shared_name = key;
    description.shared_type = posterior[key]["type"].text();
    description.shared = posterior[key].fields_except({"type"});
    return;
  }
}

}  // namespace

void write_point(JsonWriter& json, const Family& family, const Point& point) {
  json.key("weights").numbers(point.weights);
  json.key("components").begin_list(JsonWriter::Layout::kLines);
  for (std::size_t k = 0; k < point.weights.size(); ++k) {
    json.begin_object();
    json.fields(family.describe(point.parameters, k));
    json.end();
  }
  json.end();
}

void write_posterior(JsonWriter& json, const Family& family, const Posterior& posterior) {
  const std::size_t components = posterior.hyperparameters.size() / family.sizes().posterior;
  const ConjugateDescription described =
      family.conjugate_rules()->describe(components, posterior.hyperparameters);
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("weights");
  write_weights_posterior(json, posterior.weights);
  if (!described.shared_name.empty()) {
    json.key(described.shared_name);
    write_typed(json, described.shared_type, described.shared);
  }
  json.key("components").begin_list(JsonWriter::Layout::kLines);
  for (const Fields& fields : described.components) write_typed(json, described.type, fields);
  json.end();
  json.end();
}

std::vector<double> read_weights(const JsonNode& node, std::size_t components) {
  std::vector<double> weights = node.numbers(components);
  for (std::size_t k = 0; k < components; ++k) {
    if (weights[k] < 0) node[k].refuse("a number >= 0");
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(std::abs(sum - 1) <= kSumTolerance)) {
    node.refuse(fmt::format("the sum is {}", sum), "numbers that sum to 1");
  }
  return weights;
}

std::vector<double> read_component(const JsonNode& place, const Family& family,
                                   const Fields& fields) {
  std::vector<double> point = place.locate([&] { return family.read(fields); });
  for (const Field& expected : family.describe(point, 0)) {
    const Field* field = find(fields, expected.name);
    if (field == nullptr || field->shape.empty() || field->shape == expected.shape) continue;
    place[expected.name].refuse(
        expected.shape.size() == 2
            ? fmt::format("{} rows of {}", expected.shape[0], expected.shape[1])
            : fmt::format("{} numbers in one list", expected.values.size()));
  }
  return point;
}

void check_tied(const JsonNode& place, const Family& family, const std::vector<double>& points) {
  if (family.covariance() != "tied") return;
  const Fields first = family.describe(points, 0);
  const Field* shared = find(first, "covariance");
  for (std::size_t k = 1; shared != nullptr && k < points.size() / family.sizes().point; ++k) {
    const Fields other = family.describe(points, k);
    const Field* own = find(other, "covariance");
    if (!std::equal(shared->values.begin(), shared->values.end(), own->values.begin(), close)) {
      place.refuse(fmt::format("the covariance of component {} is not that of component 1", k + 1),
                   "the same for all, for they are tied");
    }
  }
}

std::vector<double> read_components(const JsonNode& node, const Family& family,
                                    std::size_t components) {
  node.list_of(components, "components");
  std::vector<double> points;
  for (std::size_t k = 0; k < components; ++k) {
    const std::vector<double> point = read_component(node[k], family, node[k].fields_except({}));
    points.insert(points.end(), point.begin(), point.end());
  }
  check_tied(node, family, points);
  return points;
}

// One component at a time, so that a message can say which.
Posterior read_posterior(const JsonNode& node, const Model& model) {
  const ConjugateRules* rules = model.family().conjugate_rules();
  if (rules == nullptr) node.refuse("null, for the family has no conjugate prior");
  Posterior posterior{read_weights_posterior(node["weights"], model), {}};
  ConjugateDescription description;
  read_shared(node, description);
  const JsonNode components = node["components"];
  components.list_of(model.components(), "components");
  for (std::size_t k = 0; k < model.components(); ++k) {
    const JsonNode component = components[k];
    description.type = component["type"].text();
    description.components = {component.fields_except({"type"})};
    const std::vector<double> part = component.locate([&] { return rules->read(description); });
    posterior.hyperparameters.insert(posterior.hyperparameters.end(), part.begin(), part.end());
  }
  std::vector<std::string> known = {"weights", "components"};
  const std::string shared =
      rules->describe(model.components(), posterior.hyperparameters).shared_name;
  if (!shared.empty()) known.push_back(shared);
  node.only(known);
  return posterior;
}

}  // namespace varimix::internal
