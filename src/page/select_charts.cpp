// Which model: criteria by the number of components.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "page/charts.hpp"

namespace varimix::internal {
namespace {

using Value = std::function<std::optional<double>(const Candidate&)>;
struct Criterion {
  std::string name;  ///< as people write it
  Value value;
  std::optional<std::size_t> winner;
};

Json components_axis() {
  Json out = axis("x", "components K");
  out["axis"] = {{"tickMinStep", 1}, {"format", "d"}};
  out["scale"]["padding"] = 12;
  return out;
}

std::vector<std::string> covariances(const ModelSelection& all) {
  std::vector<std::string> out;
  for (const Candidate& c : all.candidates)
    if (std::find(out.begin(), out.end(), c.covariance()) == out.end())
      out.push_back(c.covariance());
  return out;
}

/// Long rows of the criteria; `winners`: only the best by each.
Table rows(const ModelSelection& all, std::span<const Criterion> criteria, bool by_covariance,
           bool winners) {
  std::vector<double> x, y;
  std::vector<std::string> series;
  for (const Criterion& criterion : criteria)
    for (std::size_t i = 0; i < all.candidates.size(); ++i) {
      const Candidate& c = all.candidates[i];
      const std::optional<double> value = criterion.value(c);
      if (!value || (winners && criterion.winner != i)) continue;
      x.push_back(static_cast<double>(c.components()));
      y.push_back(*value);
      series.push_back(by_covariance ? c.covariance() : criterion.name);
    }
  Table out;
  out.numbers("x", x).numbers("y", y).texts("series", series);
  return out;
}

/// A line per criterion, or of one criterion a line per covariance; the best one ringed.
std::optional<Chart> chart(const ModelSelection& all, std::vector<Criterion> criteria,
                           const std::string& name, const std::string& title,
                           const std::string& y_title) {
  std::vector<std::string> names = covariances(all);
  const bool by_covariance = names.size() > 1;
  if (!by_covariance) {
    names.clear();
    for (const Criterion& criterion : criteria) names.push_back(criterion.name);
  }
  const Table table = rows(all, criteria, by_covariance, false);
  if (table.rows() == 0) return std::nullopt;
  const Table best = rows(all, criteria, by_covariance, true);
  const Json x = components_axis(), y = axis("y", y_title);
  Json curve = line(x, y, series(names));
  curve["mark"]["point"] = {{"size", 50}};
  std::vector<Json> of = {std::move(curve)};
  std::string about = "Lines over the number of components; a ring marks the best:";
  for (const Criterion& criterion : criteria)
    if (criterion.winner) {
      const Candidate& c = all.candidates[*criterion.winner];
      about += fmt::format(" {} K = {}{}{};", criterion.name, c.components(),
                           by_covariance ? " " : "", by_covariance ? c.covariance() : "");
    }
  about.back() = '.';
  if (best.rows() > 0) {
    Json ring = points(x, y, series(names), &best);
    ring["mark"] = {{"type", "point"}, {"filled", false}, {"size", 260}, {"strokeWidth", 2.5}};
    of.push_back(std::move(ring));
  }
  return Chart{name, title, about, layers(table, std::move(of))};
}

std::optional<double> bic(const Candidate& c) {
  return c.point ? c.point->criteria.bic : std::nullopt;
}
std::optional<double> aic(const Candidate& c) {
  return c.point ? c.point->criteria.aic : std::nullopt;
}
std::optional<double> icl(const Candidate& c) {
  return c.point ? c.point->criteria.icl : std::nullopt;
}

}  // namespace

std::vector<Chart> select_charts(const ModelSelection& all) {
  const Winners best = all.winners();
  const std::vector<Criterion> smaller = {
      {"BIC", bic, best.bic}, {"ICL", icl, best.icl}, {"AIC", aic, best.aic}};
  const std::vector<Criterion> larger = {
      {"ELBO", [](const Candidate& c) { return c.elbo(); }, best.elbo},
      {"ELBO + log K!", [](const Candidate& c) { return c.elbo_plus_log_factorial; },
       best.elbo_plus_log_factorial}};
  const std::vector<Criterion> validated = {
      {"point estimate", [](const Candidate& c) { return c.point_validation.log_density; },
       best.point_validation},
      {"vb", [](const Candidate& c) { return c.variational_validation.log_density; },
       best.variational_validation}};
  std::vector<Chart> out;
  const auto add = [&](std::vector<Criterion> criteria, const std::string& name,
                       const std::string& title, const std::string& y) {
    if (auto made = chart(all, std::move(criteria), name, title, y))
      out.push_back(std::move(*made));
  };
  if (covariances(all).size() > 1) {
    add({smaller[0]}, "bic", "BIC by K and covariance: smaller is better", "BIC");
    add({smaller[1]}, "icl", "ICL by K and covariance: smaller is better", "ICL");
    add({smaller[2]}, "aic", "AIC by K and covariance: smaller is better", "AIC");
    add({larger[0]}, "elbo", "ELBO by K and covariance: larger is better", "ELBO / nats");
    add({validated[0]}, "cross_validation", "Log density of rows held out: larger is better",
        "mean log density / nats");
    return out;
  }
  add(smaller, "criteria", "Information criteria: smaller is better", "criterion");
  add(larger, "elbo", "Evidence lower bound: larger is better", "nats");
  add(validated, "cross_validation", "Log density of rows held out: larger is better",
      "mean log density / nats");
  return out;
}

}  // namespace varimix::internal
