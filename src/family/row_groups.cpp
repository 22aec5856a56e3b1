#include "family/row_groups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace varimix::internal {

using Eigen::Index;

namespace {

/// Numbers patterns as they turn up.
class Numbering {
 public:
  /// Of patterns of so many words, each `apart` from the next.
  Numbering(std::size_t words, std::size_t apart) : words_(words), apart_(apart) {}
  std::size_t number(const std::uint64_t* pattern) {
    // Few patterns are found sooner by looking at each.
    for (std::size_t g = 0; g < std::min(seen_.size(), kFew); ++g) {
      const std::uint64_t* other = seen_[g]->data();
      std::uint64_t different = 0;
      for (std::size_t w = 0; w < words_; ++w) different |= pattern[w * apart_] ^ other[w];
      if (different == 0) return g;
    }
    Pattern whole(words_);
    for (std::size_t w = 0; w < words_; ++w) whole[w] = pattern[w * apart_];
    const auto [place, fresh] = at_.emplace(std::move(whole), seen_.size());
    if (fresh) seen_.push_back(&place->first);
    return place->second;
  }
  const std::vector<const Pattern*>& patterns() const { return seen_; }

 private:
  static constexpr std::size_t kFew = 8;
  std::size_t words_, apart_;
  std::map<Pattern, std::size_t> at_;
  std::vector<const Pattern*> seen_;
};

RowGroup group_of(const Pattern& missing, std::size_t columns) {
  RowGroup out{missing, {}, {}, 0};
  for (std::size_t d = 0; d < columns; ++d)
    if ((missing[d / 64] >> (d % 64) & 1U) == 0) out.observed.push_back(static_cast<Index>(d));
  return out;
}

}  // namespace

std::vector<RowGroup> group_rows(const Block& block) {
  const std::size_t words = (block.columns + 63) / 64;
  if (block.complete) {
    RowGroup all = group_of(Pattern(words, 0), block.columns);
    all.count = block.rows;
    return {all};
  }
  std::vector<std::uint64_t> missing(words * block.rows, 0);
  for (std::size_t d = 0; d < block.columns; ++d) {
    const double* x = block.column(d);
    const std::uint64_t bit = std::uint64_t{1} << (d % 64);
    std::uint64_t* word = missing.data() + d / 64 * block.rows;
    for (std::size_t n = 0; n < block.rows; ++n) word[n] |= x[n] == x[n] ? 0 : bit;
  }
  Numbering numbering(words, block.rows);
  std::vector<std::size_t> number(block.rows);
  for (std::size_t n = 0; n < block.rows; ++n) number[n] = numbering.number(missing.data() + n);
  std::vector<RowGroup> out;
  for (const Pattern* pattern : numbering.patterns())
    out.push_back(group_of(*pattern, block.columns));
  for (const std::size_t g : number) ++out[g].count;
  std::vector<std::uint32_t*> next;
  for (RowGroup& group : out) {
    group.rows.resize(group.count);
    next.push_back(group.rows.data());
  }
  for (std::size_t n = 0; n < block.rows; ++n) *next[number[n]]++ = static_cast<std::uint32_t>(n);
  return out;
}

template <typename T>
void GatheredRows<T>::take(const Block& block, const Viewpoint& from) {
  if (!block.complete || groups_.size() != 1 || !groups_[0].rows.empty() ||
      groups_[0].observed.size() != block.columns)
    groups_ = group_rows(block);
  if (block.complete) groups_[0].count = block.rows;
  offsets_.clear();
  std::size_t end = 0;
  for (const RowGroup& group : groups_) {
    offsets_.push_back(end);
    end += padded<T>(group.count);
  }
  stride_ = end + kLine<T>;  // columns apart by a power of two would share cache lines
  values_.resize(std::max(values_.size(), block.columns * stride_));
  const std::vector<double> factors = inverses(from.scale);
  if (block.complete) return centre(block, from, factors, values_.data(), stride_);
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const RowGroup& group = groups_[g];
    picked_.resize(group.count);
    for (std::size_t j = 0; j < group.observed.size(); ++j) {
      const auto d = static_cast<std::size_t>(group.observed[j]);
      const double* x = block.column(d);
      for (std::size_t i = 0; i < group.count; ++i) picked_[i] = x[group.rows[i]];
      row_kernel<T>().centre(picked_.data(), group.count, from.centre[d], factors[d],
                             values_.data() + j * stride_ + offsets_[g]);
    }
  }
}

template class GatheredRows<double>;
template class GatheredRows<float>;

}  // namespace varimix::internal
