#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "temporary_file.hpp"

namespace varimix::testing {
namespace {

/// A .npy file as NumPy writes it: the header padded with blanks to a multiple of `alignment`
/// bytes.
std::string npy(const std::string& dictionary, const std::string& elements, char version = 1,
                std::size_t alignment = 64) {
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  std::string header = dictionary;
  while ((8 + length_bytes + header.size() + 1) % alignment != 0) header += ' ';
  header += '\n';
  std::string file = "\x93NUMPY";
  file += version;
  file += '\0';
  for (std::size_t i = 0; i < length_bytes; ++i)
    file += static_cast<char>(header.size() >> 8 * i & 0xff);
  return file + header + elements;
}

std::string dictionary(const std::string& type, const std::string& shape, bool fortran = false) {
  return "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': " + shape + ", }";
}

template <typename Number>
std::string bytes_of(const std::vector<Number>& values) {
  std::string bytes(values.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

const std::string kSix = bytes_of<double>({1, 2, 3, 4, 5, 6});

Table read_npy(const std::string& content) {
  return read_table(TemporaryFile(content, ".npy").path());
}

TEST(Npy, ReadsRowsInCOrder) {
  const Table table = read_npy(npy(dictionary("<f8", "(3, 2)"), kSix));
  ASSERT_EQ(table.rows(), 3u);
  ASSERT_EQ(table.columns.size(), 2u);
  EXPECT_EQ(table.columns[0].name, "x1");
  EXPECT_EQ(table.columns[1].name, "x2");
  EXPECT_EQ(table.value(0, 1), 2);
  EXPECT_EQ(table.value(2, 0), 5);
}

TEST(Npy, ReadsColumnsInFortranOrder) {
  const Table table = read_npy(npy(dictionary("<f8", "(3, 2)", true), kSix));
  ASSERT_EQ(table.rows(), 3u);
  EXPECT_EQ(table.value(0, 1), 4);
  EXPECT_EQ(table.value(2, 0), 3);
}

TEST(Npy, ReadsOneDimensionAsOneColumn) {
  const Table table = read_npy(npy(dictionary("<f8", "(6,)"), kSix));
  EXPECT_EQ(table.rows(), 6u);
  ASSERT_EQ(table.columns.size(), 1u);
  EXPECT_EQ(table.value(5, 0), 6);
}

TEST(Npy, ReadsSinglePrecision) {
  const Table table = read_npy(npy(dictionary("<f4", "(1, 3)"), bytes_of<float>({0.1f, NAN, -3})));
  EXPECT_EQ(table.values.element, Data::Element::float32);
  EXPECT_EQ(table.value(0, 0), 0.1f);
  EXPECT_TRUE(std::isnan(table.value(0, 1)));
  EXPECT_EQ(table.value(0, 2), -3);
}

TEST(Npy, ReadsFormatsTwoAndThree) {
  for (const char version : {'\2', '\3'}) {
    EXPECT_EQ(read_npy(npy(dictionary("<f8", "(2, 3)"), kSix, version)).value(1, 2), 6);
  }
}

TEST(Npy, ReadsHeadersThatOtherProgramsWrite) {
  const char* const other = "{\"shape\":(3L, 2L),'fortran_order':False,'descr':'<f8'}";
  EXPECT_EQ(refusal_of(npy(other, kSix), ".npy"),
            "FILE: the header has no shape; accepted is what numpy.save writes");
  EXPECT_EQ(
      read_npy(npy("{'shape':(3L,2L),'fortran_order':False,'descr':'<f8'}", kSix)).value(2, 1), 6);
}

TEST(Npy, ReadsElementsThatAreNotAligned) {
  const Table table = read_npy(npy(dictionary("<f8", "(3, 2)"), kSix, 1, 5));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(table.values.base) % sizeof(double), 0u);
  EXPECT_EQ(table.value(2, 0), 5);
}

TEST(Npy, IsKnownByItsBeginningWhateverItsName) {
  EXPECT_EQ(read_text(npy(dictionary("<f8", "(2, 3)"), kSix)).value(1, 2), 6);
}

TEST(Npy, StaysMappedWhenTheFileIsDeleted) {
  auto file = std::make_unique<TemporaryFile>(npy(dictionary("<f8", "(2, 3)"), kSix), ".npy");
  Table table = read_table(file->path());
  file.reset();
  EXPECT_EQ(table.value(1, 2), 6);
  const Data data = select(table, {}).data;
  table = {};
  EXPECT_EQ(data.value(1, 2), 6);
}

TEST(Npy, HasRowsButNoLines) {
  EXPECT_TRUE(read_npy(npy(dictionary("<f8", "(2, 3)"), kSix))
                  .place(1, 2)
                  .ends_with(".npy, row 2, column \"x3\""));
}

TEST(NpyRefusals, NameTheElementTypeAndTheAcceptedOnes) {
  EXPECT_EQ(refusal_of(npy(dictionary("<i8", "(3, 2)"), kSix), ".npy"),
            "FILE: holds elements of type \"<i8\"; accepted are <f8 and <f4 (in NumPy: "
            "x.astype(\"<f8\"))");
  for (const char* type : {">f8", "<f2", "|O", "<c16", "f8", ""}) {
    EXPECT_NE(refusal_of(npy(dictionary(type, "(3, 2)"), kSix), ".npy").find("accepted are <f8"),
              std::string::npos);
  }
  EXPECT_NE(
      refusal_of(npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (6,)}", kSix),
                 ".npy")
          .find("records"),
      std::string::npos);
}

TEST(NpyRefusals, SayHowManyBytesAreMissing) {
  EXPECT_EQ(
      refusal_of(npy(dictionary("<f8", "(4, 2)"), kSix), ".npy"),
      "FILE: is cut off: 4 x 2 numbers take 64 bytes, 48 are there; accepted is the whole file");
  EXPECT_NE(
      refusal_of(npy(dictionary("<f8", "(4294967296, 4294967296)"), kSix), ".npy").find("cut off"),
      std::string::npos);
}

TEST(NpyRefusals, NameAFileThatEndsWithinItsHeader) {
  const std::string whole = npy(dictionary("<f8", "(3, 2)"), kSix);
  for (const unsigned size : {6u, 7u, 8u, 9u, 10u, 40u, 127u}) {
    EXPECT_EQ(refusal_of(whole.substr(0, size), ".npy"),
              "FILE: is cut off within the header; accepted is the whole file")
        << size;
  }
}

TEST(NpyRefusals, NameAFileThatIsNoArray) {
  EXPECT_EQ(refusal_of("a,b\n1,2\n", ".npy"),
            "FILE: does not begin as a .npy file does; accepted is what numpy.save writes");
  EXPECT_EQ(refusal_of(npy(dictionary("<f8", "(6,)"), kSix, 4), ".npy"),
            "FILE: has .npy format 4; accepted are 1, 2 and 3");
}

TEST(NpyRefusals, NameAShapeThatIsNoTable) {
  EXPECT_EQ(refusal_of(npy(dictionary("<f8", "(1, 2, 3)"), kSix), ".npy"),
            "FILE: holds an array of 3 dimensions; accepted are 1 and 2 (rows x columns)");
  EXPECT_NE(refusal_of(npy(dictionary("<f8", "()"), kSix), ".npy").find("0 dimensions"),
            std::string::npos);
  EXPECT_EQ(refusal_of(npy(dictionary("<f8", "(0, 2)"), ""), ".npy"),
            "FILE: holds 0 rows and 2 columns; accepted are one or more of each");
  EXPECT_NE(refusal_of(npy(dictionary("<f8", "(3, 0)"), ""), ".npy").find("0 columns"),
            std::string::npos);
}

TEST(NpyRefusals, NameWhatIsWrongInTheHeader) {
  EXPECT_EQ(refusal_of(npy("{'descr': '<f8', 'shape': (6,)}", kSix), ".npy"),
            "FILE: the header has no fortran_order; accepted is what numpy.save writes");
  EXPECT_NE(refusal_of(npy("{'descr': '<f8', 'fortran_order': 1, 'shape': (6,)}", kSix), ".npy")
                .find("neither True nor False"),
            std::string::npos);
  for (const char* shape : {"(-6,)", "6", "(6", "(2, x)", "(99999999999999999999999,)"}) {
    EXPECT_NE(refusal_of(npy(dictionary("<f8", shape), kSix), ".npy").find("shape"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace varimix::testing
