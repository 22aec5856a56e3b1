// The laws, for the Poisson family.
#include "varimix/family/poisson.hpp"

#include "support/laws.hpp"

namespace varimix::laws {

struct PoissonExample {
  using Family = PoissonColumn;
  static Family family() { return {}; }
  static constexpr Support kSupport{.discrete = true, .lower = 0, .upper = 400};
  static constexpr Range kParameters{0, kInfinity};
  static std::vector<Family::Parameters> parameters() { return {{0.03}, {0.7}, {4.0}, {31.5}}; }
  static std::vector<Family::Prior> hyperparameters() {
    return {{1.5, 0.5}, {1.0, 0.25}, {8.2, 2.5}, {40.0, 9.0}};
  }
  static std::vector<double> values() { return {0, 3, 1, 7, 2, 2, 12, 0, 5}; }
};
VARIMIX_FAMILY_LAWS(Poisson, PoissonExample);

TEST(PoissonLaws, TheDefaultPriorIsGammaOfShapeOneWithTheColumnsMean) {
  EXPECT_EQ(PoissonColumn{}.default_prior({.weight = 5, .mean = 4, .variance = 2}, 3),
            (PoissonColumn::Prior{1.0, 0.25}));
}

TEST(PoissonLaws, ACountThatIsNotWholeIsRefused) {
  for (const double x : {-1.0, 0.5, 2.0000001, std::nan("")})
    EXPECT_FALSE(PoissonColumn{}.supports(x)) << x;
}

}  // namespace varimix::laws
