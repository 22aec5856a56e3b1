// --report FILE.html and --plots DIR of fit, compare, select and demo.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "varimix/page.hpp"

namespace varimix::cli {

struct PictureOptions {
  std::optional<std::string> report, plots;

  void declare(Parser& parser);
  /// Before the work: can they be written? Throws InputError; also where this command was built
  /// without what draws the page.
  void expect(Outputs& outputs, const std::string& input) const;
  bool asked() const { return report || plots; }
  /// The page goes to standard output, so nothing else may.
  bool to_standard_output() const { return report == "-"; }

  using MakePage = std::function<std::string(const PageOptions&)>;
  using MakePlots = std::function<std::vector<Plot>()>;
  /// Makes and writes what was asked for. `source` is the data's, `text` the page in plain text.
  void write(Outputs& outputs, const std::string& source, const std::string& text,
             const MakePage& page, const MakePlots& plots) const;
};

}  // namespace varimix::cli
