#include "data/npy.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "data/csv_cell.hpp"
#include "math/words.hpp"

namespace varimix::internal {
namespace {

constexpr char kByteOrder = std::endian::native == std::endian::little ? '<' : '>';
constexpr std::size_t kVersionEnd = kNpyMagic.size() + 2;

/// What the header, a Python dictionary, says of the array.
struct ArrayHeader {
  Data::Element element = Data::Element::float64;
  bool fortran_order = false;
  std::vector<std::size_t> shape;
  std::size_t offset = 0;  // of the first element in the file
};

class HeaderReader {
 public:
  HeaderReader(std::string_view file, const std::string& source) : file_(file), source_(source) {}

  ArrayHeader read() {
    ArrayHeader header;
    const std::string_view dictionary = find_dictionary(header.offset);
    const std::string_view type = value_of(dictionary, "descr");
    const std::string_view order = value_of(dictionary, "fortran_order");
    header.element = parse_element(type);
    if (!order.starts_with("True") && !order.starts_with("False")) {
      refuse("the header's fortran_order is neither True nor False; " + accepted_file());
    }
    header.fortran_order = order.starts_with("True");
    header.shape = parse_shape(value_of(dictionary, "shape"));
    return header;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw InputError(fmt::format("{}: {}", source_, what));
  }

 private:
  std::string_view find_dictionary(std::size_t& offset) const {
    if (!file_.starts_with(kNpyMagic))
      refuse("does not begin as a .npy file does; " + accepted_file());
    if (file_.size() < kVersionEnd)
      refuse("is cut off within the header; accepted is the whole file");
    const int version = static_cast<std::uint8_t>(file_[kNpyMagic.size()]);
    if (version < 1 || version > 3) {
      refuse(fmt::format("has .npy format {}; accepted are 1, 2 and 3", version));
    }
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    std::size_t length = 0;  // little-endian
    for (std::size_t i = 0; i < length_bytes && kVersionEnd + i < file_.size(); ++i) {
      length |= static_cast<std::size_t>(static_cast<std::uint8_t>(file_[kVersionEnd + i]))
                << 8 * i;
    }
    const std::size_t begin = kVersionEnd + length_bytes;
    if (file_.size() < begin || file_.size() - begin < length)
      refuse("is cut off within the header; accepted is the whole file");
    offset = begin + length;
    return file_.substr(begin, length);
  }

  /// The text behind 'key':, up to the end of the dictionary.
  std::string_view value_of(std::string_view dictionary, const std::string& key) const {
    std::size_t at = dictionary.find("'" + key + "'");
    if (at != std::string_view::npos) at = dictionary.find(':', at);
    if (at == std::string_view::npos) refuse("the header has no " + key + "; " + accepted_file());
    return trimmed(dictionary.substr(at + 1));
  }

  Data::Element parse_element(std::string_view text) const {
    const std::size_t end = text.starts_with('\'') ? text.find('\'', 1) : std::string_view::npos;
    if (end == std::string_view::npos) refuse("holds records; " + accepted_types());
    const std::string_view type = text.substr(1, end - 1);
    if (type.size() == 3 && type[0] == kByteOrder && type[1] == 'f') {
      if (type[2] == '8') return Data::Element::float64;
      if (type[2] == '4') return Data::Element::float32;
    }
    refuse(fmt::format("holds elements of type {}; {}", shown(type), accepted_types()));
  }

  std::vector<std::size_t> parse_shape(std::string_view text) const {
    std::vector<std::size_t> shape;
    const std::size_t end = text.starts_with('(') ? text.find(')') : std::string_view::npos;
    if (end == std::string_view::npos)
      refuse("the header's shape is not a tuple; " + accepted_file());
    const char* at = text.data() + 1;
    const char* const close = text.data() + end;
    while (at != close) {
      if (*at == ' ' || *at == ',' || *at == 'L') {  // Python 2 wrote 272L
        ++at;
        continue;
      }
      std::size_t extent = 0;
      const auto [rest, error] = std::from_chars(at, close, extent);
      if (error != std::errc{})
        refuse("the header's shape is not a tuple of whole numbers; " + accepted_file());
      shape.push_back(extent);
      at = rest;
    }
    return shape;
  }

  static std::string accepted_file() { return "accepted is what numpy.save writes"; }
  static std::string accepted_types() {
    return fmt::format("accepted are {0}f8 and {0}f4 (in NumPy: x.astype(\"{0}f8\"))", kByteOrder);
  }

  std::string_view file_;
  const std::string& source_;
};

/// Bytes of a rows x columns array, or the largest number where that is too many to count.
std::size_t byte_count(std::size_t rows, std::size_t columns, std::size_t element) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  return columns > most / element || rows > most / (element * columns) ? most
                                                                       : rows * columns * element;
}

}  // namespace

Table read_npy(const Bytes& bytes, const std::string& source) {
  HeaderReader reader(bytes.view, source);
  const ArrayHeader header = reader.read();
  if (header.shape.empty() || header.shape.size() > 2) {
    reader.refuse(
        fmt::format("holds an array of {} dimensions; accepted are 1 and 2 (rows x columns)",
                    header.shape.size()));
  }
  const std::size_t rows = header.shape[0];
  const std::size_t columns = header.shape.size() == 2 ? header.shape[1] : 1;
  if (rows == 0 || columns == 0) {
    reader.refuse(fmt::format("holds {} rows and {} columns; accepted are one or more of each",
                              rows, columns));
  }
  const std::size_t element = header.element == Data::Element::float64 ? 8 : 4;
  const std::size_t size = byte_count(rows, columns, element);
  const std::size_t present = bytes.view.size() - header.offset;
  if (present < size) {
    reader.refuse(fmt::format(
        "is cut off: {} x {} numbers take {} bytes, {} are there; accepted is the whole file", rows,
        columns, size, present));
  }

  Table table;
  table.source = source;
  for (std::size_t d = 1; d <= columns; ++d) {
    table.columns.emplace_back().name = fmt::format("x{}", d);
  }
  const auto row_length = static_cast<std::ptrdiff_t>(columns);
  const auto column_length = static_cast<std::ptrdiff_t>(rows);
  table.values = {bytes.view.data() + header.offset,
                  header.element,
                  rows,
                  columns,
                  header.fortran_order ? 1 : row_length,
                  header.fortran_order ? column_length : 1,
                  bytes.owner};
  if (reinterpret_cast<std::uintptr_t>(table.values.base) % element != 0) {
    const auto aligned = std::make_shared<std::vector<double>>((size + 7) / 8);
    std::memcpy(aligned->data(), table.values.base, size);
    table.values.base = aligned->data();
    table.values.owner = aligned;
  }
  return table;
}

}  // namespace varimix::internal
