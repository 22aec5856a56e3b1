#include "hostile_inputs.hpp"

namespace varimix::test {
namespace {

using Words = std::vector<std::string>;

const std::map<std::string, std::string> kData = {{"x.csv", "x\n1\n2\n4\n5\n7\n"},
                                                  {"n.csv", "n\n1\n2\n4\n0\n"},
                                                  {"start.csv", "z\n1\n2\n1\n2\n1\n"}};

/// `command` x.csv `more`.
Hostile option(const std::string& what, const Words& more, const std::string& place,
               const std::string& remedy, const std::string& command = "fit") {
  Hostile out{what, {command, "x.csv", "--output", "out.json"}, place, remedy, kData};
  out.arguments.insert(out.arguments.end(), more.begin(), more.end());
  return out;
}

std::vector<Hostile> numbers() {
  return {
      option("K = 0", {"-k", "0"}, "--components 0", "a whole number from 1 up"),
      option("K > N", {"-k", "6"}, "x.csv: 6 components for 5 rows",
             "at most one component per row"),
      option("K beyond counting", {"-k", "1" + std::string(30, '0')}, "--components 1000",
             "a whole number from 1 up"),
      option("K = half", {"-k", "2.5"}, "--components 2.5", "a whole number from 1 up"),
      option("tolerance below 0", {"--tolerance", "-1"}, "--tolerance -1", "a number from 0 up"),
      option("tolerance nan", {"--tolerance", "nan"}, "--tolerance nan", "a number from 0 up"),
      option("threads", {"--threads", "0"}, "--threads 0", "a whole number from 1 up"),
      option("seed", {"--seed", "-1"}, "--seed -1", "a whole number from 0 up"),
      option("empty range", {"--components", "4..2"}, "--components 4..2", "2..4", "select"),
      option("range without end", {"--components", "1.."}, "--components 1..", "1..9", "select"),
      option("more than rows", {"--components", "7..9"}, "x.csv: 7 components for",
             "at most one component per row", "select"),
      option("hold out all", {"--hold-out", "1"}, "--hold-out 1", "between 0 and 1", "compare"),
      option("hold out no row", {"--hold-out", "0.01"}, "--hold-out 0.01", "accepted", "compare"),
  };
}

std::vector<Hostile> words() {
  return {
      option("option", {"--componets", "2"}, "unknown option --componets",
             "did you mean --components?"),
      option("short option", {"-z"}, "unknown option -z", "see varimix fit --help"),
      option("method", {"--method", "emm"}, "--method emm", "did you mean em?"),
      option("methods", {"--methods", "em,vbb"}, "--methods vbb", "did you mean vb?", "compare"),
      option("family", {"--family", "poison"}, "--family poison", "did you mean poisson?"),
      option("covariance", {"--covariance", "fulll"}, "--covariance fulll", "did you mean full?"),
      option("covariances", {"--covariance", "full,tid"}, "--covariance tid", "did you mean tied?",
             "select"),
      option("assignment", {"--assignment", "firm"}, "--assignment firm", "soft, hard"),
      option("acceleration", {"--accelerate", "andersen"}, "--accelerate andersen",
             "did you mean anderson?"),
      option("precision", {"--precision", "float23"}, "--precision float23", "float64, float32"),
      option("start", {"--init", "kmeans"}, "--init kmeans", "did you mean kmeans++?"),
      option("column", {"--columns", "y"}, "x.csv: no column is named \"y\"", "the columns are x"),
      option("weights prior", {"--method", "vb", "--weights-prior", "dirichlt:1"},
             "--weights-prior dirichlt:1", "did you mean dirichlet:1?"),
      option("no value", {"--seed"}, "--seed needs a value", "see varimix fit --help"),
      option("twice", {"--seed", "1", "--seed", "2"}, "--seed is given 2 times", "accepted is one"),
      option("one file more", {"y.csv"}, "'y.csv' is one argument too many", "takes one DATA"),
      {"command", {"fitt", "x.csv"}, "no command is called fitt", "did you mean fit?", {}},
  };
}

std::vector<Hostile> contradictions() {
  return {
      option("hard vb", {"--method", "vb", "--assignment", "hard"}, "--assignment hard",
             "accepted with em and map"),
      option("accelerated ml", {"--method", "ml", "--accelerate", "squarem"},
             "acceleration squarem: method ml", "accepted: none"),
      option("ml in float", {"--method", "ml", "--precision", "float32"},
             "precision float32: method ml", "accepted: float64"),
      option("gibbs in float", {"--method", "gibbs", "--precision", "float32"},
             "--precision float32: --method gibbs has no use", "accepted: --chains"),
      option("poisson covariance", {"--family", "poisson", "--covariance", "full"},
             "--covariance full", "accepted only for --family gaussian"),
      option("model and K", {"--model", "m.json", "-k", "2"}, "--components contradicts --model",
             "accepted: one of the two"),
      option("restarts of one start", {"-k", "2", "--init", "start.csv", "--restarts", "3"},
             "--restarts 3 contradicts --init start.csv", "accepted: --restarts 1"),
      option("a prior for em", {"--prior", "default"}, "--prior default: --method em uses no prior",
             "--method map does"),
      option("no model", {"--model", "-"}, "standard input: is empty", "accepted are model descri"),
      {"both from standard input",
       {"predict", "-", "-", "--output", "out.csv"},
       "standard input can be read once",
       "accepted: a file for FIT.json",
       {}},
  };
}

/// Options of one method: what, more options, place, remedy.
auto with_method(const std::string& method) {
  return [method](const std::string& what, const Words& more, const std::string& place,
                  const std::string& remedy) {
    Words all = {"--method", method};
    all.insert(all.end(), more.begin(), more.end());
    return option(what, all, place, remedy);
  };
}

std::vector<Hostile> priors() {
  const auto vb = with_method("vb");
  return {
      vb("strength", {"--prior", "strength=-1"}, "--prior strength=-1", "accepted: "),
      vb("scale", {"--prior", "scale=0"}, "--prior scale=0", "accepted: "),
      vb("shape", {"--prior", "shape=-2"}, "--prior shape=-2", "accepted: "),
      vb("infinite", {"--prior", "mean=inf"}, "--prior mean= inf", "a finite number"),
      vb("key", {"--prior", "strenght=1"}, "--prior strenght=1", "did you mean 'strength'?"),
      vb("no value", {"--prior", "mean"}, "--prior mean", "KEY=NUMBER"),
      vb("rate", {"--family", "poisson", "--prior", "rate=0"}, "--prior rate=0", "accepted: "),
      vb("dirichlet", {"--weights-prior", "dirichlet:0"}, "dirichlet:0", "a positive number"),
      vb("stick", {"--weights-prior", "stick-breaking:-1"}, "stick-breaking:-1", "a positive numb"),
      option("no mode", {"--method", "map", "--weights-prior", "dirichlet:0.5"},
             "method map: a Dirichlet prior", "accepted: method vb"),
  };
}

std::vector<Hostile> outputs() {
  const auto to = [](const std::string& what, const Words& arguments, const std::string& place,
                     const std::string& remedy) {
    return Hostile{what, arguments, place, remedy, kData};
  };
  return {
      to("no such folder", {"fit", "x.csv", "--output", "no/fit.json"}, "--output no/fit.json",
         "accepted: a file in a folder"),
      to("a folder", {"fit", "x.csv", "--output", "."}, "--output .",
         "accepted: a file in a folder"),
      to("the data", {"fit", "x.csv", "--output", "./x.csv"}, "--output ./x.csv",
         "accepted: another file"),
      to("one file for two", {"fit", "x.csv", "--output", "a", "--responsibilities", "a"},
         "--responsibilities a: --output writes there too", "accepted: a file of its own"),
      to("a full device", {"fit", "x.csv", "--output", "/dev/full"}, "/dev/full: cannot be written",
         "accepted: a file in a folder"),
      to("a page nowhere", {"fit", "x.csv", "--report", "no/page.html"}, "--report no/page.html",
         "accepted: a file in a folder"),
      to("a page on the data", {"compare", "x.csv", "--report", "x.csv"}, "--report x.csv",
         "accepted: another file"),
      to("a page and a fit", {"fit", "x.csv", "--output", "a", "--report", "a"},
         "--report a: --output writes there too", "accepted: a file of its own"),
      to("plots in a file", {"fit", "x.csv", "--plots", "x.csv"}, "--plots x.csv",
         "accepted: a folder in which files can be made"),
      to("plots below a file", {"select", "x.csv", "--plots", "x.csv/deep/er"},
         "--plots x.csv/deep/er", "accepted: a folder in which files can be made"),
      to("plots without a name", {"fit", "x.csv", "--plots", ""}, "--plots needs a value", "DIR"),
      to("plots, but no data", {"fit", "gone.csv", "--plots", "new"}, "gone.csv", "accepted"),
      to("responsibilities", {"fit", "x.csv", "--output", "a", "--responsibilities", "no/r.csv"},
         "--responsibilities no/r.csv", "accepted: a file in a folder"),
  };
}

std::vector<Hostile> sampling() {
  const auto gibbs = with_method("gibbs");
  return {
      gibbs("no chain", {"--chains", "0"}, "--chains 0", "a whole number from 1 to 1000"),
      gibbs("chains without end", {"--chains", "1001"}, "--chains 1001", "from 1 to 1000"),
      gibbs("draws", {"--draws", "3"}, "--draws 3", "a whole number from 4 up"),
      gibbs("half a draw", {"--draws", "10.5"}, "--draws 10.5", "a whole number from 4 up"),
      gibbs("draws beyond memory", {"--draws", "18446744073709551615"}, "not enough memory",
            "accepted are fewer"),
      gibbs("warm-up", {"--warm-up", "-1"}, "--warm-up -1", "a whole number from 0 up"),
      gibbs("level 1", {"--level", "1"}, "--level 1", "a probability between 0 and 1"),
      gibbs("level nan", {"--level", "nan"}, "--level nan", "a probability between 0 and 1"),
      gibbs("level in percent", {"--level", "95"}, "--level 95", "such as 0.95"),
      gibbs("hard draws", {"--assignment", "hard"}, "--assignment hard", "with em and map"),
      gibbs("tolerance", {"--tolerance", "1e-6"}, "--tolerance 1e-6", "--warm-up, --draws"),
      gibbs("restarts", {"--restarts", "5"}, "--restarts 5", "--warm-up, --draws"),
      gibbs("iterations", {"--max-iterations", "5"}, "--max-iterations 5", "--warm-up, --draws"),
      {"weights that are no counts",
       {"fit", "w.csv", "--method", "gibbs", "--weights", "w"},
       "row 2 weighs 0.5",
       "accepted: whole numbers",
       {{"w.csv", "x,w\n1,1\n2,0.5\n4,1\n"}}},
      gibbs("prior", {"--prior", "strength=-1"}, "--prior strength=-1", "accepted: "),
      gibbs("prior's key", {"--prior", "strenght=1"}, "--prior", "did you mean 'strength'?"),
      gibbs("K > N", {"-k", "6"}, "x.csv: 6 components for 5 rows", "at most one component"),
      option("chains of em", {"--chains", "2"}, "--chains 2: nothing is sampled",
             "accepted with --method gibbs"),
      option("draws of vb", {"--method", "vb", "--draws", "100"}, "--draws 100: nothing is sampled",
             "accepted with --method gibbs"),
      option("compare", {"--methods", "em,gibbs"}, "--methods gibbs", "ml, em, map, vb-point, vb",
             "compare"),
      option("select", {"--method", "gibbs"}, "--method gibbs", "em, map", "select"),
  };
}

std::vector<Hostile> certainty() {
  const auto sure = [](const std::string& what, const Words& more, const std::string& place,
                       const std::string& remedy) {
    Words all = {"--uncertainty"};
    all.insert(all.end(), more.begin(), more.end());
    return option(what, all, place, remedy);
  };
  return {
      sure("a method of uncertainty", {"bootstrp"}, "--uncertainty bootstrp",
           "did you mean bootstrap?"),
      option("no method of uncertainty", {"--uncertainty=exact"}, "--uncertainty exact: not known",
             "accepted: automatic, information"),
      sure("posterior of em", {"posterior"}, "--uncertainty posterior: --method em gives a point",
           "accepted: information"),
      sure("information of vb", {"information", "--method", "vb"}, "gives a posterior",
           "accepted: posterior, linear-response"),
      sure("uncertainty of gibbs", {"--method", "gibbs"}, "gibbs tells it of itself",
           "accepted with the other methods"),
      sure("hard assignment", {"--assignment", "hard"}, "--uncertainty: information",
           "accepted: bootstrap"),
      sure("level 0", {"--level", "0"}, "--level 0", "a probability between 0 and 1"),
      sure("replicates of information", {"--replicates", "5"}, "--replicates 5",
           "accepted with --uncertainty bootstrap"),
      sure("one replicate", {"bootstrap", "--replicates", "1"}, "--replicates 1",
           "a whole number from 2"),
      option("level of nothing", {"--level", "0.9"}, "--level 0.9: there are no intervals",
             "accepted with --uncertainty"),
      option("replicates of nothing", {"--replicates", "9"}, "--replicates 9",
             "accepted with --uncertainty bootstrap"),
  };
}

std::vector<Hostile> streams() {
  const auto stream = [](const std::string& what, const Words& more, const std::string& place,
                         const std::string& remedy) {
    Words all = {"--stream"};
    all.insert(all.end(), more.begin(), more.end());
    return option(what, all, place, remedy);
  };
  return {
      stream("no pass", {"0"}, "--stream 0", "a whole number from 1 up"),
      stream("half a pass", {"2.5"}, "--stream 2.5", "a whole number from 1 up"),
      stream("passes below 0", {"-1"}, "--stream -1", "a whole number from 1 up"),
      stream("a stream of ml", {"--method", "ml"}, "--stream 3: --method ml",
             "accepted with em, map, vb, vb-point"),
      stream("a stream of gibbs", {"2", "--method", "gibbs"}, "--stream 2: --method gibbs",
             "accepted with em, map, vb, vb-point"),
      stream("a hard stream", {"--assignment", "hard"}, "--stream 3: --assignment hard",
             "accepted: --assignment soft"),
      stream("an accelerated stream", {"--accelerate", "squarem"},
             "--accelerate squarem contradicts --stream 3", "accepted: --accelerate none"),
      stream("iterations of a stream", {"--max-iterations", "9"},
             "--max-iterations 9 contradicts --stream 3", "accepted: one of the two"),
      option("a stream of others", {"--stream"}, "unknown option --stream",
             "see varimix compare --help", "compare"),
  };
}

}  // namespace

std::vector<Hostile> hostile_options() {
  std::vector<Hostile> out = numbers();
  for (const auto& more :
       {words(), contradictions(), priors(), outputs(), sampling(), certainty(), streams()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace varimix::test
