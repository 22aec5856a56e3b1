#include "cli/pictures.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/runtime.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {

void PictureOptions::declare(Parser& parser) {
  parser.option("--report", "FILE.html",
                "a page with charts and tables, which opens without a network", report);
  parser.option("--plots", "DIR", "the charts as DIR/NAME.vl.json, Vega-Lite specs", plots);
}

void PictureOptions::expect(Outputs& outputs, const std::string& input) const {
  if (report) {
    outputs.expect("--report", *report, input);
    if (runtime().empty())
      throw InputError(
          fmt::format("--report {}: this varimix was built without the runtime that draws charts; "
                      "install nodejs and npm and build it again (--plots DIR works without)",
                      *report));
  }
  if (plots) outputs.expect_folder("--plots", *plots);
}

void PictureOptions::write(Outputs& outputs, const std::string& source, const std::string& text,
                           const MakePage& page, const MakePlots& make_plots) const {
  if (report)
    outputs.write_text(*report, page({.runtime = runtime(),
                                      .source = std::filesystem::path(source).filename().string(),
                                      .text = text}));
  if (!plots) return;
  outputs.make_folder(*plots);
  for (const Plot& plot : make_plots())
    outputs.write_text((std::filesystem::path(*plots) / (plot.name + ".vl.json")).string(),
                       plot.json + "\n");
}

}  // namespace varimix::cli
