#!/bin/sh
# check.sh ROOT: fails, naming each line at fault, if a file under ROOT/src or ROOT/include includes
# what its room must not see. The rules are in check.awk.
set -eu
rules=$(cd "$(dirname "$0")" && pwd)/check.awk
cd "$1"
find src include -type f \( -name '*.[ch]pp' -o -name '*.[ch]' -o -name '*.cc' -o -name '*.inc' \) \
  -exec awk -f "$rules" {} +
