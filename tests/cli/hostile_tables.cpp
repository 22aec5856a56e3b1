#include "hostile_inputs.hpp"
#include "run_command.hpp"

namespace varimix::test {
namespace {

constexpr char kNumbers[] = "accepted are numbers such as 3.6";

/// fit data.csv `more`, data.csv holding `text`.
Hostile table(const std::string& what, const std::string& text, const std::string& place,
              const std::string& remedy, const std::vector<std::string>& more = {}) {
  Hostile out{what, {"fit", "data.csv", "--output", "out.json"}, place, remedy, {}};
  out.arguments.insert(out.arguments.end(), more.begin(), more.end());
  out.files["data.csv"] = text;
  return out;
}

Hostile path(const std::string& what, const std::string& path, const std::string& place,
             const std::string& remedy) {
  return {what, {"fit", path, "--output", "out.json"}, place, remedy, {{"a.csv", "x\n1\n2\n"}}};
}

std::vector<Hostile> paths() {
  return {
      path("missing", "nowhere.csv", "nowhere.csv: no such file", "accepted are CSV, TSV"),
      path("a folder", ".", ".: is a folder", "accepted are CSV, TSV and .npy"),
      path("a file taken for a folder", "a.csv/b.csv", "a.csv/b.csv: cannot be read: Not a direct",
           "accepted are CSV, TSV"),
      path("a name too long to open", std::string(300, 'n'), "nnn: cannot be read: File name too",
           "accepted are CSV, TSV"),
      path("nothing on standard input", "-", "standard input: is empty", "accepted are CSV, TSV"),
      table("empty", "", "data.csv: is empty", "accepted are CSV, TSV and .npy"),
      table("blank lines", "\n \n\n", "data.csv: holds only blank lines", "a line of column names"),
  };
}

std::vector<Hostile> headers() {
  const std::string huge((std::size_t{64} << 20) + 2, 'x');
  return {
      table("header only", "a,b\n", "data.csv: has a header but no rows", "one or more rows below"),
      table("no header", "1.5,2\n3,4\n", "data.csv, line 1: the number 1.5", "a first line of nam"),
      table("twice the same name", "a,b,a\n1,2,3\n", "line 1: fields 1 and 3 are both named \"a\"",
            "each column needs a name of its own"),
      table("an empty name", "a,,c\n1,2,3\n", "data.csv, line 1: field 2 of the header is empty",
            "every column needs a name"),
      table("a name not in UTF-8", "a,b\xfc\n1,2\n", "data.csv, line 1: field 2, \"b\\xfc\"",
            "accepted is UTF-8"),
      table("one huge line", huge, "data.csv, line 1: is longer than 64 MiB",
            "accepted is one row per line"),
      table("a huge line further down", "x\n1\n" + huge, "data.csv, line 3: is longer than 64 MiB",
            "accepted is one row per line"),
      table("UTF-16", "\xff\xfe" + std::string("x\0\n\0", 4), "data.csv: is text in UTF-16",
            "save it as UTF-8"),
      table("JSON", "{\"x\": [1, 2]}", "data.csv: is JSON", "accepted as data are CSV"),
      table("gzip", "\x1f\x8b\x08 and so on", "data.csv: is compressed with gzip",
            "unpack it first"),
      table("a spreadsheet", "PK\x03\x04 and so on", "data.csv: is a zip", "accepted are CSV"),
      table("carriage returns alone", "a,b\r1,2\r", "data.csv, line 1: lines end in a carriage",
            "accepted are LF and CRLF"),
  };
}

std::vector<Hostile> cells() {
  return {
      table("a field too many", "a,b\n1,2\n3,4,5\n", "data.csv, row 2 (line 3): 3 fields",
            "accepted is one for each of the 2 names of the header"),
      table("a field too few", "a,b\n1,2\n3\n", "data.csv, row 2 (line 3): 1 field; ",
            "accepted is one for each of the 2 names of the header"),
      table("text among numbers", "x,y\n1,2\n3,4\nfive,6\n7,8\n",
            "data.csv, row 3 (line 4), column \"x\": \"five\" is not a number", kNumbers),
      table("infinite", "x\n1\ninf\n2\n", "data.csv, row 2 (line 3), column \"x\"", kNumbers),
      table("beyond a double", "x\n1\n1e999\n2\n", "row 2 (line 3), column \"x\"", kNumbers),
      table("a NUL byte", std::string("x\n1\n2\0\n3\n", 10), "row 2 (line 3), column \"x\"",
            "accepted is UTF-8"),
      table("not UTF-8", "x\n1\n\xff\n3\n", "row 2 (line 3), column \"x\"", "accepted is UTF-8"),
      table("an open quote", "x\n1\n\"2\n3\n", "data.csv, line 3: a quote opens",
            "accepted is one at the end"),
      table("a column of nothing", "x,y\n1,NA\n2,\n3,?\n", "data.csv: column \"y\" has no value",
            "name the columns to use with --columns"),
      table("a constant column", "x,y\n1,4\n2,4\n3,4\n", "data.csv: column 'y': every value is",
            "drop the column, or give", {"--covariance", "diagonal"}),
      table("nothing but text", "x\na\nb\n", "data.csv: no column of numbers", "accepted is"),
      table("a fraction for poisson", "n\n3\n1.5\n4\n", "row 2 (line 3), column \"n\": 1.5",
            "a whole number", {"--family", "poisson"}),
  };
}

std::vector<Hostile> roles() {
  const std::vector<std::string> weights = {"--weights", "w"}, labels = {"--labels", "z"};
  const std::string finite = "accepted are finite numbers from 0 (the row is absent) up";
  return {
      table("a negative weight", "x,w\n1,1\n2,-1\n3,1\n", "row 2 (line 3), column \"w\": the weigh",
            finite, weights),
      table("an infinite weight", "x,w\n1,1\n2,inf\n3,1\n", "row 2 (line 3), column \"w\"", finite,
            weights),
      table("no weight", "x,w\n1,1\n2,\n3,1\n",
            "row 2 (line 3), column \"w\": the weight is missin", finite, weights),
      table("a word for a weight", "x,w\n1,1\n2,much\n3,1\n", "row 2 (line 3), column \"w\"",
            kNumbers, weights),
      table("weights of 0", "x,w\n1,0\n2,0\n", "data.csv: the weights in column \"w\" add up to 0",
            "accepted is a positive, finite sum", weights),
      table("a label beyond K", "x,z\n1,1\n2,2\n5,\n",
            "row 2 (line 3), column \"z\": the label is 2", "the whole numbers from 1 to 1",
            labels),
      table("too many labels", "x,z\n1,a\n2,b\n5,c\n", "data.csv: column \"z\" has 3 different lab",
            "accepted are at most 1", labels),
      table("weights that are data", "x,w\n1,1\n2,1\n", "data.csv: column \"w\" is named as data",
            "it can be one of them", {"--columns", "x,w", "--weights", "w"}),
  };
}

}  // namespace

std::vector<Hostile> hostile_tables() {
  std::vector<Hostile> out = paths();
  for (const auto& more : {headers(), cells(), roles()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace varimix::test
