#include "report/demo_page.hpp"

#include <fmt/format.h>

#include <vector>

#include "data/old_faithful.hpp"
#include "report/comparison.hpp"
#include "report/parameters.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {
namespace {

/// Short waits are component 1, long ones component 2.
Partition halves(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) sum += x;
  const double mean = sum / static_cast<double>(values.size());
  Partition out;
  for (const double x : values) out.components.push_back(x < mean ? 0 : 1);
  return out;
}

constexpr char kHeading[] =
    "Old Faithful: {} waiting times between eruptions, in minutes (Azzalini & Bowman 1990).\n"
    "One model: a mixture of two Gaussians. One start: waits below and above their mean. Five "
    "methods:\n\n";

constexpr char kLegend[] =
    "\nvalue     of the objective that the method raises, in nats (natural-log units). elbo: a "
    "lower bound\n"
    "          of log p(data). Values of objectives with different names are not comparable.\n"
    "log-lik.  log-likelihood in nats at the point shown (vb: its posterior mean)\n"
    "sd        standard deviation, in minutes as the mean\n";

constexpr char kPosterior[] =
    "\nThe posterior of vb: variance ~ inverse-gamma(shape, scale), mean ~ N(mean, variance / "
    "strength),\n"
    "and credible intervals that hold 95 % of the probability:\n\n";

}  // namespace

Data demo_data() { return Data::view(old_faithful_waiting()).with_names({"waiting"}); }

std::vector<Fit> demo_fits() {
  const Model model(2, gaussian());
  FitOptions options;
  options.start = halves(old_faithful_waiting());
  options.acceleration = Acceleration::none;  // the page counts textbook iterations
  std::vector<Fit> fits;
  for (const char* method : {"ml", "em", "map", "vb-point", "vb"}) {
    fits.push_back(fit(model, demo_data(), backend_from_name(method), options));
  }
  return fits;
}

std::string demo_page(std::span<const Fit> fits) {
  const Fit& vb = fits.back();
  return fmt::format(kHeading, vb.rows) + comparison_table(fits) + kLegend + kPosterior +
         posterior_table(vb, sorted_components(vb)) + "\n" + differences_in_words(fits);
}

}  // namespace varimix::internal
