// What a family lacks is refused: by the compiler where the family is known to it, else in one
// line.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "family/geometric.hpp"
#include "varimix/varimix.hpp"

namespace varimix {
namespace {

/// The least a family can be: scores and a closed form for EM.
struct Bare : private outside::GeometricColumn {
  using GeometricColumn::estimate, GeometricColumn::log_base, GeometricColumn::log_normalizer;
  using GeometricColumn::kParameterNames, GeometricColumn::lower_bound;
  using GeometricColumn::mean_statistic, GeometricColumn::natural, GeometricColumn::parameters;
  using GeometricColumn::Parameters, GeometricColumn::Statistic;
  using GeometricColumn::statistic, GeometricColumn::support, GeometricColumn::supports;
  using GeometricColumn::unusable;
  std::string name() const { return "bare"; }
};
/// With an inverse of grad A.
struct Invertible : Bare {
  Statistic natural_from_mean(Statistic mean) const {
    return outside::GeometricColumn{}.natural_from_mean(mean);
  }
};
using outside::GeometricColumn;

static_assert(ColumnFamily<Bare> && ColumnFamily<GeometricColumn> && ColumnFamily<PoissonColumn>);
static_assert(!InvertibleFamily<Bare> && InvertibleFamily<Invertible>);
static_assert(!DirectFamily<Bare> && DirectFamily<GeometricColumn> && DirectFamily<PoissonColumn>);
static_assert(!ConjugateFamily<Bare> && !ConjugateFamily<Invertible>);
static_assert(ConjugateFamily<GeometricColumn> && ConjugateFamily<PoissonColumn>);

static_assert(kSupports<Bare, ExpectationMaximization>);
static_assert(!kSupports<Bare, MaximumLikelihood> && !kSupports<Bare, MeanField>);
static_assert(kSupports<GeometricColumn, MaximumLikelihood> &&
              kSupports<GeometricColumn, ExpectationMaximization> &&
              kSupports<GeometricColumn, MeanField>);
static_assert(!kSupports<int, ExpectationMaximization> && !kSupports<Bare, int>);

template <typename F, typename B>
concept Compiles = requires(const Mixture<F>& mixture, const Data& data, const B& backend) {
  { fit(mixture, data, backend) } -> std::same_as<Fit>;
};
static_assert(Compiles<Bare, ExpectationMaximization>);
static_assert(!Compiles<Bare, MeanField> && !Compiles<Bare, MaximumLikelihood>);
static_assert(Compiles<GeometricColumn, MeanField> && Compiles<GeometricColumn, MaximumLikelihood>);

Data counts() { return Data::own({0, 1, 0, 2, 7, 9, 11, 8, 1, 0, 12, 7}, 12, 1); }

template <typename F>
Model model_of() {
  return Mixture<F>{2, F{}}.model();
}

/// What fitting is refused with, or "".
std::string refusal(const Model& model, const Backend& backend) {
  try {
    fit(model, counts(), backend);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

constexpr MeanField kPointMass{.factor = MeanField::Factor::point_mass};
constexpr ExpectationMaximization kMap{.estimate =
                                           ExpectationMaximization::Estimate::posterior_mode};

TEST(Capabilities, ABareFamilyIsFittedByExpectationMaximization) {
  const FitOptions plain{.acceleration = Acceleration::none};  // which needs coordinates
  const Fit bare = fit(Mixture<Bare>{2, {}}, counts(), ExpectationMaximization{}, plain);
  const Fit whole =
      fit(Mixture<GeometricColumn>{2, {}}, counts(), ExpectationMaximization{}, plain);
  EXPECT_EQ(bare.trace, whole.trace);
  EXPECT_EQ(bare.parameter("probability", 0), whole.parameter("probability", 0));
}

TEST(Capabilities, AMissingConjugatePriorIsRefusedByName) {
  for (const Backend& backend : {Backend(MeanField{}), Backend(kMap)}) {
    const std::string why = refusal(model_of<Bare>(), backend);
    EXPECT_NE(why.find("bare"), std::string::npos) << why;
    EXPECT_NE(why.find("conjugate prior"), std::string::npos) << why;
    EXPECT_EQ(why.find('\n'), std::string::npos);
  }
  const std::string why = refusal(model_of<Bare>().with_default_prior(), kPointMass);
  EXPECT_NE(why.find("conjugate prior"), std::string::npos) << why;
}

TEST(Capabilities, MissingCoordinatesAreRefusedByName) {
  const std::string why = refusal(model_of<Bare>(), MaximumLikelihood{});
  EXPECT_NE(why.find("bare lacks unconstrained coordinates"), std::string::npos) << why;
}

TEST(Capabilities, AMissingInverseIsRefusedByName) {
  const std::string why = refusal(model_of<Bare>(), kPointMass);
  EXPECT_NE(why.find("bare lacks the inverse of grad A"), std::string::npos) << why;
}

// The point-mass factor needs the inverse of grad A and, with a flat prior, nothing else.
TEST(Capabilities, AnInverseIsEnoughForThePointMass) {
  EXPECT_EQ(refusal(model_of<Invertible>(), kPointMass), "");
}

TEST(Capabilities, AreNullWhereTheyLack) {
  const Model bare = model_of<Bare>();
  EXPECT_NE(bare.family().estimate_rules(), nullptr);
  EXPECT_EQ(bare.family().conjugate_rules(), nullptr);
  EXPECT_EQ(bare.family().point_mass_rules(), nullptr);
  EXPECT_EQ(bare.family().direct_rules(), nullptr);
}

TEST(Capabilities, AValueOutsideTheSupportIsRefusedWithItsPlace) {
  try {
    fit(model_of<GeometricColumn>(), Data::own({1, 2, 2.5, 3}, 4, 1));
    FAIL() << "2.5 is no count";
  } catch (const std::invalid_argument& error) {
    const std::string why = error.what();
    EXPECT_NE(why.find("row 3"), std::string::npos) << why;
    EXPECT_NE(why.find("a whole number >= 0"), std::string::npos) << why;
  }
}

}  // namespace
}  // namespace varimix
