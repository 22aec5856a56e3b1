// The frames of Gaussian columns, and when sums in them have lost digits.
#include <algorithm>
#include <cmath>

#include "family/common_frame.hpp"
#include "family/gaussian_columns.hpp"

namespace varimix::internal {

void GaussianColumns::frames(std::size_t components, std::span<const double> scorers,
                             const Summary& summary, std::span<double> out) const {
  const Viewpoint common = common_frame(summary);
  bool suits = is_moderate(common);
  for (std::size_t cell = 0; suits && cell < components * columns(); ++cell) {
    const double* scorer = scorers.data() + cell * kScorer;
    const double y = scorer[2] * (scorer[1] - common.centre[cell % columns()]);
    suits = y * y <= kNearCentre;
  }
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const std::size_t d = cell % columns();
    out[cell * kFrame] = suits ? common.centre[d] : scorers[cell * kScorer + 1];
    out[cell * kFrame + 1] = suits ? 1.0 / common.scale[d] : scorers[cell * kScorer + 2];
  }
}

void GaussianColumns::frames(std::size_t components, const Summary& summary,
                             std::span<double> out) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const Summary::Column& column = summary.columns[cell % columns()];
    out[cell * kFrame] = column.mean;
    out[cell * kFrame + 1] = column.spread > 0 ? 1.0 / std::sqrt(column.spread) : 1.0;
  }
}

// The variance is sum r y^2 / n - ybar^2: where ybar^2 is a hundred times the difference, two
// digits are lost; but none that count where a prior's scatter outweighs the component's own.
bool GaussianColumns::recentre(const Statistics& statistics, std::span<const double> prior,
                               const Bounds& bounds, std::span<double> out) const {
  constexpr double kCancelled = 100.0;
  bool needed = false;
  std::copy(statistics.frames.begin(), statistics.frames.end(), out.begin());
  for (std::size_t cell = 0; cell < statistics.components * columns(); ++cell) {
    const double* s = statistics.sums.data() + cell * kSums;
    if (!(s[0] > 0)) continue;
    double& m = out[cell * kFrame];
    double& u = out[cell * kFrame + 1];
    const double mean = s[1] / s[0] / u;
    const double variance = std::max(s[2] / s[0] / (u * u) - mean * mean, bounds[cell % columns()]);
    const double added = prior.empty() ? 0.0 : 2 * hyper(prior, cell % columns()).scale / s[0];
    if (mean * mean <= kCancelled * (variance + added)) continue;
    needed = true;
    m += mean;
    if (variance > 0) u = 1.0 / std::sqrt(variance);
  }
  return needed;
}

}  // namespace varimix::internal
