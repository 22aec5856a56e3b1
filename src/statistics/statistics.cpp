#include "varimix/statistics.hpp"

#include <stdexcept>

namespace varimix {
namespace {

void add(std::vector<double>& to, const std::vector<double>& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

}  // namespace

void Statistics::merge(const Statistics& other) {
  if (components != other.components || sums.size() != other.sums.size() || frames != other.frames)
    throw std::invalid_argument(
        "varimix::Statistics::merge: the frames differ; only sums in equal frames add up");
  add(counts, other.counts);
  add(squares, other.squares);
  add(sums, other.sums);
  total_weight += other.total_weight;
  evidence += other.evidence;
  classification += other.classification;
}

}  // namespace varimix
