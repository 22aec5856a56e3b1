#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "temporary_file.hpp"

namespace varimix::testing {
namespace {

using Words = std::vector<std::string>;

Selection columns(Words names) { return {std::move(names), "", ""}; }

/// The message of the refusal, from behind the file's name.
std::string refused(const Table& table, const Selection& selection, std::size_t components = 2) {
  const std::string message = refusal([&] { select(table, selection, components); });
  EXPECT_TRUE(message.starts_with(table.source)) << message;
  return message.size() < table.source.size() ? message : message.substr(table.source.size());
}

TEST(Select, TakesAllColumnsOfNumbersUnlessTold) {
  const Dataset iris = select(read_table(VARIMIX_TEST_DATA "/iris.csv"), {});
  EXPECT_EQ(iris.data.names(),
            (Words{"sepal_length", "sepal_width", "petal_length", "petal_width"}));
  EXPECT_EQ(iris.data.rows(), 150u);
  EXPECT_EQ(iris.data.value(0, 3), 0.2);
  EXPECT_TRUE(iris.data.weights().empty());
  EXPECT_TRUE(iris.data.labels().empty());
}

TEST(Select, LeavesOutWhatIsNamedAsWeightsOrLabels) {
  const Table table = read_text("a,w,b,l\n1,0.5,2,1\n3,1.5,4,2\n");
  const Dataset chosen = select(table, {{}, "w", "l"}, 2);
  EXPECT_EQ(chosen.data.names(), (Words{"a", "b"}));
  EXPECT_EQ(chosen.data.value(1, 1), 4);
  EXPECT_EQ(chosen.data.weights(), (std::vector<double>{0.5, 1.5}));
  EXPECT_EQ(chosen.data.labels(), (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(chosen.weights_column, "w");
  EXPECT_EQ(chosen.labels_column, "l");
  EXPECT_TRUE(chosen.label_names.empty());
}

TEST(Select, TakesColumnsInAnyOrderAndAtAnyDistance) {
  const Table table = read_text("a,b,c,d\n1,2,3,4\n5,6,7,8\n");
  for (const Words& names : {Words{"c"}, Words{"d", "b"}, Words{"d", "c", "b", "a"},
                             Words{"a", "b", "d"}, Words{"b", "a", "d"}}) {
    const Data data = select(table, columns(names)).data;
    EXPECT_EQ(data.names(), names);
    ASSERT_EQ(data.columns(), names.size());
    for (std::size_t d = 0; d < names.size(); ++d) {
      EXPECT_EQ(data.value(0, d), names[d][0] - 'a' + 1);
      EXPECT_EQ(data.value(1, d), names[d][0] - 'a' + 5);
    }
  }
}

TEST(Select, LetsTheDataOutliveTheTable) {
  auto table = std::make_unique<Table>(read_text("a,b,c\n1,2,3\n4,5,6\n"));
  const Data view = select(*table, columns({"a", "c"})).data;
  const Data copy = select(*table, columns({"a", "c", "b"})).data;
  table.reset();
  EXPECT_EQ(view.value(1, 1), 6);
  EXPECT_EQ(copy.value(1, 2), 5);
}

TEST(Select, SuggestsTheNearestNameAndListsTheOthers) {
  const Table table = read_table(VARIMIX_TEST_DATA "/faithful.csv");
  EXPECT_EQ(refused(table, columns({"eruption"})),
            ": no column is named \"eruption\" (did you mean \"eruptions\"?); the columns are "
            "eruptions, waiting");
  EXPECT_EQ(refused(table, {{}, "count", ""}),
            ": no column is named \"count\"; the columns are eruptions, waiting");
}

TEST(Select, ListsOnlyTheFirstOfManyNames) {
  std::string header = "x1";
  std::string row = "1";
  for (int d = 2; d <= 60; ++d) {
    header.append(",x").append(std::to_string(d));
    row += ",1";
  }
  const std::string message = refused(read_text(header + "\n" + row + "\n"), columns({"weight"}));
  EXPECT_TRUE(message.ends_with("x22, x23 and 37 more")) << message;
}

TEST(Select, RefusesAColumnWithTwoParts) {
  const Table table = read_text("a,b\n1,2\n");
  EXPECT_EQ(refused(table, columns({"a", "a"})), ": column \"a\" is named twice as data");
  EXPECT_EQ(refused(table, {{"a", "b"}, "b", ""}),
            ": column \"b\" is named as data and as weights; it can be one of them");
  EXPECT_EQ(refused(table, {{}, "b", "b"}),
            ": column \"b\" is named as weights and as labels; it can be one of them");
}

TEST(Select, NamesTheCellThatIsNotANumber) {
  const Table table = read_text("a,b\n1,x\n2,y\n");
  EXPECT_EQ(
      refused(table, columns({"b"})),
      ", row 1 (line 2), column \"b\": \"x\" is not a number; accepted are numbers such as 3.6 or "
      "1e-3, and for a missing value nothing, NA, NaN or ?");
}

TEST(Select, RefusesNumbersWithMistakesRatherThanLeaveTheColumnOut) {
  const Table table = read_text("a,b\n1,2\n3..6,4\n5,6\n");
  EXPECT_EQ(
      refused(table, {}),
      ", row 2 (line 3), column \"a\": \"3..6\" is not a number; accepted are numbers such as 3.6 "
      "or 1e-3, and for a missing value nothing, NA, NaN or ? (--columns leaves a column out that "
      "is not data)");
  EXPECT_EQ(select(table, columns({"b"})).data.columns(), 1u);
}

TEST(Select, LeavesOutTextWithANumberHereAndThere) {
  const Table table = read_text("film,x\nAlien,1\n1917,2\nHeat,3\n");
  EXPECT_EQ(select(table, {}).data.names(), Words{"x"});
}

TEST(Select, NamesTheCellThatIsInfinite) {
  std::string text = "a,b\n";
  for (int n = 0; n < 3000; ++n) text += "1,2\n";
  const Table table = read_text(text + "1,-inf\n1e999,2\n");
  const std::string infinite =
      ": the value is infinite, or beyond the range of a double; accepted are";
  EXPECT_TRUE(refused(table, {}).starts_with(", row 3001 (line 3002), column \"b\"" + infinite));
  EXPECT_TRUE(refused(table, columns({"a"}))
                  .starts_with(", row 3002 (line 3003), column \"a\"" + infinite));
}

TEST(Select, RefusesADataColumnWithoutAnyValue) {
  const Table table = read_text("a,b\n1,\n2,NA\n");
  EXPECT_EQ(refused(table, {}),
            ": column \"b\" has no value in any row; name the columns to use with --columns");
  EXPECT_EQ(select(table, columns({"a"})).data.columns(), 1u);
}

TEST(Select, RefusesATableThatHasNoNumbersLeft) {
  EXPECT_EQ(
      refused(read_text("a,b\nx,y\n"), {}),
      ": no column of numbers is left as data; accepted is one or more, but the columns are a, b");
  EXPECT_EQ(
      refused(read_text("w,b\n1,y\n"), {{}, "w", ""}),
      ": no column of numbers is left as data; accepted is one or more, but the columns are w, b");
}

TEST(Select, RefusesWeightsThatAreNegativeMissingInfiniteOrText) {
  const auto message = [](const std::string& weight) {
    return refused(read_text("a,w\n1,1\n2," + weight + "\n3,1\n"), {{}, "w", ""});
  };
  const std::string accepted = "; accepted are finite numbers from 0 (the row is absent) up";
  EXPECT_EQ(message("-0.5"), ", row 2 (line 3), column \"w\": the weight is -0.5" + accepted);
  EXPECT_EQ(message("NA"), ", row 2 (line 3), column \"w\": the weight is missing" + accepted);
  EXPECT_EQ(message("inf"), ", row 2 (line 3), column \"w\": the weight is inf" + accepted);
  EXPECT_TRUE(
      message("much").starts_with(", row 2 (line 3), column \"w\": \"much\" is not a number"));
}

TEST(Select, RefusesWeightsThatAddUpToNothing) {
  EXPECT_EQ(refused(read_text("a,w\n1,0\n2,0\n"), {{}, "w", ""}),
            ": the weights in column \"w\" add up to 0; accepted is a positive, finite sum");
}

TEST(Select, ReadsLabelsThatAreNumbers) {
  const Table table = read_text("x,l\n1,3\n2,\n3,1.0\n");
  EXPECT_EQ(select(table, {{}, "", "l"}, 3).data.labels(),
            (std::vector<std::int32_t>{2, kLatent, 0}));
}

TEST(Select, RefusesNumbersThatAreNoComponent) {
  for (const std::string label : {"0", "4", "1.5", "-1", "inf"}) {
    const Table table = read_text("x,l\n1,3\n2," + label + "\n");
    EXPECT_EQ(
        refused(table, {{}, "", "l"}, 3),
        ", row 2 (line 3), column \"l\": the label is " + label +
            "; accepted are the whole numbers from 1 to 3, names, and nothing where the component "
            "is not known");
  }
}

TEST(Select, ReadsLabelsThatAreNames) {
  const Table table = read_text("x,l\n1,b\n2,?\n3,a\n4,b\n5,\"\"\n");
  const Dataset chosen = select(table, {{}, "", "l"}, 3);
  EXPECT_EQ(chosen.label_names, (Words{"a", "b"}));
  EXPECT_EQ(chosen.data.labels(), (std::vector<std::int32_t>{1, kLatent, 0, 1, kLatent}));
}

TEST(Select, ListsTheNamesWhenThereAreMoreThanComponents) {
  const Table iris = read_table(VARIMIX_TEST_DATA "/iris.csv");
  EXPECT_EQ(refused(iris, {{}, "", "species"}, 2),
            ": column \"species\" has 3 different labels (setosa, versicolor, virginica); accepted "
            "are at most 2, one per component");
}

TEST(Select, RefusesLabelsThatAreMostlyNumbers) {
  const Table table = read_text("x,l\n1,1\n2,2\n3,two\n");
  EXPECT_TRUE(
      refused(table, {{}, "", "l"}, 3)
          .starts_with(", row 3 (line 4), column \"l\": \"two\" is not a number, as most labels"));
}

TEST(Select, RefusesMoreLabelsThanATableKeeps) {
  std::string text = "x,id\n";
  for (std::size_t n = 0; n <= kMostLevels; ++n)
    text.append("1,k").append(std::to_string(n)).append("\n");
  EXPECT_EQ(refused(read_text(text), {{}, "", "id"}, 2),
            ": column \"id\" has more than 65536 different labels; accepted are at most 2");
}

}  // namespace
}  // namespace varimix::testing
