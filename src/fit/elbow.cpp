#include "fit/elbow.hpp"

namespace varimix::internal {
namespace {

struct Line {
  double slope = 0, squares = 0;
};

/// Least squares through points first ... last; flat where they lie above each other.
Line line(const Curve& c, std::size_t first, std::size_t last) {
  const auto count = static_cast<double>(last - first + 1);
  double mx = 0, my = 0, xx = 0, xy = 0;
  for (std::size_t i = first; i <= last; ++i) mx += c.x[i] / count, my += c.y[i] / count;
  for (std::size_t i = first; i <= last; ++i) {
    xx += (c.x[i] - mx) * (c.x[i] - mx);
    xy += (c.x[i] - mx) * (c.y[i] - my);
  }
  Line out{xx > 0 ? xy / xx : 0.0, 0};
  for (std::size_t i = first; i <= last; ++i) {
    const double gap = c.y[i] - my - out.slope * (c.x[i] - mx);
    out.squares += gap * gap;
  }
  return out;
}

}  // namespace

std::optional<std::size_t> elbow(const Curve& curve) {
  std::optional<std::size_t> best;
  double least = 0;
  for (std::size_t bend = 1; bend + 1 < curve.x.size(); ++bend) {
    const Line before = line(curve, 0, bend), behind = line(curve, bend, curve.x.size() - 1);
    const double squares = before.squares + behind.squares;
    if (!(before.slope < behind.slope) || (best && !(squares < least))) continue;
    best = bend;
    least = squares;
  }
  return best;
}

}  // namespace varimix::internal
