// A view of a temporary vector compiled once, and read memory that was gone.
#include <gtest/gtest.h>

#include <span>
#include <utility>
#include <vector>

#include "varimix/varimix.hpp"

namespace varimix::test {
namespace {

template <typename T>
concept Viewable = requires(T&& values) {
  Data::view(std::forward<T>(values));
};
using Vector = std::vector<double>;

static_assert(Viewable<Vector&> && Viewable<const Vector&> && Viewable<Eigen::VectorXd&>);
static_assert(!Viewable<Vector> && !Viewable<const Vector> && !Viewable<Eigen::VectorXd>);
static_assert(Viewable<std::span<const double>>);

TEST(TemporaryData, AViewOfAVectorThatLivesOnSeesIt) {
  Vector values = {1, 2};
  const Data data = Data::view(values);
  values[1] = 7;
  EXPECT_EQ(data.value(1, 0), 7);
}

}  // namespace
}  // namespace varimix::test
