#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr const char* kTheme = R"({
  "font": "sans-serif", "background": "white", "padding": 8,
  "view": {"stroke": null},
  "axis": {"labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal",
           "labelColor": "#1F2933", "titleColor": "#1F2933", "gridColor": "#E4E7EB",
           "domainColor": "#7B8794", "tickColor": "#7B8794", "titlePadding": 8},
  "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
             "labelColor": "#1F2933", "titleColor": "#1F2933", "symbolStrokeWidth": 2,
             "labelLimit": 320, "titleLimit": 320, "symbolOpacity": 1},
  "title": {"fontSize": 13, "fontWeight": "normal", "color": "#1F2933", "anchor": "start"},
  "header": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": "#1F2933"},
  "range": {"category": ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]},
  "line": {"strokeWidth": 2}
})";

}  // namespace

Figure figure(const std::string& name, const std::string& description, const std::string& spec,
              Json datasets) {
  Json out = {{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
              {"description", description},
              {"config", Json::parse(kTheme)}};
  out.update(Json::parse(spec));
  out["datasets"] = std::move(datasets);
  return {name, std::move(out)};
}

}  // namespace varimix::discussion
