#include "cli/fit_gibbs.hpp"

#include <stdexcept>

#include "cli/responsibilities_csv.hpp"
#include "cli/warning.hpp"
#include "report/gibbs_page.hpp"

namespace varimix::cli {
namespace {

Chains draw(const Model& model, const Input& input, const GibbsOptions& options) {
  try {
    return gibbs(model, input.dataset.data, options);
  } catch (const std::invalid_argument& error) {
    refuse_data(input, model.family(), error.what());
  }
}

}  // namespace

void fit_gibbs(const Model& model, const Input& input, const GibbsOptions& options,
               const GibbsOutput& to, Outputs& outputs) {
  const Chains chains = draw(model, input, options);
  const Uncertainty sure = uncertainty(chains, to.level);
  const std::vector<Diagnostics> diagnostics = diagnose(chains);
  const internal::GibbsReport report{chains, options, sure, diagnostics};
  if (to.output) {
    outputs.write_text(*to.output, internal::gibbs_json(report, posterior_mean(chains)) + "\n");
  } else if (to.responsibilities != "-") {
    outputs.write_text("-", internal::gibbs_page(report));
  }
  if (to.responsibilities)
    outputs.write(*to.responsibilities,
                  [r = chains.responsibilities, k = chains.components()](std::FILE* file) {
                    write_responsibilities(file, r, k);
                  });
  for (const std::string& warning : sure.warnings) warn(warning);
}

}  // namespace varimix::cli
