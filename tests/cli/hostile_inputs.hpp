// Arguments and files that cannot be used, and what the command must say to each.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace varimix::test {

struct Hostile {
  std::string what;
  std::vector<std::string> arguments;
  std::string place;   ///< part of the message that says where the trouble is
  std::string remedy;  ///< part of the message that says what would be accepted
  std::map<std::string, std::string> files = {};  ///< by name
};

std::vector<Hostile> hostile_tables();
std::vector<Hostile> hostile_arrays();
std::vector<Hostile> hostile_options();
/// `fit` is the FIT.json of a vb fit of two gaussians to the one column x.
std::vector<Hostile> hostile_json(const std::string& fit);

}  // namespace varimix::test
