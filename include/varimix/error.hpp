// The exception for input that cannot be used.
#pragma once

#include <stdexcept>

namespace varimix {

/// A file, a column or a cell is not what was asked for. what() is one line that names the place,
/// what stands there and what is accepted.
class InputError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

}  // namespace varimix
