// varimix_coverage [--seed S] [--data-sets M] [--threads P] [--output FILE.json]: one table of how
// often 95 % intervals hold the truth and how wide they are.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "study.hpp"

namespace varimix::bench {
namespace {

constexpr std::size_t kRows[] = {20, 50, 200, 500, 2000};

struct Arguments {
  std::uint64_t seed = 0, data_sets = 1000, threads = 0;
  std::string output;
};

std::uint64_t whole(const std::string& option, const std::string& text, std::uint64_t least) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least)
    throw std::invalid_argument(
        fmt::format("{} {}: accepted: a whole number from {} up", option, text, least));
  return value;
}

Arguments parse(std::vector<std::string> words) {
  Arguments out;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::string& option = words[i];
    const std::string value = i + 1 < words.size() ? words[i + 1] : "";
    if (option == "--seed")
      out.seed = whole(option, value, 0);
    else if (option == "--data-sets")
      out.data_sets = whole(option, value, 1);
    else if (option == "--threads")
      out.threads = whole(option, value, 0);
    else if (option == "--output" && !value.empty())
      out.output = value;
    else
      throw std::invalid_argument(fmt::format(
          "{}: accepted: --seed S, --data-sets M, --threads P, --output FILE.json", option));
  }
  return out;
}

void print_heading(const Arguments& arguments) {
  std::cout << fmt::format(
      "Coverage of {:.0f} % intervals, and their mean width in brackets, by parameter; both "
      "components together.\nTwo univariate Gaussians, the truth fixed, components matched to it; "
      "seed {}. Truth:\n",
      100 * kLevel, arguments.seed);
  for (const Truth& truth : truths())
    std::cout << fmt::format("  {:<6} weights {}, {}; means {}, {}; variances {}, {}\n",
                             truth.separation, truth.point.weights[0], truth.point.weights[1],
                             truth.point.parameters[0], truth.point.parameters[2],
                             truth.point.parameters[1], truth.point.parameters[3]);
  std::cout << fmt::format(
      "information, bootstrap ({} replicates): of em. posterior, linear-response: of vb. gibbs: {} "
      "chains of {} draws\nafter {}. Default priors. Where M data sets tell a coverage c it is off "
      "by sqrt(c (1 - c) / M).\nfailed: spurious maxima, refusals, information that is not "
      "positive "
      "definite; not in the means.\n\n{:>5} {:<6} {:<16} {:>9} {:>7}  {:<16}{:<16}{:<16}\n",
      kReplicates, kChains, kDraws, kWarmUp, "rows", "apart", "method", "data sets", "failed",
      "weight", "mean", "variance");
}

void print_row(std::size_t rows, const Truth& truth, const std::string& method,
               const Tally& tally) {
  std::cout << fmt::format("{:>5} {:<6} {:<16} {:>9} {:>7}  ", rows, truth.separation, method,
                           tally.data_sets, tally.failed);
  for (std::size_t i = 0; i < 3; ++i)
    std::cout << (tally.any() ? fmt::format("{:<16}", fmt::format("{:.3f} ({:.3g})",
                                                                  tally.covered[i], tally.width[i]))
                              : fmt::format("{:<16}", "-"));
  std::cout << std::endl;  // seen as it comes
}

void add_rows(std::size_t rows, const Truth& truth, const std::string& method, const Tally& tally,
              nlohmann::ordered_json& out) {
  for (std::size_t i = 0; i < 3; ++i) {
    nlohmann::ordered_json row = {{"method", method},
                                  {"rows", rows},
                                  {"separation", truth.separation},
                                  {"parameter", kKinds[i]},
                                  {"coverage", nullptr},
                                  {"width", nullptr},
                                  {"data_sets", tally.data_sets},
                                  {"failed", tally.failed}};
    if (tally.any()) row["coverage"] = tally.covered[i], row["width"] = tally.width[i];
    out.push_back(std::move(row));
  }
}

int run(const Arguments& arguments) {
  nlohmann::ordered_json document = {{"format", "varimix-coverage/1"},
                                     {"seed", arguments.seed},
                                     {"level", kLevel},
                                     {"rows", nlohmann::ordered_json::array()}};
  print_heading(arguments);
  for (const std::size_t rows : kRows) {
    for (const Truth& truth : truths()) {
      const std::vector<Tally> all =
          tallies(truth, rows, arguments.data_sets, arguments.seed, arguments.threads);
      for (std::size_t i = 0; i < all.size(); ++i) {
        print_row(rows, truth, methods()[i].name, all[i]);
        add_rows(rows, truth, methods()[i].name, all[i], document["rows"]);
      }
    }
  }
  if (arguments.output.empty()) return 0;
  std::ofstream file(arguments.output);
  file << document.dump(1) << '\n';
  file.close();
  if (!file) throw std::invalid_argument(arguments.output + ": cannot be written");
  return 0;
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  try {
    return varimix::bench::run(
        varimix::bench::parse(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc)));
  } catch (const std::exception& error) {
    std::cerr << "varimix_coverage: " << error.what() << '\n';
    return 2;
  }
}
