// A page of HTML: headings, tables, figures. All text that comes in is escaped.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "varimix/page.hpp"

namespace varimix::internal {

std::string escaped(std::string_view text);

struct HtmlTable {
  std::string caption;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  ///< the first cell is the row's own heading
};

using Facts = std::vector<std::pair<std::string, std::string>>;

class HtmlPage {
 public:
  HtmlPage(const std::string& title, const std::string& subtitle);

  void warnings(const std::vector<std::string>& lines);
  void heading(const std::string& text);
  void facts(const Facts& entries);
  /// Left out when it has no row.
  void table(const HtmlTable& table);
  void figures(std::span<const Plot> plots);
  /// Text as it is, folded away behind `summary`; left out when empty.
  void folded(const std::string& summary, const std::string& text);
  /// The whole file.
  std::string finish(std::string_view runtime);

 private:
  std::string title_, body_;
};

}  // namespace varimix::internal
