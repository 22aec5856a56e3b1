#include "hostile_inputs.hpp"

namespace varimix::test {
namespace {

/// A .npy file of format 1 with this dictionary and so many bytes behind it.
std::string npy(const std::string& dictionary, std::size_t bytes) {
  const auto length = static_cast<char>(dictionary.size());  // below 128 here
  return "\x93NUMPY\1" + std::string(1, '\0') + length + std::string(1, '\0') + dictionary +
         std::string(bytes, '\0');
}

std::string npy(const std::string& type, const std::string& shape, std::size_t bytes) {
  return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "}", bytes);
}

Hostile array(const std::string& what, const std::string& content, const std::string& place,
              const std::string& remedy) {
  return {what, {"fit", "x.npy", "--output", "out.json"}, place, remedy, {{"x.npy", content}}};
}

}  // namespace

std::vector<Hostile> hostile_arrays() {
  return {
      array("wrong magic", "\x93NUMPI and so on", "x.npy: does not begin as a .npy file",
            "accepted is what numpy.save writes"),
      array("text called .npy", "a,b\n1,2\n", "x.npy: does not begin as a .npy file",
            "accepted is what numpy.save writes"),
      array("format 9", "\x93NUMPY\x09" + std::string(20, '\0'), "x.npy: has .npy format 9",
            "accepted are 1, 2 and 3"),
      array("a scalar", npy("<f8", "()", 8), "x.npy: holds an array of 0 dimensions",
            "accepted are 1 and 2"),
      array("three dimensions", npy("<f8", "(1, 2, 3)", 48), "x.npy: holds an array of 3 dimensi",
            "accepted are 1 and 2"),
      array("no rows", npy("<f8", "(0, 2)", 0), "x.npy: holds 0 rows", "accepted are one or more"),
      array("whole numbers", npy("<i8", "(3, 2)", 48), "x.npy: holds elements of type \"<i8\"",
            "accepted are <f8 and <f4"),
      array("the other byte order", npy(">f8", "(3, 2)", 48), "type \">f8\"", "accepted are <f8"),
      array("cut off", npy("<f8", "(4, 2)", 48), "x.npy: is cut off: 4 x 2 numbers take 64 bytes",
            "accepted is the whole file"),
      array("cut off in the header", npy("<f8", "(4, 2)", 0).substr(0, 30),
            "x.npy: is cut off within the header", "accepted is the whole file"),
      array("a shape without end", npy("<f8", "(4", 48), "x.npy: the header's shape",
            "accepted is what numpy.save writes"),
      array("constant", npy("<f8", "(3,)", 24), "x.npy: column 'x1': every value is",
            "drop the column, or give"),
  };
}

}  // namespace varimix::test
