// Every pair of columns: a cloud with the ellipses of Gaussian components.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "page/charts.hpp"
#include "page/curves.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

/// Rows that are drawn as points: all, or those whose own random number is smallest; ascending.
std::vector<std::size_t> shown_rows(const Data& data) {
  std::vector<std::size_t> out;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (data.weight(n) > 0) out.push_back(n);
  if (out.size() <= kMostPoints) return out;
  const auto before = [](std::size_t a, std::size_t b) {
    const std::uint64_t x = mix(a), y = mix(b);
    return x != y ? x < y : a < b;
  };
  std::nth_element(out.begin(), out.begin() + kMostPoints, out.end(), before);
  out.resize(kMostPoints);
  std::sort(out.begin(), out.end());
  return out;
}

/// What draws one pair: whose ellipses, under which names.
struct Clouds {
  std::span<const Fit> fits;
  bool by_fit = false;  ///< colours tell the fits apart, not the components
  std::vector<std::string> names;
};

Table cloud(const Clouds& clouds, const Data& data, const std::vector<std::size_t>& rows) {
  const Fit& fit = clouds.fits.front();
  const std::size_t d_count = data.columns(), k_count = fit.components();
  std::vector<double> values, weights;
  std::vector<std::int32_t> labels;
  for (std::size_t d = 0; d < d_count; ++d)
    for (const std::size_t n : rows) values.push_back(data.value(n, d));
  for (const std::size_t n : rows) labels.push_back(data.label(n));
  const std::vector<double> r =
      responsibilities(fit, Data::own(values, rows.size(), d_count).with_labels(labels));
  Table out;
  for (std::size_t d = 0; d < std::min(d_count, kMostColumns); ++d)
    out.numbers(fmt::format("x{}", d + 1), {values.data() + d * rows.size(), rows.size()});
  std::vector<std::string> series, known;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const auto row = r.begin() + static_cast<std::ptrdiff_t>(n * k_count);
    const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(k_count)) - row;
    series.push_back(clouds.by_fit ? "data" : clouds.names[static_cast<std::size_t>(best)]);
    known.push_back(labels[n] == kLatent ? "inferred" : "known");
    weights.push_back(data.weight(rows[n]));
  }
  out.texts("series", series);
  if (!data.labels().empty()) out.texts("known", known);
  if (!data.weights().empty()) out.numbers("weight", weights);
  return out;
}

/// Boundary of {x: (x - mean)' Sigma^-1 (x - mean) <= -2 log 0.05}: 95 % of a normal pair.
void add_ellipse(const Fit& fit, std::size_t k, std::array<std::size_t, 2> pair,
                 std::array<std::vector<double>, 2>& out) {
  constexpr int kSteps = 48;
  const double radius = std::sqrt(-2 * std::log(0.05));
  const Eigen::VectorXd mean = fit.mean(k);
  const Eigen::MatrixXd all = fit.covariance(k);
  const auto i = static_cast<Eigen::Index>(pair[0]), j = static_cast<Eigen::Index>(pair[1]);
  const double l = std::sqrt(all(i, i)), m = all(i, j) / l;
  const double rest = std::sqrt(std::max(0.0, all(j, j) - m * m));
  for (int s = 0; s <= kSteps; ++s) {
    const double angle = 2 * std::numbers::pi * s / kSteps;
    const double u = radius * std::cos(angle), v = radius * std::sin(angle);
    out[0].push_back(mean(i) + l * u);
    out[1].push_back(mean(j) + m * u + rest * v);
  }
}

Table ellipses(const Clouds& clouds, std::array<std::size_t, 2> pair) {
  std::array<std::vector<double>, 2> xy;
  std::vector<std::string> series, curve;
  std::vector<double> order;
  for (std::size_t f = 0; f < clouds.fits.size(); ++f)
    for (std::size_t k = 0; k < clouds.fits[f].components(); ++k) {
      add_ellipse(clouds.fits[f], k, pair, xy);
      series.resize(xy[0].size(), clouds.names[clouds.by_fit ? f : k]);
      curve.resize(xy[0].size(), fmt::format("{}.{}", f, k));
    }
  for (std::size_t i = 0; i < xy[0].size(); ++i) order.push_back(static_cast<double>(i));
  Table out;
  out.numbers("x", xy[0]).numbers("y", xy[1]).numbers("order", order);
  out.texts("series", series).texts("curve", curve);
  return out;
}

bool has_ellipses(const Clouds& clouds) {
  return clouds.fits.front().model.family().name() == "gaussian";
}

/// Colours of the names; where they are fits, the data are grey.
Json colours(const Clouds& clouds) {
  Json out = series(clouds.names);
  if (clouds.by_fit) {
    out["scale"]["domain"].push_back("data");
    out["scale"]["range"].push_back("#b4bac4");
  }
  if (clouds.names.size() < 2) out["legend"] = nullptr;
  return out;
}

/// `with_titles`: of the axes x and y.
Json panel(const Clouds& clouds, const Data& data, std::array<std::size_t, 2> pair,
           std::array<bool, 2> with_titles, bool alone) {
  const Fit& fit = clouds.fits.front();
  std::array<Json, 2> axes;
  for (std::size_t a = 0; a < 2; ++a) {
    axes[a] = axis(fmt::format("x{}", pair[a] + 1), column_name(fit, pair[a]));
    axes[a]["scale"] = {{"zero", false}, {"nice", false}, {"padding", 6}};
    if (!alone) axes[a]["axis"] = {{"tickCount", 4}};
    if (!with_titles[a])
      axes[a]["axis"] = {{"labels", false}, {"title", nullptr}, {"ticks", false}};
  }
  Json dots = points(axes[0], axes[1], colours(clouds));
  dots["mark"]["size"] = alone ? 26 : 10;
  dots["mark"]["opacity"] = 0.6;
  if (alone && !data.labels().empty())
    dots["encoding"]["shape"] = {
        {"field", "known"},
        {"type", "nominal"},
        {"title", nullptr},
        {"scale", {{"domain", {"inferred", "known"}}, {"range", {"circle", "diamond"}}}}};
  if (!data.weights().empty())
    dots["encoding"]["size"] = {{"field", "weight"},
                                {"type", "quantitative"},
                                {"legend", nullptr},
                                {"scale", {{"range", {alone ? 8 : 4, alone ? 160 : 60}}}}};
  Json out = {{"layer", Json::array({std::move(dots)})}};
  if (has_ellipses(clouds)) {
    const Table curves = ellipses(clouds, pair);
    Json x = axes[0], y = axes[1];
    x["field"] = "x";
    y["field"] = "y";
    Json curve = line(x, y, colours(clouds), &curves);
    curve["encoding"]["order"] = {{"field", "order"}, {"type", "quantitative"}};
    curve["encoding"]["detail"] = {{"field", "curve"}, {"type", "nominal"}};
    if (!alone) curve["mark"]["strokeWidth"] = 1.5;
    out["layer"].push_back(std::move(curve));
  }
  return out;
}

/// Bars of one column.
Json diagonal(const Clouds& clouds, const Data& data, std::size_t d, std::array<bool, 2> titles) {
  const Fit& fit = clouds.fits.front();
  const Table heights = bar_table(data, d, discrete(fit.model.family()), "height");
  Json y = axis("height", "", true);
  y["axis"] = nullptr;
  Json bar = bars(column_name(fit, d), y, &heights);
  bar["encoding"]["x"]["axis"] = {{"tickCount", 4}};
  if (!titles[0])
    bar["encoding"]["x"]["axis"] = {{"labels", false}, {"title", nullptr}, {"ticks", false}};
  return {{"layer", Json::array({std::move(bar)})}};
}

/// The lower triangle; nothing stands above it.
Json matrix(const Clouds& clouds, const Data& data, std::size_t shown) {
  const int size = shown <= 4 ? 190 : 130;
  Json views = Json::array();
  for (std::size_t i = 0; i < shown; ++i)
    for (std::size_t j = 0; j < shown; ++j) {
      const std::array<bool, 2> titles = {i + 1 == shown, j == 0};
      Json view;
      if (i == j)
        view = diagonal(clouds, data, i, titles);
      else if (j < i)
        view = panel(clouds, data, {j, i}, titles, false);
      else
        view = {{"data", {{"values", Json::array({Json::object()})}}},
                {"mark", {{"type", "text"}, {"text", ""}}}};
      view["width"] = size;
      view["height"] = size;
      views.push_back(std::move(view));
    }
  return {{"columns", shown}, {"concat", std::move(views)}, {"spacing", 12}, {"bounds", "flush"}};
}

}  // namespace

Chart pairs_chart(std::span<const Fit> fits, const Data& data) {
  const Fit& fit = fits.front();
  const std::size_t d_count = data.columns(), shown = std::min(d_count, kMostColumns);
  Clouds clouds{fits, fits.size() > 1, {}};
  if (clouds.by_fit)
    for (const Fit& f : fits) clouds.names.push_back(method_name(f.backend));
  else
    clouds.names = component_names(fit.components());
  const std::vector<std::size_t> rows = shown_rows(data);
  std::string about = has_ellipses(clouds)
                          ? "Rows as points, with the ellipse of each component that holds 95 % "
                            "of its probability"
                          : "Rows as points";
  if (!clouds.by_fit) about += "; colours tell the likeliest component";
  about += ".";
  if (rows.size() == kMostPoints && data.rows() > kMostPoints)
    about += fmt::format(" {} of {} rows are shown, drawn at random.", rows.size(), data.rows());
  if (d_count > shown) about += fmt::format(" The first {} of {} columns.", shown, d_count);
  Chart out{d_count == 2 ? "scatter" : "pairs",
            d_count == 2 ? "Data and components" : "Every pair of columns",
            about,
            {}};
  out.spec =
      d_count == 2 ? panel(clouds, data, {0, 1}, {true, true}, true) : matrix(clouds, data, shown);
  out.spec["data"] = cloud(clouds, data, rows).json();
  if (d_count == 2) {
    out.spec["width"] = 520;
    out.spec["height"] = 400;
  }
  return out;
}

}  // namespace varimix::internal
