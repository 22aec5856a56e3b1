# check.awk FILE...   (run in the root of a source tree, as rooms/check.sh does)
#
# Prints every #include that breaks a rule of the house, and fails if there was one:
#   - a file in src/<room>/ sees its own room, the rooms above it in the list below, and <varimix/...>;
#   - a file in include/ sees <varimix/...>, Eigen and the standard library, nothing else.
# In src/, a quoted name is ours and an angled one is somebody else's (or varimix/).

function complain(message) {
  printf "%s:%d: %s\n", FILENAME, FNR, message
  broken = 1
}

function exists(path,    line, found) {
  found = (getline line < path) >= 0
  close(path)
  return found
}

function folder_of(path) {
  sub("[^/]*$", "", path)
  return path
}

BEGIN {
  count = split("kernel math conjugate family data model belief statistics backend start fit uncertainty report page cli", order)
  for (i = 1; i <= count; ++i) rank[order[i]] = i
}

FNR == 1 {
  split(FILENAME, path, "/")
  public = path[1] == "include"
  room = path[2]
  if (!public && !(path[3] != "" && room in rank))
    complain("lies in no room of src/; the rooms are listed in tests/rooms/check.awk")
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  quoted = $0 ~ /^[^<]*"/
  name = $0
  sub(/^[^<"]*[<"]/, "", name)
  sub(/[>"].*$/, "", name)
  top = name
  sub("/.*", "", top)
  nested = name ~ "/"

  if (name ~ /(^|\/)\.\.?\//) {
    complain("\"" name "\": name the room, not the way to it")
  } else if (nested && top == "varimix") {
    # a public header: everyone may
  } else if (public) {
    if (quoted ? !exists(folder_of(FILENAME) name) : (nested && top != "Eigen"))
      complain("\"" name "\": a public header includes only <varimix/...>, Eigen and the standard library")
  } else if (nested && top in rank) {
    if (rank[top] > rank[room])
      complain("\"" name "\": " room " is above " top " and must not see it")
  } else if (quoted && !exists(folder_of(FILENAME) name)) {
    complain("\"" name "\": names no room and no file beside this one; others' headers go in <...>")
  }
}

END { exit broken }
