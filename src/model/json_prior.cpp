#include "model/json_prior.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace varimix::internal {
namespace {

constexpr const char* kDefaultPrior = "default";

/// Some data set of so many columns, where a family wants to see one.
Summary made_up(std::size_t columns, double mean, double variance) {
  Summary summary;
  summary.columns.assign(columns, {10.0, mean, variance, mean - 1, mean + 1});
  summary.rows = 10;
  summary.total_weight = 10;
  return summary;
}

/// What the prior of this family can be called; over how many columns is not always known.
std::vector<std::string> prior_types(const Family& family) {
  std::vector<std::string> types;
  for (const std::size_t columns : {family.columns(), std::size_t{1}, std::size_t{2}}) {
    try {
      const FamilyPtr stretched = family.with_columns(columns);
      const ConjugateRules& rules = *stretched->conjugate_rules();
      const std::vector<double> prior = rules.prior({}, made_up(columns, 1.0, 1.0), 1);
      const std::string type = rules.describe_prior(prior).type;
      if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
    } catch (const std::invalid_argument&) {
      continue;  // the family does not stretch over so many columns
    }
  }
  return types;
}

}  // namespace

void write_prior(JsonWriter& json, const Model& model) {
  if (!model.hyperparameters().empty()) {
    const ConjugateDescription prior =
        model.family().conjugate_rules()->describe_prior(model.hyperparameters());
    json.begin_object();
    json.key("type").text(prior.type);
    json.fields(prior.components.at(0));
    json.end();
  } else if (model.prior_kind() == Model::Prior::given) {
    json.begin_object();
    json.fields(model.prior_entries());
    json.end();
  } else if (model.prior_kind() == Model::Prior::from_data) {
    json.text(kDefaultPrior);
  } else {
    json.null();
  }
}

Model read_prior(const JsonNode& node, const Model& model) {
  if (!node.present() || node.is_null()) return model;
  if (model.family().conjugate_rules() == nullptr) {
    node.refuse(fmt::format("null, for family {} has no conjugate prior", model.family().name()));
  }
  if (node.is_text()) {
    node.choice({kDefaultPrior});
    return model.with_default_prior();
  }
  if (!node.is_object()) node.refuse("null, \"default\" or an object");
  if (node["type"].present()) node["type"].choice(prior_types(model.family()));
  const Fields entries = node.fields_except({"type"});
  return entries.empty() ? model.with_default_prior() : model.with_prior(entries);
}

std::vector<double> hyperparameters_without_data(const Model& model) {
  const std::size_t columns = model.family().columns();
  const ConjugateRules& rules = *model.family().conjugate_rules();
  const auto prior = [&](double mean, double variance) {
    return rules.prior(model.prior_entries(), made_up(columns, mean, variance), model.components());
  };
  std::vector<double> values = prior(1.0, 1.0);
  return values == prior(2.0, 3.0) ? values : std::vector<double>{};
}

}  // namespace varimix::internal
