#!/usr/bin/env bash
# run.sh VARIMIX NODE CHROMIUM PLAYWRIGHT DATA FOLDER [SHOTS]: writes report pages of every kind into FOLDER
# and opens them; with SHOTS, screenshots and prints go there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
varimix=$1 node=$2 chromium=$3 playwright=$4 data=$5 folder=$6 shots=${7-}

rm -rf "$folder"
mkdir -p "$folder"
[ -z "$shots" ] || mkdir -p "$shots"
write() {  # NAME COMMAND...: a page of less than 3 MB; warnings are welcome
  "$varimix" "${@:2}" --report "$folder/$1.html" >/dev/null 2>"$folder/$1.log" || {
    cat "$folder/$1.log" >&2
    exit 1
  }
  [ "$(wc -c <"$folder/$1.html")" -lt 3000000 ] || {
    echo "$1.html is larger than 3 MB" >&2
    exit 1
  }
}

write em fit "$data/faithful.csv" --columns waiting -k 2
write vb fit "$data/faithful.csv" --columns waiting -k 2 --method vb
write many fit "$data/galaxies.csv" -k 9 --method vb --restarts 2
write full fit "$data/faithful.csv" -k 2 --method vb
write iris fit "$data/iris.csv" -k 3
write missing fit "$data/faithful_missing.csv" -k 2 --init random --max-iterations 2
write poisson fit "$data/discoveries.csv" -k 2 --family poisson
write poisson_vb fit "$data/london_times.csv" --columns deaths --weights freq -k 2 --family poisson --method vb
write one fit "$data/faithful.csv" --columns waiting -k 1 --method ml
write compare compare "$data/faithful.csv" -k 2 --hold-out 0.2
write compare_iris compare "$data/iris.csv" -k 3 --covariance diagonal
write select select "$data/faithful.csv" --columns waiting --components 1..4 --folds 3
write select_shapes select "$data/faithful.csv" --components 1..3 --covariance all
write demo demo
# A column whose name would break out of the page, if it could.
printf '"</script><b onclick=""x"">&\047",y\n' >"$folder/hostile.csv"
sed 1d "$data/faithful.csv" >>"$folder/hostile.csv"
write hostile fit "$folder/hostile.csv" -k 2 --method vb

PLAYWRIGHT=$playwright "$node" "$here/pages.mjs" "$chromium" "$folder" ${shots:+"$shots"}
