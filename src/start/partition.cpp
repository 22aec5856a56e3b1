#include "start/partition.hpp"

#include <cmath>

namespace varimix::internal {
namespace {

/// Means of the labelled rows of each component, missing cells at the column's mean; NaN where no
/// row has the label.
Centres labelled_means(const Data& data, const Standardizer& standardize, std::size_t components) {
  const std::size_t columns = data.columns();
  Centres out(components, std::vector<double>(columns, std::numeric_limits<double>::quiet_NaN()));
  if (data.labels().empty()) return out;
  Centres sums(components, std::vector<double>(columns, 0.0)), weights = sums;
  std::vector<bool> seen(components, false);
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.label(n) == kLatent || data.weight(n) == 0) continue;
    const auto k = static_cast<std::size_t>(data.label(n));
    seen[k] = true;
    for (std::size_t d = 0; d < columns; ++d) {
      const double z = standardize(data.value(n, d), d);
      if (std::isnan(z)) continue;
      sums[k][d] += data.weight(n) * z;
      weights[k][d] += data.weight(n);
    }
  }
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t d = 0; seen[k] && d < columns; ++d)
      out[k][d] = weights[k][d] > 0 ? sums[k][d] / weights[k][d] : 0.0;
  return out;
}

}  // namespace

std::vector<std::int32_t> automatic_partition(const Rows& rows, std::size_t components,
                                              const SeedOptions& options, ThreadTeam& team) {
  const Data& data = rows.data();
  const Standardizer standardize(rows.summary());
  const Points points = sample_points(rows, standardize, kStartRows, options.seed);
  const Centres centres =
      find_centres(points, labelled_means(data, standardize, components), options);
  std::vector<std::int32_t> out(data.rows());
  team.run(rows.leaves(), [&](std::size_t leaf) {
    Rows::Scratch scratch;
    std::vector<double> z(data.columns());
    for (std::size_t b = rows.first_block(leaf); b < rows.first_block(leaf + 1); ++b) {
      const Block block = rows.block(b, scratch);
      for (std::size_t n = 0; n < block.rows; ++n) {
        for (std::size_t d = 0; d < z.size(); ++d) z[d] = standardize(block.column(d)[n], d);
        const std::int32_t label = block.labels != nullptr ? block.labels[n] : kLatent;
        out[block.first_row + n] =
            label != kLatent ? label : static_cast<std::int32_t>(nearest(z, centres));
      }
    }
  });
  return out;
}

}  // namespace varimix::internal
