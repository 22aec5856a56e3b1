// varimix fit --stream: how it is asked for, and what stands in FIT.json.
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "run_command.hpp"
#include "start/random.hpp"

namespace varimix::test {
namespace {

using nlohmann::json;

/// 12000 rows around -2 and 2, uniform there: three times what a stream starts on.
std::string two_heaps() {
  std::ostringstream out;
  out << "x,w\n";
  for (std::uint64_t n = 0; n < 12000; ++n)
    out << (n % 3 == 0 ? -2 : 2) + internal::uniform(1, 0, n) + internal::uniform(1, 1, n) << ','
        << 1 + n % 2 << '\n';
  return out.str();
}

class StreamCommand : public CommandTest {
 protected:
  StreamCommand() { write("x.csv", two_heaps()); }
  json fitted(std::vector<std::string> more, bool converged = false) const {
    std::vector<std::string> all = {"fit", "x.csv", "-k", "2", "--columns", "x", "--output", "-"};
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = succeed(all);
    EXPECT_EQ(ran.err.find("converged: false") == std::string::npos, converged) << ran.err;
    return json::parse(ran.out);
  }
};

TEST_F(StreamCommand, ReadsTheDataThreeTimesUnlessToldOtherwise) {
  const json batch = fitted({}, true), stream = fitted({"--stream"});
  EXPECT_EQ(stream["e_passes"], 3);
  EXPECT_EQ(stream["iterations"], 2);
  EXPECT_EQ(stream["acceleration"], "none");
  EXPECT_EQ(stream["converged"], false);
  EXPECT_EQ(stream["stopped_by"], "iteration-limit");
  EXPECT_EQ(stream["objective"]["value"], stream["log_likelihood"]);
  EXPECT_GT(stream["log_likelihood"].get<double>(),
            batch["log_likelihood"].get<double>() - 1e-3 * 12000);
  EXPECT_EQ(fitted({"--stream", "2"})["e_passes"], 2);
  EXPECT_EQ(fitted({"--stream=5", "--tolerance", "0"})["e_passes"], 5);
  EXPECT_LT(fitted({"--stream", "60", "--tolerance", "1e-4"}, true)["e_passes"], 10);
}

TEST_F(StreamCommand, TakesTheDataForNoValueAndANumberForOne) {
  const std::vector<std::string> rest = {"--columns", "x", "-k", "2", "--output", "fit.json"};
  for (std::vector<std::string> first : {std::vector<std::string>{"fit", "--stream", "x.csv"},
                                         {"fit", "--stream", "2", "x.csv"},
                                         {"fit", "x.csv", "--stream"}}) {
    first.insert(first.end(), rest.begin(), rest.end());
    succeed(first);
  }
}

TEST_F(StreamCommand, ComposesWithMethodsWeightsStartsAndThreads) {
  for (const char* method : {"em", "map", "vb", "vb-point"}) {
    const std::vector<std::string> more = {"--method",  method, "--stream",   "4",
                                           "--weights", "w",    "--restarts", "2"};
    std::vector<std::string> three = more;
    three.insert(three.end(), {"--threads", "3"});
    json one = fitted(more), other = fitted(three);
    one.erase("seconds"), other.erase("seconds");
    EXPECT_EQ(one, other) << method;
    EXPECT_NEAR(one["weights"][0].get<double>(), 1.0 / 3, 1e-3);  // 4000 of 12000 at -2
  }
  write("fit.json", fitted({"--stream"}).dump());
  EXPECT_EQ(fitted({"--stream", "2", "--init", "fit.json"})["e_passes"], 2);
}

}  // namespace
}  // namespace varimix::test
