#include "varimix/uncertainty.hpp"

#include "fit/refuse.hpp"
#include "uncertainty/bootstrap.hpp"
#include "uncertainty/chains_entries.hpp"
#include "uncertainty/gibbs_draws.hpp"
#include "uncertainty/information.hpp"
#include "uncertainty/posterior.hpp"

namespace varimix {

Uncertainty uncertainty(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  using Method = UncertaintyOptions::Method;
  internal::check_level(options.level);
  switch (options.method) {
    case Method::information:
      return internal::information(fit, data, options);
    case Method::bootstrap:
    case Method::parametric_bootstrap:
      return internal::bootstrap(fit, data, options);
    case Method::posterior:
      return internal::posterior_marginals(fit, data, options);
    case Method::linear_response:
      return internal::linear_response(fit, data, options);
    case Method::automatic:
      break;
  }
  return std::holds_alternative<Posterior>(fit.belief)
             ? internal::posterior_marginals(fit, data, options)
             : internal::information(fit, data, options);
}

std::vector<Point> draw_posterior(const Fit& fit, std::size_t draws, std::uint64_t seed) {
  const Posterior* posterior = std::get_if<Posterior>(&fit.belief);
  if (posterior == nullptr)
    internal::refuse("method " + method_name(fit.backend) +
                     " gives a point, of which nothing can be drawn; accepted: vb");
  internal::require_draws(fit.model.family(), posterior->hyperparameters);
  std::vector<Point> out;
  for (std::size_t i = 0; i < draws; ++i)
    out.push_back(
        internal::draw_point(fit.model.family(), *posterior, internal::stream_of(seed, i)));
  return out;
}

}  // namespace varimix
