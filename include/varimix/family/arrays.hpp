// Small fixed-size arrays in and out of flat storage, and parameters by name: what adapter.hpp is
// built with.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "varimix/family/family.hpp"

namespace varimix {
namespace internal {

template <typename Array>
Array load(std::span<const double> from, std::size_t at) {
  Array a;
  std::copy_n(from.data() + at, a.size(), a.begin());
  return a;
}
template <typename Array>
void store(const Array& a, std::span<double> to, std::size_t at) {
  std::copy(a.begin(), a.end(), to.data() + at);
}
/// The hyperparameters `entries` name, broadcast to D columns, over `fallback`; layout [D x names].
std::vector<double> named_hyperparameters(const std::string& family,
                                          std::span<const char* const> names, std::size_t columns,
                                          const Fields& entries, std::vector<double> fallback);
/// Layout [D x names] as one list per name, and back.
Fields fields_by_column(std::span<const char* const> names, std::size_t columns,
                        std::span<const double> values);
std::vector<double> values_by_column(const std::string& what, std::span<const char* const> names,
                                     std::size_t columns, const Fields& fields);

}  // namespace internal

}  // namespace varimix
