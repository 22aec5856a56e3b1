// Writes docs/discussion.md and its figures from the library's own numbers.
//
//   varimix_discussion           writes what can be computed in seconds, reads the rest from *.json
//   varimix_discussion --all     measures costs first (./dev docs --all: coverage too)
//   varimix_discussion --check   writes nothing; exit 1 when a file differs
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>

#include "discussion/claims.hpp"
#include "discussion/page.hpp"

namespace varimix::discussion {
namespace {

void write(const std::string& name, const std::string& text) {
  std::ofstream file(root() + name, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error(name + ": cannot be written");
}

int run(const std::string& option) {
  if (option == "--all") {
    write("docs/discussion/ladder.json", to_json(measure_ladder()).dump(1) + "\n");
  }
  int differing = 0;
  for (const File& file : page()) {
    if (option != "--check") {
      write(file.name, file.text);
    } else if (const std::string why = difference(read_file(root() + file.name), file);
               !why.empty()) {
      std::printf("%s: %s\n", file.name.c_str(), why.c_str());
      ++differing;
    }
  }
  if (differing > 0) std::printf("./dev docs writes them anew\n");
  return differing > 0 ? 1 : 0;
}

}  // namespace
}  // namespace varimix::discussion

int main(int count, char** arguments) {
  const std::string option = count > 1 ? arguments[1] : "";
  if (count > 2 || (!option.empty() && option != "--all" && option != "--check")) {
    std::fprintf(stderr, "varimix_discussion: accepted: nothing, --all or --check\n");
    return 2;
  }
  try {
    return varimix::discussion::run(option);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "varimix_discussion: %s\n", error.what());
    return 2;
  }
}
