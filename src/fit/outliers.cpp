#include "varimix/outliers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "fit/refuse.hpp"
#include "statistics/thread_team.hpp"
#include "varimix/sample.hpp"

namespace varimix {
namespace internal {
namespace {

using Pattern = std::vector<bool>;  // [D] which cells are missing

std::map<Pattern, std::vector<std::size_t>> rows_by_pattern(const Data& data) {
  std::map<Pattern, std::vector<std::size_t>> out;
  Pattern missing(data.columns());
  for (std::size_t n = 0; n < data.rows(); ++n) {
    for (std::size_t d = 0; d < data.columns(); ++d) missing[d] = std::isnan(data.value(n, d));
    out[missing].push_back(n);
  }
  return out;
}

/// log f of every draw, without the missing cells; ascending.
std::vector<double> sorted_densities(const Fit& fit, const Sample& drawn, const Pattern& missing,
                                     ThreadTeam& team) {
  constexpr std::size_t kChunk = 4096;
  const std::size_t rows = drawn.components.size(), columns = missing.size();
  std::vector<double> out(rows);
  team.run((rows + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    const std::size_t first = chunk * kChunk, count = std::min(kChunk, rows - first);
    std::vector<double> values(count * columns);
    for (std::size_t d = 0; d < columns; ++d)
      for (std::size_t n = 0; n < count; ++n)
        values[d * count + n] = missing[d] ? std::numeric_limits<double>::quiet_NaN()
                                           : drawn.values[(first + n) * columns + d];
    const std::vector<double> density = log_density(fit, Data::own(values, count, columns));
    std::copy(density.begin(), density.end(), out.begin() + static_cast<std::ptrdiff_t>(first));
  });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace
}  // namespace internal

OutlierScores outlier_scores(const Fit& fit, const Data& data, const OutlierOptions& options) {
  if (options.draws == 0) internal::refuse("draws is 0; accepted: 1 or more");
  OutlierScores out;
  out.log_density = log_density(fit, data);
  out.score.resize(data.rows());
  const Sample drawn = sample(fit, options.draws, options.seed);
  internal::ThreadTeam team(options.threads);
  for (const auto& [missing, rows] : internal::rows_by_pattern(data)) {
    const std::vector<double> draws = internal::sorted_densities(fit, drawn, missing, team);
    for (const std::size_t n : rows) {
      const auto above = std::upper_bound(draws.begin(), draws.end(), out.log_density[n]);
      out.score[n] =
          static_cast<double>(above - draws.begin() + 1) / static_cast<double>(draws.size() + 1);
    }
  }
  return out;
}

}  // namespace varimix
