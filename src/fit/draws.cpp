#include "fit/draws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "fit/refuse.hpp"

namespace varimix::internal {

void require_draws(const Family& family, std::span<const double> hyperparameters) {
  const SampleRules* rules = family.sample_rules();
  if (rules == nullptr) refuse("family " + family.name() + " cannot draw rows");
  if (hyperparameters.empty()) return;
  // A family that cannot draw parameters leaves them as they are.
  std::vector<double> point(family.sizes().point, std::numeric_limits<double>::quiet_NaN());
  rules->draw_point(
      hyperparameters, [] { return 0.5; }, point);
  if (std::all_of(point.begin(), point.end(), [](double x) { return std::isnan(x); }))
    refuse("family " + family.name() + " cannot draw parameters from their posterior");
}

}  // namespace varimix::internal
