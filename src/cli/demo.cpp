// varimix demo: the built-in data by every method.

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "cli/pictures.hpp"
#include "report/demo_page.hpp"

namespace varimix::cli {

int run_demo(Arguments arguments) {
  Parser parser(
      "varimix demo",
      "Fits the waiting times of the geyser Old Faithful by every method and compares them.",
      "  varimix demo\n"
      "  varimix demo --report demo.html\n");
  PictureOptions pictures;
  pictures.declare(parser);
  if (!parser.parse(arguments)) return 0;
  Outputs outputs;
  pictures.expect(outputs, "-");
  const std::vector<Fit> fits = internal::demo_fits();
  const std::string page = internal::demo_page(fits);
  if (!pictures.to_standard_output()) outputs.write_text("-", page);
  const Data data = internal::demo_data();
  pictures.write(
      outputs, "Old Faithful's waiting times", page,
      [&](const PageOptions& options) { return report_html(fits, data, options); },
      [&] { return plots(fits, data); });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
