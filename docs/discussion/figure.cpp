#include "discussion/figure.hpp"

#include "page/chart.hpp"

namespace varimix::discussion {
namespace {

// Of the look of the pages, what these figures have otherwise: red is EM, blue is VB, as in the
// text.
constexpr const char* kOwn = R"({
  "legend": {"orient": "right", "labelLimit": 320, "titleLimit": 320, "columns": 1,
             "symbolStrokeWidth": 2, "symbolOpacity": 1},
  "header": {"labelFontSize": 13, "titleFontSize": 13},
  "range": {"category": ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]},
  "line": {"strokeWidth": 2}
})";

Json look() {
  Json out = internal::theme();
  out.merge_patch(Json::parse(kOwn));
  return out;
}

}  // namespace

Figure figure(const std::string& name, const std::string& description, const std::string& spec,
              Json datasets) {
  Json out = {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
              {"description", description},
              {"config", look()}};
  out.update(Json::parse(spec));
  out["datasets"] = std::move(datasets);
  return {name, std::move(out)};
}

}  // namespace varimix::discussion
