#include "start/partition.hpp"

namespace varimix::internal {

std::vector<std::int32_t> random_partition(const Rows& rows, std::size_t components,
                                           std::uint64_t seed, ThreadTeam& team) {
  const Data& data = rows.data();
  const Standardizer standardize(rows.summary());
  const Points points = points_at(data, sample_rows(rows, kRandomRows, seed), standardize);
  const Centres centres = find_centres(points, labelled_means(data, standardize, components),
                                       {.seed = seed, .spread = false});
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
