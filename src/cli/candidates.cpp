#include "cli/candidates.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "cli/compare_fits.hpp"
#include "cli/values.hpp"
#include "family/families.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

constexpr std::uint64_t kMostComponents = 10000;

/// "1..3,6" -> 1, 2, 3, 6.
std::set<std::size_t> numbers_of_components(const std::string& text) {
  const auto whole = [&](const std::string& part) {
    try {
      return whole_number("", part, 1, kMostComponents);
    } catch (const InputError&) {
      throw InputError(
          fmt::format("--components {}: accepted: whole numbers from 1 to {} such as 1..9, 2 or "
                      "1,2,4",
                      text, kMostComponents));
    }
  };
  std::set<std::size_t> out;
  for (const std::string& part : listed(text)) {
    const std::size_t dots = part.find("..");
    const std::size_t first = whole(part.substr(0, dots));
    const std::size_t last = dots == std::string::npos ? first : whole(part.substr(dots + 2));
    if (last < first) {
      throw InputError(
          fmt::format("--components {}: {} is empty; accepted: {}..{}", text, part, last, first));
    }
    for (std::size_t k = first; k <= last; ++k) out.insert(k);
  }
  return out;
}

/// The covariances asked for, "" where none were; all of them, or a list without repetitions.
std::vector<Text> covariances_of(const Text& asked, bool gaussian) {
  if (!asked) return {Text()};
  std::vector<std::string> known = internal::covariance_names(), words = known;
  if (*asked != "all" || !gaussian) words = listed(*asked);
  known.push_back("all");
  std::vector<Text> out;
  for (const std::string& word : words) {
    if (gaussian) choice("--covariance", word, known);
    if (word == "all" && gaussian)
      throw InputError(
          fmt::format("--covariance {}: all stands alone; accepted: all, or some of {}", *asked,
                      fmt::join(internal::covariance_names(), ", ")));
    if (std::find(out.begin(), out.end(), word) == out.end()) out.emplace_back(word);
  }
  return out;
}

}  // namespace

std::vector<Model> candidate_models(const ModelOptions& model, const std::string& components,
                                    const Text& covariances) {
  const bool gaussian = model.family.value_or("gaussian") == "gaussian";
  const std::vector<Text> shapes = covariances_of(covariances, gaussian);
  const std::set<std::size_t> counts = numbers_of_components(components);
  std::vector<Model> out;
  for (const Text& covariance : shapes) {
    for (const std::size_t k : counts) {
      ModelOptions options = model;
      options.components = std::to_string(k);
      options.covariance = covariance;
      out.push_back(options.model());
    }
  }
  return out;
}

}  // namespace varimix::cli
