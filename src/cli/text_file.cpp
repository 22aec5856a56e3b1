#include "cli/text_file.hpp"

#include "data/read_bytes.hpp"

namespace varimix::cli {

std::string read_text(const std::string& path, const std::string& accepted) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  const internal::Bytes bytes = internal::read_bytes(path, accepted);
  std::string_view text = bytes.view;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return std::string(text);
}

}  // namespace varimix::cli
