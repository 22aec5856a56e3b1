// --report and --plots: what appears, and that it appears whole or not at all.
#include <nlohmann/json.hpp>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class Pictures : public CommandTest {
 protected:
  /// False where the command was built without npm; then --report must say so.
  bool draws_pages() const {
    const Ran ran = run(fit_waiting({"--report", "page.html"}));
    if (ran.status == 0) return true;
    EXPECT_EQ(ran.status, 2);
    EXPECT_NE(ran.err.find("--report page.html: this varimix was built without"),
              std::string::npos);
    EXPECT_NE(ran.err.find("install nodejs and npm"), std::string::npos);
    EXPECT_EQ(lines_of(ran.err).size(), 1u);
    EXPECT_TRUE(files().empty());
    return false;
  }
};

TEST_F(Pictures, PlotsAreSpecsThatHoldTheirData) {
  const Ran ran = succeed(fit_waiting({"--method", "vb", "--plots", "deep/er/plots"}));
  EXPECT_NE(ran.out.find("vb"), std::string::npos);  // the summary is printed as ever
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(file("deep/er/plots"))) {
    EXPECT_TRUE(entry.path().string().ends_with(".vl.json")) << entry.path();
    const json spec = json::parse(read_file(entry.path()));
    EXPECT_EQ(spec["$schema"], "https://vega.github.io/schema/vega-lite/v6.json");
    EXPECT_FALSE(spec["description"].get<std::string>().empty());
    EXPECT_GT(spec["data"]["values"].size(), 0u);
    EXPECT_TRUE(spec.contains("config"));
    ++count;
  }
  EXPECT_EQ(count, 8u);  // density, responsibilities, two posteriors, three intervals, trace
  EXPECT_TRUE(fs::exists(file("deep/er/plots/posterior_2.vl.json")));
}

TEST_F(Pictures, EveryCommandThatFitsHasPlots) {
  succeed({"demo", "--plots", "demo"});
  EXPECT_TRUE(fs::exists(file("demo/densities.vl.json")));
  succeed({"compare", data_file("iris.csv"), "-k", "2", "--plots", "compare"});
  EXPECT_TRUE(fs::exists(file("compare/pairs.vl.json")));
  succeed({"select", data_file("discoveries.csv"), "--family", "poisson", "--components", "1,2",
           "--plots", "select"});
  EXPECT_TRUE(fs::exists(file("select/criteria.vl.json")));
}

TEST_F(Pictures, NoFolderStaysWhereNothingWasWritten) {
  fs::create_directories(file("half/density.vl.json"));  // a folder where a file should go
  const Ran ran = run(fit_waiting({"--plots", "half"}));
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("density.vl.json"), std::string::npos) << ran.err;
  EXPECT_EQ(std::distance(fs::directory_iterator(file("half")), fs::directory_iterator()), 1);
  refused(fit_waiting({"--output", "/dev/full", "--plots", "new/plots"}), {"/dev/full"});
  EXPECT_FALSE(fs::exists(file("new")));
}

TEST_F(Pictures, ThePageIsOneFileOfItsOwn) {
  if (!draws_pages()) return;
  EXPECT_EQ(files(), std::vector<std::string>{"page.html"});
  const std::string page = read_file(file("page.html"));
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
  EXPECT_LT(page.size(), 3000000u);
  EXPECT_NE(page.find("Mixture of faithful.csv"), std::string::npos);
  EXPECT_NE(page.find("Redistribution and use"), std::string::npos);  // Vega's licence stays
}

TEST_F(Pictures, MinusPutsThePageAloneOnStandardOutput) {
  if (!draws_pages()) return;
  for (const std::vector<std::string>& command :
       {fit_waiting({"--report", "-"}), std::vector<std::string>{"demo", "--report", "-"}}) {
    const Ran ran = succeed(command);
    EXPECT_TRUE(ran.out.starts_with("<!DOCTYPE html>"));
    EXPECT_TRUE(ran.out.ends_with("</html>\n"));
  }
}

}  // namespace
}  // namespace varimix::test
