// The whole page, and the charts of several fits.
#include "fits.hpp"

namespace varimix::test {
namespace {

using internal::Json;
const PageOptions kPage{.runtime = "/* draws */", .source = "x.csv", .text = ""};

std::vector<Fit> by_every_method(const Data& data) {
  std::vector<Fit> out;
  for (const char* method : {"ml", "em", "map", "vb-point", "vb"})
    out.push_back(fitted(Model(2, gaussian()), data, method));
  return out;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++out;
  return out;
}

TEST(Page, NoNameCanBreakOutOfThePage) {
  const std::string hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
  const Data data = two_heaps().with_names({hostile});
  const Fit fit = fitted(Model(2, gaussian()), data, "vb");
  const std::string page = report_html(
      fit, data, {.runtime = "/* draws */", .source = hostile, .text = hostile}, nullptr);
  EXPECT_EQ(count(page, "alert(1)</script>"), 0u);
  EXPECT_EQ(count(page, "<img"), 0u);
  // The page's own scripts: a spec per figure and the runtime.
  EXPECT_EQ(count(page, "</script>"), count(page, "<figure") + 1);
  EXPECT_EQ(chart_named(plots(fit, data), "density")["layer"][1]["encoding"]["x"]["title"],
            hostile);
}

TEST(Page, HasLanguageTitleNamesAndHeadings) {
  const Data data = two_heaps();
  const std::string page = report_html(fitted(Model(2, gaussian()), data, "em"), data, kPage);
  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(page.find("<title>Mixture of x.csv</title>"), std::string::npos);
  EXPECT_EQ(count(page, "<figure"), count(page, "aria-label=") - count(page, "role=\"region\""));
  EXPECT_EQ(count(page, "<figure"), count(page, "<figcaption>"));
  EXPECT_EQ(count(page, "<table>"), count(page, "<caption>"));
  EXPECT_GT(count(page, "<th scope=\"col\">"), 3u);
}

TEST(Page, AsksNobodyForAnything) {
  const Data data = two_heaps();
  const std::string page = report_html(fitted(Model(2, gaussian()), data, "em"), data, kPage);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(count(page, "src=\""), 0u);
  EXPECT_EQ(count(page, "href=\""), count(page, "href=\"data:"));
}

TEST(Page, ShowsWarningsFirst) {
  const Data data = two_heaps();
  const Fit fit = varimix::fit(Model(2, gaussian()), data, ExpectationMaximization{},
                               {.start = AutomaticStart::random, .max_iterations = 1});
  const std::string page = report_html(fit, data, kPage);
  const std::size_t warning = page.find("not converged: iteration-limit after 1 iteration");
  ASSERT_NE(warning, std::string::npos);
  EXPECT_LT(warning, page.find("<figure"));
  EXPECT_EQ(
      report_html(fitted(Model(2, gaussian()), data, "em"), data, kPage).find("class=\"warnings"),
      std::string::npos);
}

TEST(Page, WithoutARuntimeItIsRefusedWithTheRemedy) {
  const Data data = two_heaps();
  const Fit fit = fitted(Model(1, gaussian()), data, "em");
  try {
    report_html(fit, data, PageOptions{});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("share/varimix/vega-runtime.js"), std::string::npos);
  }
  EXPECT_THROW(report_html(std::span<const Fit>(), data, kPage), std::invalid_argument);
}

TEST(Page, ComparesMethodsByDensityAndTrace) {
  const Data data = two_heaps();
  const std::vector<Fit> fits = by_every_method(data);
  const std::vector<Plot> all = plots(fits, data);
  for (const char* method : {"ml", "em", "map", "vb-point", "vb"}) {
    EXPECT_NEAR(integral(rows_of(chart_named(all, "densities"), method)), 1, 2e-3) << method;
    const auto fit = std::find_if(fits.begin(), fits.end(),
                                  [&](const Fit& f) { return method_name(f.backend) == method; });
    EXPECT_EQ(rows_of(chart_named(all, "traces"), method).size(), fit->trace.size());
    for (const Json& row : rows_of(chart_named(all, "gaps"), method))
      EXPECT_GT(row["y"].get<double>(), 0);
  }
  const std::string page = report_html(fits, data, kPage);
  EXPECT_EQ(count(page, "<th scope=\"row\">vb-point</th>"), 3u);  // a method, two components
}

TEST(Page, MarksEmAndMapOnThePosteriorOfVb) {
  const Data data = two_heaps();
  const std::vector<Fit> fits = by_every_method(data);
  const Json marks = chart_named(plots(fits, data), "posterior_1")["layer"][1]["data"]["values"];
  ASSERT_EQ(marks.size(), 4u);
  EXPECT_EQ(marks[2]["series"], "em");
  EXPECT_NEAR(marks[3]["y"].get<double>(), marks[1]["y"].get<double>(),
              0.02 * marks[1]["y"].get<double>());  // map is near the mode of q
}

TEST(Page, CriteriaStandOverTheirComponentsAndTheBestIsRinged) {
  const Data data = two_heaps();
  std::vector<Model> models;
  for (std::size_t k = 1; k <= 3; ++k) models.emplace_back(k, gaussian());
  const ModelSelection selection = select_models(models, data, {.fit = {.threads = 1}, .folds = 3});
  const std::vector<Plot> all = plots(selection, data);
  const std::vector<Json> bic = rows_of(chart_named(all, "criteria"), "BIC");
  ASSERT_EQ(bic.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(bic[i]["y"].get<double>(), *selection.candidates[i].point->criteria.bic, 0.1);
  const Json ring = chart_named(all, "criteria")["layer"][1]["data"]["values"][0];
  EXPECT_EQ(ring["x"].get<double>(), static_cast<double>(*selection.winners().bic + 1));
  EXPECT_EQ(rows_of(chart_named(all, "cross_validation"), "vb").size(), 3u);
  EXPECT_EQ(chart_named(all, "density")["title"], "Data and fitted density");
  EXPECT_NE(report_html(selection, data, kPage).find("The model that BIC prefers"),
            std::string::npos);
}

TEST(Page, EveryPairOfTheFirstSixColumnsIsDrawn) {
  std::mt19937_64 random(2);
  std::normal_distribution<double> draw(0, 1);
  std::vector<double> x;
  for (int i = 0; i < 60 * 8; ++i) x.push_back(draw(random));
  const Data data = Data::own(x, 60, 8);
  const std::vector<Plot> all = plots(fitted(Model(1, gaussian()), data, "em"), data);
  const Json spec = chart_named(all, "pairs");
  EXPECT_EQ(spec["concat"].size(), 36u);
  EXPECT_EQ(spec["columns"], Json(6));
  EXPECT_NE(all[0].description.find("first 6 of 8 columns"), std::string::npos);
}

TEST(Page, NamesOfChartsAreFileNamesAndNoneComesTwice) {
  const Data clouds = two_clouds(), heaps = two_heaps();
  const std::vector<Fit> fits = by_every_method(heaps);
  for (const std::vector<Plot>& all :
       {plots(fitted(Model(3, gaussian()), clouds, "vb"), clouds), plots(fits, heaps)}) {
    std::vector<std::string> names;
    for (const Plot& plot : all) {
      EXPECT_EQ(plot.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
                std::string::npos);
      names.push_back(plot.name);
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  }
}

}  // namespace
}  // namespace varimix::test
