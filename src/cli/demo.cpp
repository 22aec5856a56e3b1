// varimix demo: the built-in data by every method.
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/parser.hpp"
#include "report/demo_page.hpp"

namespace varimix::cli {

int run_demo(Arguments arguments) {
  Parser parser(
      "varimix demo",
      "Fits the waiting times of the geyser Old Faithful by every method and compares them.",
      "  varimix demo\n");
  if (!parser.parse(arguments)) return 0;
  const std::string page = internal::demo_page();
  Outputs outputs;
  outputs.write("-", [&](std::FILE* file) { std::fwrite(page.data(), 1, page.size(), file); });
  outputs.commit();
  return 0;
}

}  // namespace varimix::cli
