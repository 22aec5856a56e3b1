// The models that select has to choose from: every covariance with every number of components.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"

namespace varimix::cli {

/// `components` as "1..3,6", `covariances` as "full,tied" or "all"; the rest of the model as it is
/// in `model`. By covariance as asked for, and within one by K, ascending. Throws InputError.
std::vector<Model> candidate_models(const ModelOptions& model, const std::string& components,
                                    const Text& covariances);

}  // namespace varimix::cli
