// varimix fit DATA --method gibbs.
#pragma once

#include "cli/data_input.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"

namespace varimix::cli {

/// Where the results go.
struct GibbsOutput {
  Text output, responsibilities;
  double level = 0.95;
};

/// Draws, and writes the summary or the files; does not commit them.
void fit_gibbs(const Model& model, const Input& input, const GibbsOptions& options,
               const GibbsOutput& to, Outputs& outputs);

}  // namespace varimix::cli
