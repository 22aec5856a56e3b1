// The rows that take part in inference, in fixed blocks gathered into fixed leaves. Rows that are
// absent (weight 0, or no observed cell and no label) get weight 0 here.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "varimix/data.hpp"

namespace varimix::internal {

inline constexpr std::size_t kBlockRows = 512;
inline constexpr std::size_t kLeaves = 64;

/// Nothing to infer from: every cell is missing and the component is unknown.
bool says_nothing(const Data& data, std::size_t row);
/// Not absent (of weight 0), and not without anything to infer from.
bool takes_part(const Data& data, std::size_t row);

class Rows {
 public:
  struct Scratch {
    std::vector<double> values, weights;
  };
  /// Both must outlive the Rows.
  Rows(const Data& data, const Summary& summary) : data_(data), summary_(summary) {}

  const Data& data() const { return data_; }
  const Summary& summary() const { return summary_; }
  /// Every `step`-th block from `first` on, as rows of their own: a batch that sees all of the
  /// data's length, whatever order they are in. The summary stays that of all rows.
  Rows stripe(std::size_t first, std::size_t step) const;
  std::size_t blocks() const { return (all_blocks() - first_ + step_ - 1) / step_; }
  /// A number that depends on the rows alone, never on threads.
  std::size_t leaves() const { return blocks() < kLeaves ? blocks() : kLeaves; }
  /// Blocks first ... last - 1 belong to a leaf.
  std::size_t first_block(std::size_t leaf) const { return leaf * blocks() / leaves(); }
  Block block(std::size_t index, Scratch& scratch) const;
  /// The same for a pass that reads cells: without copied values where no cell is missing.
  Block cells(std::size_t index, Scratch& scratch) const;
  /// Where the values and the weights of the block after this one lie, or nothing.
  struct Next {
    std::span<const std::byte> values, weights;
  };
  Next next(std::size_t index) const;

 private:
  template <typename Take>
  Block take(std::size_t index, Scratch& scratch, const Take& values) const;
  std::size_t all_blocks() const { return (data_.rows() + kBlockRows - 1) / kBlockRows; }

  const Data& data_;
  const Summary& summary_;
  std::size_t first_ = 0, step_ = 1;  ///< own block i is block first_ + i step_ of the data
};

}  // namespace varimix::internal
