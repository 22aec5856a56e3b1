// The normalising step on one block: logits in, responsibilities and evidence out.
#include "statistics/softmax.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/law_numerics.hpp"

namespace varimix::internal {
namespace {

using laws::kAlgebra;
using laws::kInfinity;

struct Normalized {
  std::vector<double> r, log_sums;
  BlockEvidence seen;
};

/// logits[k * rows + n], K = 2.
Normalized normalized(std::vector<double> logits, Assignment assignment,
                      const std::vector<std::int32_t>& labels = {},
                      const std::vector<double>& weights = {}) {
  const std::size_t rows = logits.size() / 2;
  Block block;
  block.rows = rows;
  if (!labels.empty()) block.labels = labels.data();
  if (!weights.empty()) block.weights = weights.data();
  Normalized out;
  out.log_sums.resize(rows);
  out.seen = normalize(block, 2, logits.data(), rows, assignment, out.log_sums.data());
  out.r = std::move(logits);
  return out;
}

TEST(Softmax, GivesSharesAndTheLogOfTheirSum) {
  const Normalized out = normalized({std::log(3.0), -1000, /**/ 0.0, -1000}, Assignment::soft);
  EXPECT_NEAR(out.r[0], 0.75, kAlgebra);
  EXPECT_NEAR(out.r[2], 0.25, kAlgebra);
  EXPECT_NEAR(out.r[1], 0.5, kAlgebra);
  EXPECT_NEAR(out.log_sums[0], std::log(4.0), kAlgebra);
  EXPECT_NEAR(out.log_sums[1], -1000 + std::log(2.0), 1000 * kAlgebra);
  EXPECT_NEAR(out.seen.evidence, out.log_sums[0] + out.log_sums[1], 1000 * kAlgebra);
  EXPECT_NEAR(out.seen.classification, std::log(3.0) - 1000, 1000 * kAlgebra);
  EXPECT_EQ(out.seen.total_weight, 2.0);
}

TEST(Softmax, GivesExactlyNothingFarBelowTheHighest) {
  const Normalized out = normalized({0.0, -5000.0, /**/ -701.0, 0.0}, Assignment::soft);
  EXPECT_EQ(out.r, (std::vector<double>{1, 0, 0, 1}));
}

TEST(Softmax, HardGivesEachRowToItsLikeliestAndTiesToTheFirst) {
  const Normalized out = normalized({1.0, 2.0, 0.0, /**/ 1.5, 2.0, -kInfinity}, Assignment::hard);
  EXPECT_EQ(out.r, (std::vector<double>{0, 1, 1, /**/ 1, 0, 0}));
  EXPECT_NEAR(out.seen.classification, 1.5 + 2.0 + 0.0, kAlgebra);
}

TEST(Softmax, ALabelledRowIsItsLabelsAlone) {
  const Normalized out = normalized({5.0, 1.0, /**/ -2.0, 1.0}, Assignment::soft, {1, kLatent});
  EXPECT_EQ(out.r[0], 0.0);
  EXPECT_EQ(out.r[2], 1.0);
  EXPECT_EQ(out.log_sums[0], -2.0);
  EXPECT_NEAR(out.r[1], 0.5, kAlgebra);
  EXPECT_NEAR(out.seen.classification, -2.0 + 1.0, kAlgebra);
}

TEST(Softmax, AnImpossibleRowIsSharedAndItsEvidenceIsMinusInfinity) {
  const Normalized out = normalized({-kInfinity, -kInfinity}, Assignment::soft);
  EXPECT_EQ(out.r, (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(out.log_sums[0], -kInfinity);
}

// Also where its own component gives it no density (a weight of 0 to start from, say).
TEST(Softmax, AnImpossibleLabelledRowStaysItsLabels) {
  const Normalized out = normalized({0.0, /**/ -kInfinity}, Assignment::soft, {1});
  EXPECT_EQ(out.r, (std::vector<double>{0, 1}));
  EXPECT_EQ(out.log_sums[0], -kInfinity);
}

TEST(Softmax, ARowOfWeightZeroAddsNothingEvenWhenImpossible) {
  const Normalized out =
      normalized({-kInfinity, 0.0, /**/ -kInfinity, 0.0}, Assignment::soft, {}, {0.0, 3.0});
  EXPECT_NEAR(out.seen.evidence, 3 * std::log(2.0), kAlgebra);
  EXPECT_EQ(out.seen.classification, 0.0);
  EXPECT_EQ(out.seen.total_weight, 3.0);
}

}  // namespace
}  // namespace varimix::internal
