#include "model/model_json.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "family/families.hpp"
#include "model/json_prior.hpp"
#include "model/json_reader.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr const char* kFormat = "varimix-model/1";

// ---- writing

void write_weights_prior(JsonWriter& json, const WeightsPrior& prior, bool resolved) {
  const bool dirichlet = prior.kind == WeightsPrior::Kind::dirichlet;
  json.begin_object();
  json.key("type").text(dirichlet ? "dirichlet" : "stick-breaking");
  json.key("concentration");
  if (dirichlet && (resolved || prior.concentration.size() > 1)) {
    json.numbers(prior.concentration);
  } else {
    json.number(prior.concentration.at(0));
  }
  json.end();
}

void write_family(JsonWriter& json, const Model& model) {
  json.begin_object();
  json.key("type").text(model.family().name());
  if (!model.family().covariance().empty())
    json.key("covariance").text(model.family().covariance());
  json.key("prior");
  write_prior(json, model);
  json.end();
}

// ---- reading

FamilyPtr read_family(const JsonNode& family) {
  const JsonNode covariance = family["covariance"];
  const std::string type = family["type"].choice(family_names());
  return family.locate(
      [&] { return family_from_name(type, covariance.present() ? covariance.text() : ""); });
}

WeightsPrior read_weights_prior(const JsonNode& prior, std::size_t components) {
  if (!prior.present()) return {};
  prior.only({"type", "concentration"});
  const std::string type = prior["type"].choice({"dirichlet", "stick-breaking"});
  const JsonNode concentration = prior["concentration"];
  std::vector<double> values;
  if (type == "stick-breaking" || !concentration.is_list()) {
    values = {concentration.number()};
  } else {
    values = concentration.numbers(components);
  }
  for (const double value : values) {
    if (!(value > 0)) concentration.refuse(fmt::format("found {}", value), "numbers > 0");
  }
  if (type == "stick-breaking") return WeightsPrior::stick_breaking(values[0]);
  return values.size() == 1 ? WeightsPrior::dirichlet(values[0]) : WeightsPrior::dirichlet(values);
}

std::vector<std::string> read_columns(const JsonNode& node) {
  std::vector<std::string> columns = node.texts();
  if (columns.empty()) node.refuse("at least one column name");
  return columns;
}

}  // namespace

void write_model(JsonWriter& json, const Model& model) {
  const bool flat = model.prior_kind() == Model::Prior::none;
  const bool resolved = !model.columns().empty() && (flat || !model.hyperparameters().empty());
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text(kFormat);
  json.key("components").count(model.components());
  if (!model.columns().empty()) json.key("columns").texts(model.columns());
  json.key("weights_prior");
  write_weights_prior(json, model.weights_prior(), resolved);
  json.key("family");
  write_family(json, model);
  json.end();
}

}  // namespace internal

std::string Model::to_json() const {
  internal::JsonWriter json;
  internal::write_model(json, *this);
  return json.str();
}

Model Model::from_json(std::string_view text) {
  const internal::JsonNode root = internal::JsonNode::parse(text);
  root["format"].exactly(internal::kFormat);
  root.only({"format", "components", "columns", "weights_prior", "family"});
  const std::size_t components =
      root["components"].count(1, std::numeric_limits<std::int32_t>::max());
  const internal::JsonNode family = root["family"];
  family.only({"type", "covariance", "prior"});
  const internal::JsonNode columns = root["columns"];

  FamilyPtr ptr = internal::read_family(family);
  std::vector<std::string> names;
  if (columns.present()) {
    names = internal::read_columns(columns);
    ptr = columns.locate([&] { return ptr->with_columns(names.size()); });
  }
  Model model =
      Model(components, ptr)
          .with_weights_prior(internal::read_weights_prior(root["weights_prior"], components));
  model = internal::read_prior(family["prior"], model);
  if (names.empty()) return model;

  model.columns_ = names;
  if (model.prior_kind_ != Prior::none) {
    model.hyperparameters_ =
        family["prior"].locate([&] { return internal::hyperparameters_without_data(model); });
    if (model.hyperparameters_.empty()) return model;
  }
  WeightsPrior& weights = model.weights_prior_;
  if (weights.kind == WeightsPrior::Kind::dirichlet && weights.concentration.size() == 1) {
    weights.concentration.assign(components, weights.concentration[0]);
  }
  return model;
}

}  // namespace varimix
