#include <gtest/gtest.h>

#include "hostile_inputs.hpp"

namespace varimix::test {
namespace {

const std::string kData = "x\n1\n2\n4\n5\n7\n";

const std::string kOfColumnY =
    "{\"format\": \"varimix-model/1\", \"components\": 2, \"columns\": [\"x\", \"y\"], "
    "\"family\": {\"type\": \"poisson\"}}";

/// `text` with `from`, which must stand in it, replaced once by `to`.
std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " stands nowhere in\n" << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// `text` with the list behind "`key`": replaced by `to`.
std::string with_list(std::string text, const std::string& key, const std::string& to) {
  const std::size_t begin = text.find('[', text.find("\"" + key + "\": ["));
  return text.replace(begin, text.find(']', begin) - begin + 1, to);
}

Hostile fit(const std::string& what, const std::string& json, const std::string& place,
            const std::string& remedy) {
  return {what,
          {"predict", "fit.json", "x.csv", "--output", "out.csv"},
          "fit.json: " + place,
          remedy,
          {{"fit.json", json}, {"x.csv", kData}}};
}

Hostile file(const std::string& option, const std::string& what, const std::string& json,
             const std::string& place, const std::string& remedy) {
  Hostile out{option + " " + what,
              {"fit", "x.csv", "--output", "out.json", "--method", "vb", option, "given.json"},
              "given.json: " + place,
              remedy,
              {{"given.json", json}, {"x.csv", kData}}};
  if (option == "--init") out.arguments.insert(out.arguments.end(), {"-k", "2"});
  return out;
}

std::vector<Hostile> fits(const std::string& good) {
  const std::string format = "\"varimix-fit/1\"", one = "accepted: varimix-fit/1";
  return {
      fit("malformed", "{\"format\": varimix}", "line 1, column ", "accepted: JSON"),
      fit("truncated", good.substr(0, good.size() / 2), "line ", "accepted: JSON"),
      fit("followed by more", good + "{}", "line ", "accepted: JSON"),
      fit("no object", "[1, 2]", "", "accepted: "),
      fit("of another program", "{\"weights\": [1]}", "format: is missing", one),
      fit("of another version", edited(good, format, "\"varimix-fit/2\""), "format: found", one),
      fit("a model, not a fit", edited(good, format, "\"varimix-model/1\""), "format: found", one),
      fit("of another method", edited(good, "\"method\": \"vb\"", "\"method\": \"gibbs\""),
          "method: ", "vb-point"),
      fit("weights add up to 1.5", with_list(good, "weights", "[1, 0.5]"),
          "weights: the sum is 1.5", "numbers that sum to 1"),
      fit("three weights for two", with_list(good, "weights", "[0.5, 0.25, 0.25]"),
          "weights: found a list of 3", "2 numbers"),
      fit("covariance not positive definite",
          edited(good, "\"covariance\": [[", "\"covariance\": [[-"),
          "components[0]: covariance is not", "accepted: finite variances > 0"),
      fit("columns disagree", edited(good, "\"columns\": [\"x\"]", "\"columns\": [\"x\", \"y\"]"),
          "model", "accepted"),
      fit("a posterior of em", edited(good, "\"method\": \"vb\"", "\"method\": \"em\""),
          "posterior: found an object", "accepted: null, for the method is em"),
  };
}

std::vector<Hostile> models() {
  const std::string begin = "{\"format\": \"varimix-model/1\", \"components\": 2, ";
  const std::string prior = "\"prior\": {\"type\": \"normal-inverse-gamma\", ";
  const auto model = [](const std::string& what, const std::string& json, const std::string& place,
                        const std::string& remedy) {
    return file("--model", what, json, place, remedy);
  };
  return {
      model("truncated", begin, "line 1, column ", "accepted: JSON"),
      model("of another version", "{\"format\": \"varimix-model/7\"}", "format: found",
            "accepted: varimix-model/1"),
      model("without components", "{\"format\": \"varimix-model/1\"}", "components: is missing",
            "accepted: a whole number"),
      model("of a family unknown", begin + "\"family\": {\"type\": \"gausian\"}}",
            "family.type: ", "did you mean \"gaussian\"?"),
      model("with a word too many", begin + "\"famly\": 1, \"family\": {\"type\": \"poisson\"}}",
            "key \"famly\" is unknown", "did you mean \"family\"?"),
      model("strength below 0",
            begin + "\"family\": {\"type\": \"gaussian\", " + prior +
                "\"mean\": 1, \"strength\": -1, \"shape\": 2, \"scale\": 1}}}",
            "prior of family gaussian: strength is -1", "accepted: a finite number > 0"),
  };
}

std::vector<Hostile> starts() {
  const auto start = [](const std::string& what, const std::string& json, const std::string& place,
                        const std::string& remedy) {
    return file("--init", what, json, place, remedy);
  };
  const std::string means = "\"means\": [[2], [6]], ";
  const std::string halves = "{\"weights\": [0.5, 0.5], ";
  return {
      start("weights add up to 2", "{\"weights\": [1, 1], " + means + "\"covariances\": []}",
            "weights: the sum is 2", "numbers that sum to 1"),
      start("weight below 0", "{\"weights\": [-1, 2], " + means + "\"covariances\": []}",
            "weights[0]: found -1", "a number >= 0"),
      start("means of two columns", halves + "\"means\": [[1, 2], [3, 4]], \"covariances\": []}",
            "means[0]: found a list of 2", "1 number"),
      start("covariances of one", halves + means + "\"covariances\": [[[1]]]}",
            "covariances: found a list of 1", "2 covariances"),
      start("covariance not positive", halves + means + "\"covariances\": [[[1]], [[-1]]]}",
            "covariances[1]: ", "accepted: "),
      start("covariance of 0", halves + means + "\"covariances\": [[[0]], [[1]]]}",
            "covariances[0]: ", "accepted: "),
      start("numbers beyond a double", halves + "\"means\": [[1e999], [1]], \"covariances\": []}",
            "", "accepted: "),
  };
}

}  // namespace

std::vector<Hostile> hostile_json(const std::string& good) {
  std::vector<Hostile> out = fits(good);
  Hostile other =
      file("--model", "of a column that is not there", kOfColumnY, "", "the columns are x");
  other.place = "x.csv: no column is named \"y\"";
  out.push_back(other);
  for (const auto& more : {models(), starts()}) out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace varimix::test
