#include "family/families.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "math/words.hpp"
#include "varimix/family/gaussian.hpp"
#include "varimix/family/poisson.hpp"

namespace varimix::internal {
namespace {

struct Builtin {
  std::string name;
  FamilyPtr (*make)(const std::string& covariance);
};

FamilyPtr make_gaussian(const std::string& covariance) {
  if (covariance.empty()) return gaussian();
  for (const Covariance known :
       {Covariance::full, Covariance::diagonal, Covariance::spherical, Covariance::tied}) {
    if (to_string(known) == covariance) return gaussian(known);
  }
  throw std::invalid_argument("covariance " + unknown_word(covariance, covariance_names()));
}

/// For a family that has no covariance to choose.
template <FamilyPtr (*kMake)()>
FamilyPtr make_plain(const std::string& covariance) {
  if (covariance.empty()) return kMake();
  const FamilyPtr family = kMake();
  throw std::invalid_argument(
      fmt::format("family {} has no covariance to choose, found \"{}\"; accepted: none",
                  family->name(), covariance));
}

/// One line per family.
const std::vector<Builtin>& builtins() {
  static const std::vector<Builtin> kBuiltins = {
      {"gaussian", make_gaussian},
      {"poisson", make_plain<poisson>},
  };
  return kBuiltins;
}

}  // namespace

const std::vector<std::string>& family_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Builtin& builtin : builtins()) names.push_back(builtin.name);
    return names;
  }();
  return kNames;
}

const std::vector<std::string>& covariance_names() {
  static const std::vector<std::string> kNames = {"full", "diagonal", "spherical", "tied"};
  return kNames;
}

FamilyPtr family_from_name(const std::string& name, const std::string& covariance) {
  const auto& known = builtins();
  const auto at =
      std::find_if(known.begin(), known.end(), [&](const Builtin& b) { return b.name == name; });
  if (at == known.end())
    throw std::invalid_argument("family " + unknown_word(name, family_names()));
  return at->make(covariance);
}

}  // namespace varimix::internal
