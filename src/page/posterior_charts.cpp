// How sure a fit is: contours of the posterior, intervals.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "page/charts.hpp"
#include "page/contours.hpp"
#include "report/parameters.hpp"
#include "report/table.hpp"

namespace varimix::internal {
namespace {

double entry(const Fields& fields, const std::string& name) {
  for (const Field& field : fields)
    if (field.name == name) return field.values.at(0);
  return 0;
}

/// None unless the posterior is normal-inverse-gamma over one column.
std::vector<NormalInverseGamma> factors(const Fit& fit) {
  std::vector<NormalInverseGamma> out;
  const auto* posterior = std::get_if<Posterior>(&fit.belief);
  const Family& family = fit.model.family();
  if (posterior == nullptr || family.columns() != 1) return out;
  const ConjugateDescription described =
      family.conjugate_rules()->describe(fit.components(), posterior->hyperparameters);
  if (described.type != "normal-inverse-gamma") return out;
  for (const Fields& f : described.components)
    out.push_back({entry(f, "mean"), entry(f, "strength"), entry(f, "shape"), entry(f, "scale")});
  return out;
}

/// Long, in the order in which a curve runs.
struct Track {
  std::vector<double> mean, variance, order;
  std::vector<std::string> series;

  void add(const std::string& name, double m, double v) {
    mean.push_back(m);
    variance.push_back(v);
    order.push_back(static_cast<double>(order.size()));
    series.push_back(name);
  }
  Table table() const {
    Table out;
    out.numbers("x", mean).numbers("y", variance).numbers("order", order);
    return out.texts("series", series);
  }
};

constexpr std::array<double, 3> kProbabilities = {0.5, 0.8, 0.95};
constexpr std::array<const char*, 6> kShapes = {"circle", "diamond",       "cross",
                                                "square", "triangle-down", "triangle-up"};

Json shaped(std::span<const std::string> names) {
  Json out = series(names);
  Json shapes = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) shapes.push_back(kShapes[i % kShapes.size()]);
  out["scale"]["range"] = shapes;
  return out;
}

Chart posterior_chart(const NormalInverseGamma& q, std::size_t number, const std::string& column,
                      const Track& marks) {
  Track contours;
  for (const double p : kProbabilities) {
    const Contour contour = posterior_contour(q, p);
    for (std::size_t i = 0; i < contour.mean.size(); ++i)
      contours.add(fmt::format("{:g} %", 100 * p), contour.mean[i], contour.variance[i]);
  }
  const Json x = axis("x", fmt::format("mean of {}", column));
  const Json y = axis("y", fmt::format("variance of {}", column));
  Json curve = line(x, y, nullptr);
  curve["mark"]["color"] = "#555555";
  curve["mark"]["strokeWidth"] = 1.5;
  curve["encoding"]["order"] = {{"field", "order"}, {"type", "quantitative"}};
  curve["encoding"]["strokeDash"] = {
      {"field", "series"},
      {"type", "nominal"},
      {"title", nullptr},
      {"scale", {{"domain", {"50 %", "80 %", "95 %"}}, {"range", {{1, 0}, {6, 3}, {2, 3}}}}}};
  const Table at = marks.table();
  Json mark = points(x, y, series(marks.series), &at);
  mark["mark"]["size"] = 110;
  mark["mark"]["filled"] = false;
  mark["mark"]["strokeWidth"] = 2.5;
  mark["encoding"]["shape"] = shaped(marks.series);
  Chart out{fmt::format("posterior_{}", number),
            fmt::format("Component {}: posterior of mean and variance", number),
            fmt::format("Contours of the smallest regions of 50, 80 and 95 % posterior "
                        "probability; posterior mean ({:.4g}, {:.4g}), mode ({:.4g}, {:.4g}).",
                        marks.mean[0], marks.variance[0], marks.mean[1], marks.variance[1]),
            layers(contours.table(), {std::move(curve), std::move(mark)})};
  out.spec["resolve"] = {{"scale", {{"color", "independent"}, {"shape", "independent"}}}};
  return out;
}

/// One interval as it is drawn.
struct Bar {
  std::string label;
  double value, lower, upper;
};
/// By parameter and column, in the order of appearance.
struct Group {
  std::string parameter;
  std::size_t column;
  std::vector<Bar> bars;
};

void add(std::vector<Group>& groups, const std::string& parameter, std::size_t column, Bar bar) {
  for (Group& group : groups)
    if (group.parameter == parameter && group.column == column)
      return group.bars.push_back(std::move(bar));
  groups.push_back({parameter, column, {std::move(bar)}});
}

std::vector<Group> intervals_of(const Fit& fit, const Uncertainty* uncertainty) {
  std::vector<Group> out;
  if (uncertainty != nullptr) {
    for (const Estimate& e : uncertainty->estimates) {
      const bool matrix = e.parameter == "covariance";
      if (matrix && e.row != e.column) continue;
      add(out, matrix ? "variance" : e.parameter, e.column,
          {fmt::format("component {}", e.component + 1), e.value, e.interval.lower,
           e.interval.upper});
    }
    return out;
  }
  for (std::size_t k = 0; k < fit.components(); ++k)
    for (const Marginal& m : fit.marginals(k)) {
      const Interval i = m.interval();
      add(out, m.name, m.column, {fmt::format("component {}", k + 1), m.mean(), i.lower, i.upper});
    }
  return out;
}

std::string in_words(const std::vector<Bar>& bars) {
  std::string out;
  for (const Bar& bar : bars) {
    if (out.size() > 300) return out + "; ... .";
    out += fmt::format("{}{}: {} in {} to {}", out.empty() ? "" : "; ", bar.label,
                       short_number(bar.value), short_number(bar.lower), short_number(bar.upper));
  }
  return out + ".";
}

Chart interval_chart(const Fit& fit, const Group& group, double level, const std::string& kind) {
  std::vector<double> value, lower, upper;
  std::vector<std::string> labels;
  for (const Bar& bar : group.bars) {
    value.push_back(bar.value);
    lower.push_back(bar.lower);
    upper.push_back(bar.upper);
    labels.push_back(bar.label);
  }
  Table table;
  table.numbers("value", value).numbers("lower", lower).numbers("upper", upper);
  table.texts("series", labels);
  const bool weight = group.parameter == "weight";
  const std::string title =
      weight ? "weight" : group.parameter + " of " + column_name(fit, group.column);
  const Json y = words("series", "", labels), x = axis("value", title);
  Json colours = series(component_names(fit.components()));
  colours["legend"] = nullptr;
  Chart out{fit.model.family().columns() == 1 || weight
                ? "intervals_" + group.parameter
                : fmt::format("intervals_{}_{}", group.parameter, group.column + 1),
            fmt::format("{:g} % {} of the {}", 100 * level, kind, title), in_words(group.bars),
            layers(table, {rules(title, y, colours), points(x, y, colours)})};
  out.spec["height"] = {{"step", 26}};
  return out;
}

}  // namespace

std::vector<Chart> posterior_charts(const Fit& fit, std::span<const PointFit> others) {
  std::vector<Chart> out;
  const std::vector<NormalInverseGamma> q = factors(fit);
  const std::vector<double> counts = fit.expected_counts();
  // Side by side with other fits components stand in the order of their means, as in the table.
  std::vector<std::size_t> order(q.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (!others.empty() && !q.empty()) order = sorted_components(fit);
  for (std::size_t i = 0; i < q.size(); ++i) {
    const NormalInverseGamma& of = q[order[i]];
    const bool has_mean = of.shape > 1;  // of the variance
    if (counts.at(order[i]) < 1 || !has_mean || out.size() == 2 * kMostColumns) continue;
    Track marks;
    marks.add("posterior mean", of.mean, of.scale / (of.shape - 1));
    marks.add("posterior mode", of.mean, mode_variance(of));
    for (const PointFit& other : others) {
      const std::size_t k = sorted_components(*other.fit)[i];
      marks.add(other.name, other.fit->mean(k)(0), other.fit->covariance(k)(0, 0));
    }
    out.push_back(posterior_chart(of, i + 1, column_name(fit, 0), marks));
  }
  return out;
}

std::vector<Chart> interval_charts(const Fit& fit, const Uncertainty* uncertainty) {
  std::vector<Chart> out;
  const bool posterior = std::holds_alternative<Posterior>(fit.belief);
  for (const Group& group : intervals_of(fit, uncertainty)) {
    if (group.column >= kMostColumns) continue;
    std::string kind = posterior ? "credible intervals" : "confidence intervals";
    if (uncertainty != nullptr) kind += " (" + uncertainty->method + ")";
    out.push_back(
        interval_chart(fit, group, uncertainty != nullptr ? uncertainty->level : 0.95, kind));
  }
  return out;
}

}  // namespace varimix::internal
