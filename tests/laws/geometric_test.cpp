// The laws, for a family defined outside the tree.
#include "family/geometric.hpp"

#include "support/laws.hpp"

namespace varimix::laws {

struct GeometricExample {
  using Family = outside::GeometricColumn;
  static Family family() { return {}; }
  // The predictive's tail falls like x^-(alpha + 1), with alpha = 12 after the values below.
  static constexpr Support kSupport{.discrete = true, .lower = 0, .upper = 5000};
  static constexpr Range kParameters{0, 1};
  static std::vector<Family::Parameters> parameters() { return {{0.02}, {0.3}, {0.77}, {0.96}}; }
  static std::vector<Family::Prior> hyperparameters() {
    return {{2.5, 1.5}, {1.2, 1.1}, {8.2, 2.5}, {14.0, 29.0}};
  }
  static std::vector<double> values() { return {0, 3, 1, 7, 2, 2, 12, 0, 5}; }
};
VARIMIX_FAMILY_LAWS(Geometric, GeometricExample);

}  // namespace varimix::laws
