// What a fit knows of its components, as PartRules take it.
#pragma once

#include <span>

#include "fit/refuse.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {

/// A view of a fit that must outlive it. Throws std::invalid_argument where the family's columns
/// cannot be taken apart.
struct KnownComponents {
  explicit KnownComponents(const Fit& fit)
      : rules(require(fit.model.family())),
        posterior(std::get_if<Posterior>(&fit.belief)),
        kind(posterior != nullptr ? PartRules::Known::posterior : PartRules::Known::point),
        values(posterior != nullptr ? posterior->hyperparameters : fit.summary.parameters) {}

  const PartRules& rules;
  const Posterior* posterior;  ///< null for a point
  PartRules::Known kind;
  std::span<const double> values;

 private:
  static const PartRules& require(const Family& family) {
    if (family.part_rules() == nullptr)
      refuse("family " + family.name() + " has no marginal and conditional distributions");
    return *family.part_rules();
  }
};

}  // namespace varimix::internal
