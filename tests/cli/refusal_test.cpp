// Arguments and data that cannot be used: one line, status 2, nothing written.
#include "run_command.hpp"

namespace varimix::test {
namespace {

const std::string kFaithful = data_file("faithful.csv");

class Refusal : public CommandTest {
 protected:
  /// fit faithful.csv --columns waiting -k 2 `more` is refused, and leaves no file.
  void fit_refused(const std::vector<std::string>& more,
                   const std::vector<std::string>& parts) const {
    std::vector<std::string> arguments = {"fit",     kFaithful,  "--columns",
                                          "waiting", "--output", "fit.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::vector<std::string> before = files();
    refused(arguments, parts);
    EXPECT_EQ(files(), before);
  }
};

TEST_F(Refusal, OptionsThatDoNotExist) {
  fit_refused({"--componets", "2"}, {"unknown option --componets", "did you mean --components?"});
  fit_refused({"--max-iteration=9"}, {"--max-iteration", "did you mean --max-iterations?"});
  fit_refused({"-z"}, {"unknown option -z", "varimix fit --help"});
  fit_refused({"--folds", "5"}, {"unknown option --folds"});
  fit_refused({"more.csv"}, {"more.csv", "one argument too many"});
}

TEST_F(Refusal, ValuesThatAreMissingOrTwice) {
  refused({"fit"}, {"DATA is missing"});
  fit_refused({"--seed"}, {"--seed needs a value"});
  fit_refused({"--seed", "--threads", "2"}, {"--seed needs a value"});
  fit_refused({"--seed", "1", "--seed", "2"}, {"--seed is given 2 times"});
  fit_refused({"--init", ""}, {"--init needs a value"});
}

TEST_F(Refusal, WordsThatAreNotKnown) {
  fit_refused({"--method", "emm"},
              {"--method emm", "did you mean em?", "ml, em, map, vb, vb-point"});
  fit_refused({"--method", "gibs"}, {"--method gibs", "did you mean gibbs?", "vb-point, gibbs"});
  fit_refused({"--family", "gausian"}, {"--family gausian", "did you mean gaussian?", "poisson"});
  fit_refused({"--family", "weibull"}, {"--family weibull: not known", "gaussian, poisson"});
  fit_refused({"--covariance", "diag"}, {"--covariance diag", "full, diagonal, spherical, tied"});
  fit_refused({"--assignment", "firm"}, {"--assignment firm", "soft, hard"});
  fit_refused({"--weights-prior", "dirichlt:1"}, {"did you mean dirichlet:1?"});
  fit_refused({"--weights-prior", "dirichlet"}, {"dirichlet:A", "stick-breaking:G"});
  fit_refused({"--init", "kmeans"}, {"--init kmeans", "did you mean kmeans++?"});
}

TEST_F(Refusal, NumbersOutOfRange) {
  fit_refused({"-k", "0"}, {"--components 0", "a whole number from 1 up"});
  fit_refused({"-k", "-1"}, {"--components -1"});
  fit_refused({"-k", "2.5"}, {"--components 2.5"});
  fit_refused({"-k", "two"}, {"--components two"});
  fit_refused({"-k", "99999999999999999999"}, {"--components 99999999999999999999"});
  fit_refused({"--tolerance", "-1e-3"}, {"--tolerance -1e-3", "from 0 up"});
  fit_refused({"--tolerance", "nan"}, {"--tolerance nan"});
  fit_refused({"--tolerance", "1e-8x"}, {"--tolerance 1e-8x"});
  fit_refused({"--max-iterations", "0"}, {"--max-iterations 0"});
  fit_refused({"--restarts", "0"}, {"--restarts 0"});
  fit_refused({"--threads", "0"}, {"--threads 0"});
  fit_refused({"--seed", "-1"}, {"--seed -1"});
  fit_refused({"--weights-prior", "dirichlet:0", "--method", "vb"}, {"dirichlet:0", "positive"});
  fit_refused({"-k", "300"}, {"300", "272"});
}

TEST_F(Refusal, Priors) {
  fit_refused({"--prior", "default"},
              {"--prior default", "--method em uses no prior", "--method map"});
  fit_refused({"--prior", "default", "--method", "ml"}, {"--method map"});
  fit_refused({"--weights-prior", "dirichlet:2"}, {"--weights-prior dirichlet:2", "dirichlet:1"});
  fit_refused({"--method", "vb", "--prior", "mean"}, {"--prior mean", "KEY=NUMBER"});
  fit_refused({"--method", "vb", "--prior", "mean=a"}, {"mean= a", "finite number"});
  fit_refused({"--method", "vb", "--prior", "mean=1,mean=2"}, {"mean is given twice"});
  fit_refused({"--method", "vb", "--prior", "strenght=1"}, {"strenght", "strength"});
  fit_refused({"--method", "vb", "--prior", "strength=-1"}, {"strength"});
  fit_refused({"--method", "map", "--weights-prior", "dirichlet:0.5"}, {"vb"});
  fit_refused({"--method", "map", "--weights-prior", "stick-breaking:1"}, {"vb"});
}

TEST_F(Refusal, OptionsThatContradictEachOther) {
  fit_refused({"--method", "vb", "--assignment", "hard"},
              {"--assignment hard", "accepted with em and map"});
  fit_refused({"--family", "poisson", "--covariance", "full"}, {"--covariance full", "gaussian"});
  write("start.csv", "label\n1\n");
  fit_refused({"--init", "start.csv", "--restarts", "2"}, {"--restarts 2", "--init start.csv"});
  for (const std::vector<std::string>& other : {std::vector<std::string>{"--components", "2"},
                                                {"--family", "gaussian"},
                                                {"--covariance", "full"},
                                                {"--prior", "default"},
                                                {"--weights-prior", "dirichlet:1"}}) {
    fit_refused({"--model", "model.json", other[0], other[1]},
                {other[0] + " contradicts --model model.json"});
  }
}

TEST_F(Refusal, DataThatCannotBeRead) {
  refused({"fit", "nowhere.csv"}, {"nowhere.csv", "no such file"});
  fit_refused({"--columns=wating"}, {"--columns is given 2 times"});
  refused({"fit", kFaithful, "--columns", "wating"}, {"faithful.csv", "wating", "waiting"});
  refused({"fit", kFaithful, "--columns", "waiting,"}, {"--columns waiting,", "a,b"});
  refused({"fit", "-"}, {"standard input"});
  refused({"fit", "-", "--model", "-"}, {"standard input can be read once"});
  refused({"fit", "-", "--init", "-"}, {"--init -", "no such file"});
  write("word.csv", "x,y\n1,2\n3,4\nfive,6\n8,7\n");
  refused({"fit", "word.csv", "--columns", "x"},
          {"word.csv, row 3 (line 4), column \"x\"", "five"});
  write("negative.csv", "n\n3\n-2\n4\n");
  refused({"fit", "negative.csv", "--family", "poisson"},
          {"negative.csv, row 2 (line 3), column \"n\"", "-2", "whole number"});
  write("constant.csv", "x\n3\n3\n3\n");
  refused({"fit", "constant.csv"}, {"constant.csv: ", "column 'x'", "the same"});
}

TEST_F(Refusal, ModelAndStartFiles) {
  write("broken.json", "{\"format\": \"varimix-model/1\", ");
  fit_refused({"--model", "broken.json"}, {"broken.json: "});
  fit_refused({"--model", "none.json"}, {"none.json", "no such file"});
  fit_refused({"-k", "2", "--init", "broken.json"}, {"broken.json: "});
  write("three.csv", "label\n1\n2\n1\n");
  fit_refused({"-k", "2", "--init", "three.csv"}, {"three.csv: 3 rows", "272 rows"});
}

TEST_F(Refusal, StartsRowByRow) {
  write("x.csv", "x\n1\n2\n3\n4\n");
  const auto init = [&](const std::string& text, const std::vector<std::string>& parts) {
    write("start.csv", text);
    refused({"fit", "x.csv", "-k", "2", "--init", "start.csv"}, parts);
  };
  init("label\n1\n3\n1\n2\n", {"start.csv, row 2 (line 3)", "3", "from 1 to 2"});
  init("1\n3\n1\n2\n", {"start.csv, row 2 (line 2)", "from 1 to 2"});
  init("label\n1\nNA\n1\n2\n", {"start.csv, row 2 (line 3)", "missing"});
  init("label\na\nb\nc\na\n", {"start.csv", "2 components"});
  init("a,b\n1,0\n0.5,0.5\n0.5,0.6\n0,1\n", {"start.csv, row 3 (line 4)", "1.1"});
  init("a,b\n1,0\n-1,2\n0.5,0.5\n0,1\n", {"start.csv, row 2 (line 3)", "from 0 to 1"});
  init("a,b,c\n1,0,0\n1,0,0\n1,0,0\n1,0,0\n", {"start.csv: 3 columns", "2 components"});
}

}  // namespace
}  // namespace varimix::test
