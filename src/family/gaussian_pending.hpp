// Sums over rows that lack cells, in the coordinates of what they show (gaussian_observed.hpp).
// They wait until a leaf ends: what they add to all D columns costs one product a pattern then, and
// not one a block.
#pragma once

#include <map>
#include <vector>

#include "family/row_groups.hpp"

namespace varimix::internal {

class PendingSums {
 public:
  struct Group {
    RowGroup like;             ///< whose rows they sum, without the rows themselves
    std::vector<double> sums;  ///< [K x (1 + p + p^2)]: (n, sum r y, sum r y y^T)
  };
  static std::size_t size(std::size_t observed) { return 1 + observed + observed * observed; }

  double* of(const RowGroup& group, std::size_t components) {
    Group& at = groups_[group.missing];
    if (at.sums.empty()) {
      at.like = {group.missing, group.observed, {}, 0};
      at.sums.assign(components * size(group.observed.size()), 0.0);
      kept_ += at.sums.size();
    }
    return at.sums.data();
  }
  /// So many that they fill a cache, as where every row lacks other cells.
  bool are_many() const { return kept_ > (std::size_t{1} << 17); }
  /// add(group) for each, in the order of their patterns; then none is left.
  template <typename Add>
  void settle(const Add& add) {
    for (const auto& [pattern, group] : groups_) add(group);
    groups_.clear();
    kept_ = 0;
  }

 private:
  std::map<Pattern, Group> groups_;
  std::size_t kept_ = 0;  ///< doubles
};

}  // namespace varimix::internal
