// The rows of a bootstrap replicate. A function of the data, the fit, the seed and the replicate.
#pragma once

#include <cstdint>
#include <memory>

#include "varimix/fit.hpp"

namespace varimix::internal {

/// Outlived by the data and the fit.
class BootstrapRows {
 public:
  virtual ~BootstrapRows() = default;
  /// `key` of the replicate.
  virtual Data draw(std::uint64_t key) const = 0;
};

std::unique_ptr<BootstrapRows> rows_of_data(const Data& data);
/// Throws std::invalid_argument when the family cannot draw rows.
std::unique_ptr<BootstrapRows> rows_of_fit(const Fit& fit, const Data& data);

}  // namespace varimix::internal
