#include "backend/diagnosis.hpp"

namespace varimix::internal {

Diagnosis diagnose(const Model& model, const Bounds& bounds, const Belief& belief,
                   const Statistics& statistics) {
  Diagnosis out;
  const Point* point = std::get_if<Point>(&belief);
  if (point == nullptr) return out;
  const std::size_t components = model.components();
  const bool flat = model.hyperparameters().empty();
  for (const Collapse& collapse : model.family().collapses(components, point->parameters, bounds)) {
    if (!flat && collapse.spurious) continue;  // a proper prior bounds the density
    out.warnings.push_back("component " + std::to_string(collapse.component + 1) + ": " +
                           collapse.message);
    out.spurious = out.spurious || collapse.spurious;
  }
  for (std::size_t k = 0; flat && k < components; ++k) {
    const double rows = statistics.effective_rows(k);
    const auto needed = static_cast<std::size_t>(model.family().rows_needed());
    if (statistics.counts[k] > 0 && components > 1 && rows < model.family().rows_needed()) {
      out.spurious = true;
      out.warnings.push_back("component " + std::to_string(k + 1) + ": rests on fewer than " +
                             (needed == 2 ? "two" : std::to_string(needed)) +
                             " rows: a spurious maximum");
    }
    if (!(statistics.counts[k] > 0))
      out.warnings.push_back("component " + std::to_string(k + 1) +
                             ": holds no rows, its parameters mean nothing");
  }
  return out;
}

}  // namespace varimix::internal
