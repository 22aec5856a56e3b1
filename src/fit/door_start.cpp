// The door for starts: where inference is told to begin must fit the model and the data.
#include <cmath>
#include <stdexcept>

#include "fit/door.hpp"
#include "fit/refuse.hpp"

namespace varimix::internal {
namespace {

void check_partition(const Partition& partition, std::size_t rows, std::size_t components) {
  if (partition.components.size() != rows)
    refuse("the start's partition has " + std::to_string(partition.components.size()) +
           " rows, the data have " + std::to_string(rows));
  for (std::size_t n = 0; n < rows; ++n)
    if (partition.components[n] < 0 ||
        partition.components[n] >= static_cast<std::int32_t>(components))
      refuse("the start's partition puts row " + std::to_string(n + 1) + " into component " +
             std::to_string(partition.components[n] + 1) + " of " + std::to_string(components));
}

void check_responsibilities(const Responsibilities& soft, std::size_t rows,
                            std::size_t components) {
  if (soft.components != components || soft.values.size() != rows * components)
    refuse("the start's responsibilities do not have " + std::to_string(rows) + " rows of " +
           std::to_string(components));
  for (std::size_t n = 0; n < rows; ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < components; ++k) {
      const double r = soft.values[n * components + k];
      if (!(r >= 0))
        refuse("row " + std::to_string(n + 1) + " of the start's responsibilities has the entry " +
               text(r) + "; accepted: numbers >= 0");
      sum += r;
    }
    if (!(std::abs(sum - 1) < 1e-6))
      refuse("row " + std::to_string(n + 1) + " of the start's responsibilities sums to " +
             text(sum) + "; accepted: rows that sum to 1");
  }
}

[[noreturn]] void refuse_shape(const Model& model) {
  refuse("the start does not fit the model: it needs " + std::to_string(model.components()) +
         " components of family " + model.family().name() + " over " +
         std::to_string(model.family().columns()) + " columns");
}

// A belief is sound when its own description can be read back.
void check_point(const Model& model, const Point& point) {
  const std::size_t components = model.components();
  const Family& family = model.family();
  if (point.weights.size() != components ||
      point.parameters.size() != components * family.sizes().point)
    refuse_shape(model);
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) {
    if (!(point.weights[k] >= 0))
      refuse("the start's weight of component " + std::to_string(k + 1) + " is " +
             text(point.weights[k]) + "; accepted: numbers >= 0");
    sum += point.weights[k];
    static_cast<void>(family.read(family.describe(point.parameters, k)));
  }
  if (!(std::abs(sum - 1) < 1e-6))
    refuse("the start's weights sum to " + text(sum) + "; accepted: 1");
}

void check_posterior(const Model& model, const Posterior& posterior) {
  const std::size_t components = model.components();
  const ConjugateRules* conjugate = model.family().conjugate_rules();
  if (conjugate == nullptr)
    refuse("the start is a posterior, but family " + model.family().name() +
           " has no conjugate prior");
  const bool sticks = posterior.weights.kind == WeightsPrior::Kind::stick_breaking;
  if (posterior.weights.alpha.size() != components - (sticks ? 1 : 0) ||
      posterior.weights.beta.size() != (sticks ? components - 1 : 0) ||
      posterior.hyperparameters.size() != components * model.family().sizes().posterior)
    refuse_shape(model);
  for (const auto* parameters : {&posterior.weights.alpha, &posterior.weights.beta})
    for (const double a : *parameters)
      if (!(a > 0) || !std::isfinite(a))
        refuse("the start's posterior of the weights has the parameter " + text(a) +
               "; accepted: finite numbers > 0");
  static_cast<void>(conjugate->read(conjugate->describe(components, posterior.hyperparameters)));
}

}  // namespace

void check_start(const Model& model, const Data& data, const Start& start) {
  if (const auto* partition = std::get_if<Partition>(&start))
    check_partition(*partition, data.rows(), model.components());
  else if (const auto* soft = std::get_if<Responsibilities>(&start))
    check_responsibilities(*soft, data.rows(), model.components());
  else if (const auto* belief = std::get_if<Belief>(&start))
    std::holds_alternative<Point>(*belief) ? check_point(model, std::get<Point>(*belief))
                                           : check_posterior(model, std::get<Posterior>(*belief));
}

}  // namespace varimix::internal
