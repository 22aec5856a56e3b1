#include "fit/precision.hpp"

#include <stdexcept>

namespace varimix::internal {

Precision resolve_precision(const FitOptions& options, const Backend& backend, const Model& model,
                            const Data& data) {
  const bool ml = std::holds_alternative<MaximumLikelihood>(backend);
  const bool possible = !ml && !options.stream && model.family().has_single_passes();
  if (options.precision == Precision::automatic)
    return possible && data.element() == Data::Element::float32 &&
                   data.rows() * data.columns() * model.components() >= kLargeData
               ? Precision::float32
               : Precision::float64;
  if (options.precision == Precision::float64 || possible) return options.precision;
  throw std::invalid_argument(
      "precision float32: " +
      (ml               ? std::string("method ml needs all digits of its gradients")
       : options.stream ? std::string("the batches of a stream are read in double")
                        : "family " + model.family().name() + " has no passes in float") +
      "; accepted: float64");
}

}  // namespace varimix::internal
