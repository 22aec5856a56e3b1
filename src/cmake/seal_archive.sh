#!/bin/sh
# seal_archive.sh ARCHIVE COMPILER NM OBJCOPY AR
#
# Makes the inline functions that a static library was compiled with its own: those of Eigen, Boost,
# fmt, the standard library and its own headers. They are weak symbols, and of two weak symbols with one
# name the linker keeps the program's. A program built with -march=native or a sanitizer would so lend
# the library an Eigen that aligns and frees memory in another way, which crashes, or one that rounds
# in another way. Here all objects become one, in which weak functions and tables of virtual functions
# are local. Data and type information stay shared, so that exceptions are caught and a static is one.
#
# The price: a template instantiated explicitly in a .cpp and used from outside is a weak function too,
# and would not be found. Give it an ordinary function as its door.
set -eu
archive=$1 compiler=$2 nm=$3 objcopy=$4 ar=$5

object=${archive%.a}.o
trap 'rm -f "$object" "$object.symbols"' EXIT
"$compiler" -r -nostdlib -Wl,--force-group-allocation -Wl,--whole-archive "$archive" -o "$object"
"$nm" --defined-only --extern-only "$object" |
  awk '$2 == "W" || ($2 == "V" && $3 ~ /^_ZT[VTC]/) { print $3 }' >"$object.symbols"
"$objcopy" --localize-symbols="$object.symbols" "$object"
rm "$archive"
"$ar" qcs "$archive" "$object"
