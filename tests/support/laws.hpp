// The laws every one-column family must keep, for ours and for yours (GoogleTest; Boost.Math
// integrates). Tell where to look, then call the laws in by one line:
//
//   struct PoissonExample {
//     using Family = PoissonColumn;
//     static Family family() { return {}; }
//     static constexpr Support kSupport{.discrete = true, .lower = 0, .upper = 400};
//     static constexpr Range kParameters{0, kInfinity};  // where the (one) parameter lives
//     static std::vector<Family::Parameters> parameters();   // some, well inside
//     static std::vector<Family::Prior> hyperparameters();   // some conjugate distributions
//     static std::vector<double> values();                   // some data
//   };
//   VARIMIX_FAMILY_LAWS(Poisson, PoissonExample);
//
// in namespace varimix::laws. A discrete support is summed up to `upper`: choose it so large that
// what lies beyond has no weight under any of the parameters. A family without a conjugate prior
// leaves hyperparameters() out and calls VARIMIX_LIKELIHOOD_LAWS.
#pragma once

#include "support/law_conjugate.hpp"
#include "support/law_likelihood.hpp"
#include "support/law_summary.hpp"

#define VARIMIX_LIKELIHOOD_LAWS(Name, Example) \
  INSTANTIATE_TYPED_TEST_SUITE_P(Name, LikelihoodLaws, Example)

#define VARIMIX_FAMILY_LAWS(Name, Example)                      \
  VARIMIX_LIKELIHOOD_LAWS(Name, Example);                       \
  INSTANTIATE_TYPED_TEST_SUITE_P(Name, ConjugateLaws, Example); \
  INSTANTIATE_TYPED_TEST_SUITE_P(Name, SummaryLaws, Example)
