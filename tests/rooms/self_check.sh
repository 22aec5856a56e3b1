#!/bin/sh
# Does check.sh notice? Each case is a small tree of one file, which must be refused or accepted.
set -eu
check=$(cd "$(dirname "$0")" && pwd)/check.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

# expect accepted|refused FILE LINE: judges a tree in which FILE holds LINE.
expect() {
  rm -rf "$tree"
  mkdir -p "$tree/src/fit" "$tree/include/varimix" "$tree/$(dirname "$2")"
  : >"$tree/src/fit/beside.hpp"
  : >"$tree/include/varimix/beside.hpp"
  printf '// a comment\n%s\n' "$3" >"$tree/$2"
  if sh "$check" "$tree" >"$tree/output" 2>&1; then verdict=accepted; else verdict=refused; fi
  if [ "$verdict" = refused ] && ! grep -q "^$2:" "$tree/output"; then verdict='refused without its place'; fi
  if [ "$verdict" != "$1" ]; then
    echo "rooms/check.sh: $2 with '$3' was $verdict, should be $1"
    cat "$tree/output"
    failed=1
  fi
}

expect accepted src/fit/loop.cpp '#include "fit/beside.hpp"'
expect accepted src/fit/loop.cpp '#include "beside.hpp"'
expect accepted src/fit/loop.cpp '#include "math/special.hpp"'
expect accepted src/fit/loop.cpp '#include "start/start.hpp"'
expect accepted src/math/special.cpp '#include "varimix/fit.hpp"'
expect accepted src/math/special.cpp '#include <boost/math/special_functions/digamma.hpp>'
expect accepted src/math/special.cpp '// #include "fit/loop.hpp"'
expect accepted include/varimix/fit.hpp '#include <varimix/data.hpp>'
expect accepted include/varimix/fit.hpp '#include "beside.hpp"'
expect accepted include/varimix/fit.hpp '#include <Eigen/Core>'
expect accepted include/varimix/fit.hpp '#include <vector>'

expect refused src/math/special.cpp '#include "conjugate/gamma.hpp"'
expect refused src/math/special.cpp '  #  include <fit/loop.hpp>'
expect refused src/statistics/pass.hpp '#include "backend/em.hpp"'
expect refused src/fit/deep/loop.cpp '#include "cli/fit.hpp"'
expect refused src/fit/loop.cpp '#include "../cli/fit.hpp"'
expect refused src/fit/loop.cpp '#include "elsewhere/thing.hpp"'
expect refused src/fit/loop.cpp '#include "missing.hpp"'
expect refused src/attic/thing.cpp ''
expect refused src/thing.cpp ''
expect refused include/varimix/fit.hpp '#include "fit/loop.hpp"'
expect refused include/varimix/fit.hpp '#include <math/special.hpp>'
expect refused include/varimix/fit.hpp '#include "../../src/fit/loop.hpp"'
expect refused include/varimix/fit.hpp '#include <fmt/format.h>'
expect refused include/varimix/fit.hpp '#include <boost/math/distributions.hpp>'

exit "$failed"
