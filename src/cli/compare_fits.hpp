// What compare and select share: methods by name, and the model that each of them takes.
#pragma once

#include <string>
#include <vector>

#include "varimix/backend.hpp"
#include "varimix/model.hpp"

namespace varimix::cli {

/// Words between commas.
std::vector<std::string> listed(const std::string& text);

/// The methods of --methods a,b in the order of the tables; without a text all of them. Throws
/// InputError naming the known ones.
std::vector<std::string> methods_from(const std::string& option, const std::string& text);

/// ml and em get the model without its priors, in which they have no part; the others get it whole.
Model model_of_method(const Model& model, const Backend& backend);

}  // namespace varimix::cli
