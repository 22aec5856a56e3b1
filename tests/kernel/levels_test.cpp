// Every instruction set's kernel against sums in long double, and so against each other.
#include "kernel/levels.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace varimix::internal {
namespace {

class Levels : public EachLevel {
 protected:
  // In double and in float.
  template <typename S, typename T>
  void centre_cells();
  template <typename T>
  void score_and_sum_lower();
  template <typename T>
  void score_and_sum_columns();
  template <typename T>
  void skip_missing_cells();
  template <typename T>
  void be_careful();
  template <typename T>
  void hold_anything();
};

long double white(const Values& x, std::size_t rows, std::size_t n, const Values& lower,
                  const Values& shift, std::size_t j) {
  const std::size_t columns = shift.size();
  long double y = -static_cast<long double>(shift[j]);
  for (std::size_t i = 0; i <= j; ++i)
    y += static_cast<long double>(lower[i * columns + j]) * x[i * rows + n];
  return y;
}

// Rows together or columns together, with room between them, floats or doubles.
template <typename S, typename T>
void Levels::centre_cells() {
  for (const std::size_t rows : kRows)
    for (const std::size_t columns : {1, 2, 3, 7, 8, 9, 19})
      for (const std::size_t room : {0, 2, 10, 12}) {
        const bool by_row = room < 10;
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(columns) + " columns" +
                     (by_row ? ", by row" : ", by column"));
        const std::size_t apart = room % 10 + (by_row ? columns : rows);
        const std::vector<S> x = as<S>(draws(apart * std::max(rows, columns)));
        const Values centre = draws(columns), factor = draws(columns);
        CellRows cells{x.data(), std::is_same_v<S, float>, 1, 1, rows, columns};
        (by_row ? cells.row_step : cells.column_step) = static_cast<std::ptrdiff_t>(apart);
        const std::size_t stride = padded<T>(rows) + 3;
        std::vector<T> out(columns * stride, T{77});
        rows_of<T>(kernel()).centre_cells(cells, centre.data(), factor.data(), out.data(), stride);
        for (std::size_t d = 0; d < columns; ++d)
          for (std::size_t n = 0; n < stride; ++n) {
            const S cell = n < rows ? x[by_row ? n * apart + d : d * apart + n] : S{0};
            const T expected =
                n < rows ? static_cast<T>((static_cast<double>(cell) - centre[d]) * factor[d])
                : n < padded<T>(rows) ? T{0}
                                      : T{77};
            EXPECT_EQ(out[d * stride + n], expected) << n << ' ' << d;
          }
      }
}
TEST_P(Levels, SeeRowsHoweverTheyLie) {
  centre_cells<double, double>();
  centre_cells<float, double>();
  centre_cells<double, float>();
  centre_cells<float, float>();
}

template <typename T>
void Levels::score_and_sum_lower() {
  for (const std::size_t rows : kRows)
    for (const std::size_t columns : kColumns) {
      SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(columns) + " columns");
      const Values x = draws(rows * columns), lower = draws(columns * columns, 0.5);
      const Values shift = draws(columns), r = shares(rows);
      Table<T> table(x, rows, columns, kernel());
      std::vector<T> u(packed_lower_size(columns)), y = table.room(columns),
                                                    scratch = table.room(kStrip + 1);
      pack_lower(lower.data(), columns, u.data());
      const std::vector<T> shifts = as<T>(shift);
      const Whitening<T> w{columns, u.data(), shifts.data(), shifts.data(), false};
      const bool few = columns <= kFewColumns;
      Values logits(rows + 1, 77.0), first(columns, 0.0), second(columns * columns, 0.0);
      const double widest = rows_of<T>(kernel()).score_lower(
          table.columns(), w, 0.25, few ? nullptr : y.data(), logits.data());
      Columns<T> from = table.columns();
      if (!few) from.values = y.data();
      const double count = rows_of<T>(kernel()).moments_lower(
          from, w, r.data(), false, scratch.data(), first.data(), second.data());
      long double farthest = 0, sum = 0;
      std::vector<long double> s1(columns), s2(columns * columns);
      for (std::size_t n = 0; n < rows; ++n) {
        std::vector<long double> each(columns);
        long double square = 0;
        for (std::size_t j = 0; j < columns; ++j) {
          each[j] = white(x, rows, n, lower, shift, j);
          square += each[j] * each[j];
        }
        EXPECT_NEAR(logits[n], static_cast<double>(0.25L - square / 2),
                    kRoundingOf<T> * (1 + static_cast<double>(square)));
        farthest = std::max(farthest, square);
        sum += r[n];
        for (std::size_t j = 0; j < columns; ++j) {
          s1[j] += r[n] * each[j];
          for (std::size_t i = j; i < columns; ++i) s2[j * columns + i] += r[n] * each[j] * each[i];
        }
      }
      EXPECT_EQ(logits[rows], 77.0);  // nothing is written behind the rows
      EXPECT_GE(widest, static_cast<double>(farthest) * (1 - kRoundingOf<T>));
      const double scale =
          kRoundingOf<T> * static_cast<double>((1 + farthest) * static_cast<long double>(rows));
      EXPECT_NEAR(count, static_cast<double>(sum), scale);
      for (std::size_t j = 0; j < columns; ++j) {
        EXPECT_NEAR(first[j], static_cast<double>(s1[j]), scale);
        for (std::size_t i = 0; i < columns; ++i)
          EXPECT_NEAR(second[j * columns + i], static_cast<double>(s2[j * columns + i]), scale);
      }
    }
}
TEST_P(Levels, ScoreAndSumTriangularComponentsAsTheirDefinitionsSay) {
  score_and_sum_lower<double>();
  score_and_sum_lower<float>();
}

template <typename T>
void Levels::score_and_sum_columns() {
  for (const std::size_t rows : kRows)
    for (const std::size_t columns : {1, 2, 3, 4, 5, 9})
      for (const std::size_t components : {1, 2, 3, 4, 7}) {
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(columns) + " columns, " +
                     std::to_string(components) + " components");
        const Values x = draws(rows * columns), u = draws(columns * components);
        const Values shift = draws(columns * components);
        const Values constants = draws(components);
        Table<T> table(x, rows, columns, kernel());
        const std::vector<T> factors = as<T>(u), shifts = as<T>(shift);
        const Scaling<T> s{columns, components, factors.data(), shifts.data(),
                           nullptr, false,      nullptr};
        std::vector<T> scratch = table.room(components);
        const std::size_t stride = rows + 3;
        Values logits(components * stride, 77.0), r, sums(components * columns * 3, 0.0);
        for (std::size_t k = 0; k < components; ++k) {
          const Values each = shares(stride);
          r.insert(r.end(), each.begin(), each.end());
        }
        rows_of<T>(kernel()).score_columns(table.columns(), s, constants.data(), logits.data(),
                                           stride);
        rows_of<T>(kernel()).moments_columns(table.columns(), s, r.data(), stride, false,
                                             scratch.data(), sums.data());
        for (std::size_t k = 0; k < components; ++k) {
          EXPECT_EQ(logits[k * stride + rows], 77.0);
          for (std::size_t n = 0; n < rows; ++n) {
            long double square = 0;
            for (std::size_t d = 0; d < columns; ++d) {
              const long double y =
                  static_cast<long double>(u[d * components + k]) * x[d * rows + n] -
                  shift[d * components + k];
              square += y * y;
            }
            EXPECT_NEAR(logits[k * stride + n], static_cast<double>(constants[k] - square / 2),
                        kRoundingOf<T> * (1 + static_cast<double>(square)));
          }
          for (std::size_t d = 0; d < columns; ++d) {
            long double s0 = 0, s1 = 0, s2 = 0, size = 1;
            for (std::size_t n = 0; n < rows; ++n) {
              const long double y =
                  static_cast<long double>(u[d * components + k]) * x[d * rows + n] -
                  shift[d * components + k];
              s0 += r[k * stride + n], s1 += r[k * stride + n] * y, s2 += r[k * stride + n] * y * y;
              size += 1 + y * y;
            }
            const double* out = sums.data() + (k * columns + d) * 3;
            const double scale = kRoundingOf<T> * static_cast<double>(size);
            EXPECT_NEAR(out[0], static_cast<double>(s0), scale);
            EXPECT_NEAR(out[1], static_cast<double>(s1), scale);
            EXPECT_NEAR(out[2], static_cast<double>(s2), scale);
          }
        }
      }
}
TEST_P(Levels, ScoreAndSumIndependentColumnsAsTheirDefinitionsSay) {
  score_and_sum_columns<double>();
  score_and_sum_columns<float>();
}

TEST_P(Levels, ScoreAndSumLinearlyAsTheProductsSay) {
  for (const std::size_t rows : kRows)
    for (const std::size_t columns : {1, 2, 4, 7})
      for (const std::size_t components : {1, 3, 4, 9}) {
        SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(columns) +
                     ", K = " + std::to_string(components));
        const std::size_t stride = rows + 3;
        const Values x = draws(rows * columns), factors = draws(columns * components);
        const Values base = draws(rows), r = draws(components * stride);
        Table<double> table(x, rows, columns, kernel());
        const Linear l{columns, components, factors.data()};
        Values logits(components * stride, 77.0), sums(components * columns, 0.5);
        kernel().score_linear(table.columns(), l, base.data(), logits.data(), stride);
        kernel().moments_linear(table.columns(), l, r.data(), stride, sums.data());
        for (std::size_t k = 0; k < components; ++k) {
          EXPECT_EQ(logits[k * stride + rows], 77.0);
          for (std::size_t n = 0; n < rows; ++n) {
            long double logit = base[n];
            for (std::size_t c = 0; c < columns; ++c)
              logit += static_cast<long double>(factors[c * components + k]) * x[c * rows + n];
            EXPECT_NEAR(logits[k * stride + n], static_cast<double>(logit), kRounding);
          }
          for (std::size_t c = 0; c < columns; ++c) {
            long double sum = 0.5;
            for (std::size_t n = 0; n < rows; ++n)
              sum += static_cast<long double>(r[k * stride + n]) * x[c * rows + n];
            EXPECT_NEAR(sums[k * columns + c], static_cast<double>(sum), kRounding);
          }
        }
      }
}

// Where a cell is missing, its column does not count for the row.
template <typename T>
void Levels::skip_missing_cells() {
  constexpr std::size_t kCount = 45, kD = 5, kK = 4;
  const Values x = draws(kCount * kD), u = draws(kD * kK), shift = draws(kD * kK);
  const Values cells = draws(kD * kK), base = draws(kK), r = shares(kK * kCount);
  Table<T> table(x, kCount, kD, kernel());
  std::vector<T> seen(table.values.size(), 0), scratch = table.room(kK);
  const std::vector<T> factors = as<T>(u), shifts = as<T>(shift), constants = as<T>(cells);
  for (std::size_t d = 0; d < kD; ++d)
    for (std::size_t n = 0; n < kCount; ++n) {
      seen[d * table.stride + n] = (n + d) % 3 == 0 ? T{0} : T{1};
      table.values[d * table.stride + n] *= seen[d * table.stride + n];
    }
  Columns<T> all = table.columns();
  all.seen = seen.data();
  const Scaling<T> s{kD, kK, factors.data(), shifts.data(), nullptr, false, constants.data()};
  Values logits(kK * kCount), sums(kK * kD * 3, 0.0);
  rows_of<T>(kernel()).score_columns(all, s, base.data(), logits.data(), kCount);
  rows_of<T>(kernel()).moments_columns(all, s, r.data(), kCount, false, scratch.data(),
                                       sums.data());
  for (std::size_t k = 0; k < kK; ++k) {
    std::vector<long double> rho(kCount, base[k]);
    for (std::size_t d = 0; d < kD; ++d) {
      long double expected[3] = {};
      for (std::size_t n = 0; n < kCount; ++n) {
        if ((n + d) % 3 == 0) {
          rho[n] -= cells[d * kK + k];
          continue;
        }
        const long double share = r[k * kCount + n],
                          y = static_cast<long double>(u[d * kK + k]) * x[d * kCount + n] -
                              shift[d * kK + k];
        rho[n] -= y * y / 2;
        expected[0] += share, expected[1] += share * y, expected[2] += share * y * y;
      }
      for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(sums[(k * kD + d) * 3 + i], static_cast<double>(expected[i]),
                    100 * kCount * kRoundingOf<T>);
    }
    for (std::size_t n = 0; n < kCount; ++n)
      EXPECT_NEAR(logits[k * kCount + n], static_cast<double>(rho[n]), 100 * kRoundingOf<T>);
  }
}
TEST_P(Levels, SkipMissingCellsOfIndependentColumns) {
  skip_missing_cells<double>();
  skip_missing_cells<float>();
}

// Rows around a mean that is 2^30 (2^18) deviations from the centre: a careful pass subtracts
// first, and then every number here is exact.
template <typename T>
void Levels::be_careful() {
  constexpr std::size_t kCount = 8;
  for (const std::size_t columns : {1, 2, 5, 7}) {
    const double mean = 1.0, scale = std::is_same_v<T, float> ? 0x1p18 : 0x1p30;
    Values x(kCount * columns, mean), r(kCount, 1.0), lower(columns * columns, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += static_cast<double>(i % 5) / scale;
    for (std::size_t d = 0; d < columns; ++d) lower[d * columns + d] = scale;
    Table<T> table(x, kCount, columns, kernel());
    const std::vector<T> means(columns, static_cast<T>(mean)),
        scales(columns, static_cast<T>(scale)), zeros(columns, 0);
    const Values none(1, 0.0);
    std::vector<T> shares = table.room(1);
    std::vector<T> u(packed_lower_size(columns)), y = table.room(columns),
                                                  scratch = table.room(kStrip + 1);
    pack_lower(lower.data(), columns, u.data());
    const Whitening<T> w{columns, u.data(), nullptr, means.data(), true};
    const Scaling<T> s{columns, 1, scales.data(), nullptr, means.data(), true, zeros.data()};
    const bool few = columns <= kFewColumns;
    Values logits(kCount), again(kCount), first(columns, 0.0), second(columns * columns, 0.0);
    Values sums(columns * 3, 0.0);
    rows_of<T>(kernel()).score_lower(table.columns(), w, 0, few ? nullptr : y.data(),
                                     logits.data());
    rows_of<T>(kernel()).score_columns(table.columns(), s, none.data(), again.data(), kCount);
    Columns<T> from = table.columns();
    if (!few) from.values = y.data();
    rows_of<T>(kernel()).moments_lower(from, w, r.data(), false, scratch.data(), first.data(),
                                       second.data());
    rows_of<T>(kernel()).moments_columns(table.columns(), s, r.data(), kCount, false, shares.data(),
                                         sums.data());
    for (std::size_t n = 0; n < kCount; ++n) {
      double square = 0;
      for (std::size_t d = 0; d < columns; ++d)
        square += static_cast<double>((d * kCount + n) % 5 * ((d * kCount + n) % 5));
      EXPECT_EQ(logits[n], -square / 2);
      EXPECT_EQ(again[n], -square / 2);
    }
    for (std::size_t d = 0; d < columns; ++d) {
      double s1 = 0, s2 = 0;
      for (std::size_t n = 0; n < kCount; ++n) {
        const auto each = static_cast<double>((d * kCount + n) % 5);
        s1 += each, s2 += each * each;
      }
      EXPECT_EQ(first[d], s1);
      EXPECT_EQ(second[d * columns + d], s2);
      EXPECT_EQ(sums[d * 3 + 1], s1);
      EXPECT_EQ(sums[d * 3 + 2], s2);
    }
  }
}
TEST_P(Levels, LoseNothingToACentreFarAwayWhenCareful) {
  be_careful<double>();
  be_careful<float>();
}

// 0 times an overflow is no number; nor may the overflow of one row reach another.
template <typename T>
void Levels::hold_anything() {
  for (const std::size_t columns : {2, 7}) {
    constexpr std::size_t kCount = 19;
    Values x = draws(kCount * columns), r(kCount, 1.0), lower(columns * columns, 0.0);
    for (std::size_t d = 0; d < columns; ++d) lower[d * columns + d] = 1e3;
    const std::size_t odd = 11;
    x[odd] = std::is_same_v<T, float> ? 1e37 : 1e307;
    r[odd] = 0;
    Table<T> table(x, kCount, columns, kernel());
    std::vector<T> u(packed_lower_size(columns)), y = table.room(columns),
                                                  scratch = table.room(kStrip + 1);
    pack_lower(lower.data(), columns, u.data());
    const Values shift(columns, 0.0);
    const std::vector<T> shifts = as<T>(shift);
    const Whitening<T> w{columns, u.data(), shifts.data(), shifts.data(), false};
    Values logits(kCount), first(columns, 0.0), second(columns * columns, 0.0);
    const bool few = columns <= kFewColumns;
    const double widest = rows_of<T>(kernel()).score_lower(table.columns(), w, 0,
                                                           few ? nullptr : y.data(), logits.data());
    EXPECT_GT(widest, kWild<T>);
    EXPECT_EQ(logits[odd], -std::numeric_limits<double>::infinity());
    Columns<T> from = table.columns();
    if (!few) from.values = y.data();
    rows_of<T>(kernel()).moments_lower(from, w, r.data(), true, scratch.data(), first.data(),
                                       second.data());
    double expected = 0;
    for (std::size_t n = 0; n < kCount; ++n) expected += n == odd ? 0.0 : 1e6 * x[n] * x[n];
    EXPECT_NEAR(second[0], expected, kRoundingOf<T> * expected);
  }
}
TEST_P(Levels, LetARowOfNoWeightHoldAnything) {
  hold_anything<double>();
  hold_anything<float>();
}

INSTANTIATE_TEST_SUITE_P(Each, Levels, testing::ValuesIn(available()), level_name);

TEST(Dispatch, OffersThePortableKernelAndChoosesTheLastUnlessTold) {
  const Kernels all = kernels();
  ASSERT_GE(all.count, 1U);
  EXPECT_STREQ(all.each[0]->name, "portable");
  const char* wish = std::getenv("VARIMIX_SIMD");
  std::string expected = all.each[all.count - 1]->name;
  for (const Kernel* each : available())
    if (wish != nullptr && std::strcmp(wish, each->name) == 0) expected = wish;
  EXPECT_EQ(kernel().name, expected);
}

}  // namespace
}  // namespace varimix::internal
