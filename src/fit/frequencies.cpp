#include "fit/frequencies.hpp"

#include <cmath>

#include "varimix/select.hpp"

namespace varimix::internal {

bool are_frequencies(const Data& data) {
  double total = 0;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.weight(n) != std::floor(data.weight(n))) return false;
    total += data.weight(n);
  }
  return total <= kMostUnits;
}

}  // namespace varimix::internal
