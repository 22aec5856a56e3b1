#include "family/row_groups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace varimix::internal {

using Eigen::Index;

std::vector<RowGroup> group_rows(const Block& block) {
  const std::size_t words = (block.columns + 63) / 64;
  RowGroup all;
  all.missing.assign(words, 0);
  if (block.complete) {
    all.observed.resize(block.columns);
    std::iota(all.observed.begin(), all.observed.end(), Index{0});
    all.count = block.rows;
    return {all};
  }
  std::vector<Pattern> missing(block.rows, all.missing);
  for (std::size_t d = 0; d < block.columns; ++d) {
    const double* x = block.column(d);
    for (std::size_t n = 0; n < block.rows; ++n)
      missing[n][d / 64] |= std::uint64_t{std::isnan(x[n])} << (d % 64);
  }
  std::vector<RowGroup> out;
  std::map<Pattern, std::size_t> at;
  for (std::size_t n = 0; n < block.rows; ++n) {
    const auto [place, fresh] = at.emplace(missing[n], out.size());
    if (fresh) {
      out.push_back({missing[n], {}, {}, 0});
      for (std::size_t d = 0; d < block.columns; ++d)
        if ((missing[n][d / 64] >> (d % 64) & 1U) == 0)
          out.back().observed.push_back(static_cast<Index>(d));
    }
    RowGroup& group = out[place->second];
    group.rows.push_back(static_cast<std::uint32_t>(n));
    ++group.count;
  }
  return out;
}

void GatheredRows::take(const Block& block, const Viewpoint& from) {
  if (!block.complete || groups_.size() != 1 || !groups_[0].rows.empty() ||
      groups_[0].observed.size() != block.columns)
    groups_ = group_rows(block);
  if (block.complete) groups_[0].count = block.rows;
  offsets_.clear();
  std::size_t end = 0;
  for (const RowGroup& group : groups_) {
    offsets_.push_back(end);
    end += padded(group.count);
  }
  stride_ = end + kRowPad;  // columns apart by a power of two would share cache lines
  values_.resize(std::max(values_.size(), block.columns * stride_));
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const RowGroup& group = groups_[g];
    picked_.resize(group.count);
    for (std::size_t j = 0; j < group.observed.size(); ++j) {
      const auto d = static_cast<std::size_t>(group.observed[j]);
      const double* x = block.column(d);
      if (!group.rows.empty()) {
        for (std::size_t i = 0; i < group.count; ++i) picked_[i] = x[group.rows[i]];
        x = picked_.data();
      }
      kernel().centre(x, group.count, from.centre[d], 1.0 / from.scale[d],
                      values_.data() + j * stride_ + offsets_[g]);
    }
  }
}

}  // namespace varimix::internal
