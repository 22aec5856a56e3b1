#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/comparison.hpp"
#include "report/parameters.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

const Fit* find(std::span<const Fit> fits, const std::string& method) {
  const auto at = std::find_if(fits.begin(), fits.end(),
                               [&](const Fit& fit) { return method_name(fit.backend) == method; });
  return at == fits.end() ? nullptr : &*at;
}

std::string enumerated(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 < words.size() ? ", " : " and ") + words[i];
  }
  return out;
}

std::string points_and_distributions(std::span<const Fit> fits) {
  std::vector<std::string> points, distributions;
  for (const Fit& fit : fits) {
    (std::holds_alternative<Point>(fit.belief) ? points : distributions)
        .push_back(method_name(fit.backend));
  }
  std::string out = "Point or distribution: ";
  if (!points.empty())
    out += fmt::format("{} {} one value per parameter", enumerated(points),
                       points.size() == 1 ? "gives" : "give");
  if (!points.empty() && !distributions.empty()) out += ", ";
  if (!distributions.empty()) out += enumerated(distributions) + " a posterior";
  return out + ".\n";
}

/// Decimal digits in which every weight and parameter of two fits agrees, relative to its size.
double digits_agreed(const Fit& a, const Fit& b) {
  const std::vector<std::size_t> a_order = sorted_components(a), b_order = sorted_components(b);
  double worst = 0;
  const auto compare = [&](double x, double y) {
    if (x != y) worst = std::max(worst, std::abs(x - y) / std::max(std::abs(x), std::abs(y)));
  };
  for (std::size_t i = 0; i < a_order.size(); ++i) {
    compare(a.summary.weights[a_order[i]], b.summary.weights[b_order[i]]);
    const auto x = shown_parameters(a, a_order[i]), y = shown_parameters(b, b_order[i]);
    for (std::size_t j = 0; j < x.size(); ++j) compare(x[j].value, y[j].value);
  }
  if (worst == 0) return std::numeric_limits<double>::infinity();
  return std::max(0.0, std::floor(-std::log10(worst)));
}

std::string two_routes(const Fit& em, const Fit& point_mass) {
  const double digits = digits_agreed(em, point_mass);
  return fmt::format(
      "Two routes to one point: em and vb-point agree {} in every weight and parameter.\n",
      std::isinf(digits) ? "in all digits" : fmt::format("to {} digits", digits));
}

/// |E_vb - em| / posterior standard deviation of every component's mean (rate) in every column.
std::vector<double> distances(const Fit& em, const Fit& vb) {
  const std::vector<std::size_t> em_order = sorted_components(em), vb_order = sorted_components(vb);
  std::vector<double> out;
  for (std::size_t i = 0; i < vb_order.size(); ++i) {
    const std::vector<double> points =
        em.parameter(em.model.family().describe(em.summary.parameters, 0).at(0).name, em_order[i]);
    for (const Marginal& marginal : location_marginals(vb, vb_order[i])) {
      out.push_back(std::abs(marginal.mean() - points.at(marginal.column)) /
                    marginal.standard_deviation());
    }
  }
  return out;
}

std::string vb_from_em(const Fit& em, const Fit& vb) {
  std::vector<std::string> listed;
  double largest = 0;
  for (const double distance : distances(em, vb)) {
    largest = std::max(largest, distance);
    listed.push_back(fmt::format("{:.3f}", distance));
  }
  const std::string name = vb.model.family().describe(vb.summary.parameters, 0).at(0).name;
  return fmt::format(
      "How far vb is from em: its {}s lie {} posterior standard deviations from em's.\n", name,
      listed.size() <= 3 ? enumerated(listed) : fmt::format("at most {:.3f}", largest));
}

}  // namespace

std::string differences_in_words(std::span<const Fit> fits) {
  std::string out = points_and_distributions(fits);
  const Fit* em = find(fits, "em");
  const Fit* point_mass = find(fits, "vb-point");
  const Fit* vb = find(fits, "vb");
  if (em && point_mass && point_mass->model.hyperparameters().empty())
    out += two_routes(*em, *point_mass);
  if (em && vb && em->components() == vb->components()) out += vb_from_em(*em, *vb);
  return out;
}

}  // namespace varimix::internal
