#include "report/start_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "report/fit_json.hpp"
#include "report/json_belief.hpp"
#include "varimix/gibbs.hpp"
#include "varimix/report.hpp"

namespace varimix::internal {
namespace {

/// A sum this near to 1 is left as it is, so that writing and reading weights changes no bit.
constexpr double kRoundedSum = 1e-12;

std::string full_name(const Family& family) {
  return family.covariance().empty() ? family.name() : family.name() + " " + family.covariance();
}

Belief continued(std::string_view text, const Model& model, std::size_t columns) {
  const Fit fit = fit_to_continue(text);
  const auto agree = [](const std::string& what, const auto& found, const auto& accepted) {
    if (found == accepted) return;
    throw std::invalid_argument(fmt::format(
        "{}: found {}; accepted: {}, as in the model to be fitted", what, found, accepted));
  };
  agree("model.family", full_name(fit.model.family()), full_name(model.family()));
  agree("model.components", fit.components(), model.components());
  agree("number of columns", fit.model.columns().size(), columns);
  return fit.belief;
}

std::vector<double> starting_weights(const JsonNode& node, std::size_t components) {
  std::vector<double> weights = read_weights(node, components);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (std::abs(sum - 1) > kRoundedSum) {
    for (double& weight : weights) weight /= sum;
  }
  return weights;
}

Field square(const JsonNode& node, std::size_t columns) {
  Field field{"covariance", {columns, columns}, {}};
  node.list_of(columns, columns == 1 ? "row" : "rows");
  for (std::size_t d = 0; d < columns; ++d) {
    const std::vector<double> row = node[d].numbers(columns);
    field.values.insert(field.values.end(), row.begin(), row.end());
  }
  return field;
}

/// The place of component k's covariance; where one will do for all, the place of that.
JsonNode covariance_of(const JsonNode& covariances, std::size_t k, const Model& model) {
  if (model.family().covariance() == "tied" && covariances.size() > 0) {
    const bool matrix =
        covariances[0].is_list() && covariances[0].size() > 0 && covariances[0][0].is_number();
    if (matrix) return covariances;
    if (covariances.size() == 1) return covariances[0];
  }
  return covariances.list_of(model.components(), "covariances")[k];
}

std::vector<double> means_and_covariances(const JsonNode& root, const Family& family,
                                          const Model& model) {
  root.only({"weights", "means", "covariances"});
  if (family.name() != "gaussian") {
    root["means"].refuse(fmt::format("the family is {}", family.name()),
                         "\"components\" as in FIT.json");
  }
  const JsonNode means = root["means"];
  means.list_of(model.components(), "means");
  std::vector<double> points;
  for (std::size_t k = 0; k < model.components(); ++k) {
    const Field mean{"mean", {family.columns()}, means[k].numbers(family.columns())};
    const JsonNode place = covariance_of(root["covariances"], k, model);
    const std::vector<double> point =
        read_component(place, family, {mean, square(place, family.columns())});
    points.insert(points.end(), point.begin(), point.end());
  }
  check_tied(root["covariances"], family, points);
  return points;
}

}  // namespace

Fit fit_to_continue(std::string_view text) {
  Fit fit = fit_from_json(text);
  if (fit.derived.empty() || fit.derived == kGibbsMeans) return fit;
  throw std::invalid_argument(fmt::format(
      "is the {}, which no data were fitted by; accepted: a FIT.json that fit has written",
      fit.derived));
}

Start start_from_json(std::string_view text, const Model& model, std::size_t columns) {
  const JsonNode root = JsonNode::parse(text);
  if (root["format"].present()) {
    root["format"].exactly(kFitFormat);
    return continued(text, model, columns);
  }
  const FamilyPtr family = model.family().with_columns(columns);
  Point point{starting_weights(root["weights"], model.components()), {}};
  if (root["means"].present() || root["covariances"].present()) {
    point.parameters = means_and_covariances(root, *family, model);
  } else {
    root.only({"weights", "components"});
    point.parameters = read_components(root["components"], *family, model.components());
  }
  return Belief(point);
}

}  // namespace varimix::internal
