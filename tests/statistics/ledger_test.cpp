// A ledger's total is the sum of its entries, whatever was exchanged.
#include "statistics/ledger.hpp"

#include <gtest/gtest.h>

#include "varimix/family/poisson.hpp"

namespace varimix::internal {
namespace {

Statistics entry(double x) {
  Statistics out;
  out.components = 1;
  out.counts = out.squares = out.sums = {x};
  out.total_weight = out.evidence = out.classification = x;
  return out;
}

TEST(Ledger, TotalsItsEntriesWhateverWasExchanged) {
  const FamilyPtr family = poisson()->with_columns(1);
  for (const std::size_t batches : {1U, 2U, 3U, 5U, 8U, 13U}) {
    Ledger ledger(*family, batches);
    double total = 0;
    std::vector<double> entries(batches, 0.0);
    for (std::size_t i = 0; i < 3 * batches; ++i) {
      const std::size_t batch = (5 * i + 1) % batches;
      const auto x = static_cast<double>(i * i + 1);  // whole numbers add without rounding
      total += x - entries[batch];
      entries[batch] = x;
      ledger.replace(batch, entry(x));
      EXPECT_EQ(ledger.total().counts, std::vector<double>{total});
      EXPECT_EQ(ledger.total().total_weight, total);
    }
  }
}

TEST(Ledger, ScalesRowsAndTheEffectiveNumberOfThem) {
  Statistics twice = entry(3);
  scale(twice, 2);
  EXPECT_EQ(twice.counts, std::vector<double>{6});
  EXPECT_EQ(twice.effective_rows(0), 2 * entry(3).effective_rows(0));
  EXPECT_EQ(twice.evidence, 6);
}

}  // namespace
}  // namespace varimix::internal
