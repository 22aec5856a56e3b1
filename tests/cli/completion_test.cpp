// Completion in bash, asked as bash asks; in zsh, by what the script holds.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>

#include "run_command.hpp"

namespace varimix::test {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  std::istringstream stream(text);
  Words out;
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

class Completion : public CommandTest {
 protected:
  Completion() {
    succeed({"completion", "bash", "--output", "varimix.bash"});
    succeed({"completion", "zsh", "--output", "_varimix"});
  }

  /// What a shell says to a line of its own.
  std::string shell(const std::string& line) const {
    const std::string inside = "cd '" + folder_.string() + "' && " + line;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(inside.c_str(), "r"), pclose);
    std::string out;
    for (int c; pipe && (c = std::fgetc(pipe.get())) != EOF;) out += static_cast<char>(c);
    return out;
  }

  /// The candidates for the last of these words, sorted. `typed` is a bash array as readline cuts
  /// it.
  Words candidates(const std::string& typed) const {
    Words out = words_of(shell(
        "bash --norc -c '. ./varimix.bash; COMP_WORDS=(" + typed +
        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _varimix; echo \"${COMPREPLY[@]}\"' 2>&1"));
    std::sort(out.begin(), out.end());
    return out;
  }

  Words commands() const {
    Words out;
    bool listed = false;
    for (const std::string& line : lines_of(succeed({"--help"}).out)) {
      if (listed && line.empty()) break;
      if (listed) out.push_back(words_of(line).at(0));
      listed = listed || line == "Commands:";
    }
    EXPECT_GE(out.size(), 7u);
    return out;
  }

  /// The options that the help of a command shows, long and short.
  Words options(const std::string& command) const {
    Words out;
    for (const std::string& line : lines_of(succeed({command, "--help"}).out)) {
      if (!line.starts_with("  -")) continue;
      std::string names = words_of(line).at(0);
      std::replace(names.begin(), names.end(), ',', ' ');
      for (const std::string& name : words_of(names)) out.push_back(name);
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

TEST_F(Completion, OffersEveryCommand) {
  Words known = commands();
  known.insert(known.end(), {"--help", "--version"});
  std::sort(known.begin(), known.end());
  EXPECT_EQ(candidates("varimix \"\""), known);
  EXPECT_EQ(candidates("varimix com"), (Words{"compare", "completion"}));
  EXPECT_EQ(candidates("varimix --v"), Words{"--version"});
}

TEST_F(Completion, OffersEveryOptionThatTheHelpShows) {
  const std::string zsh = read_file(file("_varimix"));
  for (const std::string& command : commands()) {
    SCOPED_TRACE(command);
    const Words known = options(command);
    EXPECT_GE(known.size(), 2u);
    EXPECT_EQ(candidates("varimix " + command + " -"), known);
    const std::size_t begin = zsh.find("\n    " + command + ")\n");
    ASSERT_NE(begin, std::string::npos);
    const std::string part = zsh.substr(begin, zsh.find(";;", begin) - begin);
    for (const std::string& option : known)
      EXPECT_NE(part.find(option), std::string::npos) << option << "\n" << part;
  }
}

TEST_F(Completion, OffersTheValuesThatAreKnown) {
  EXPECT_EQ(candidates("varimix fit --method \"\""),
            (Words{"em", "gibbs", "map", "ml", "vb", "vb-point"}));
  EXPECT_EQ(candidates("varimix fit x.csv -k 2 --method v"), (Words{"vb", "vb-point"}));
  EXPECT_EQ(candidates("varimix fit --method = v"), (Words{"vb", "vb-point"}));
  EXPECT_EQ(candidates("varimix fit --method ="),
            (Words{"em", "gibbs", "map", "ml", "vb", "vb-point"}));
  EXPECT_EQ(candidates("varimix fit --family p"), Words{"poisson"});
  EXPECT_EQ(candidates("varimix fit --covariance \"\""),
            (Words{"diagonal", "full", "spherical", "tied"}));
  EXPECT_EQ(candidates("varimix fit --assignment h"), Words{"hard"});
  EXPECT_EQ(candidates("varimix fit --init k"), Words{"kmeans++"});
  EXPECT_EQ(candidates("varimix compare --methods em,v"), (Words{"em,vb", "em,vb-point"}));
  EXPECT_EQ(candidates("varimix select --covariance full,t"), Words{"full,tied"});
  EXPECT_EQ(candidates("varimix completion \"\""), (Words{"bash", "zsh"}));
  EXPECT_EQ(candidates("varimix fit --seed \"\""), Words{});
}

TEST_F(Completion, OffersFilesElsewhere) {
  write("kept.csv", "x\n1\n");
  std::filesystem::create_directory(file("kids"));
  for (const char* typed : {"varimix fit k", "varimix fit --output k", "varimix predict fit.json k",
                            "varimix fit x.csv --method em k", "varimix fit --model k"})
    EXPECT_EQ(candidates(typed), (Words{"kept.csv", "kids"})) << typed;
  EXPECT_EQ(candidates("varimix fit --init k"), (Words{"kept.csv", "kids", "kmeans++"}));
}

TEST_F(Completion, IsRegisteredAndQuietWhenSourced) {
  EXPECT_EQ(shell("bash --norc -c '. ./varimix.bash; complete -p varimix' 2>&1"),
            "complete -F _varimix varimix\n");
}

TEST_F(Completion, OfZshKnowsValuesAndParses) {
  const std::string zsh = read_file(file("_varimix"));
  EXPECT_TRUE(zsh.starts_with("#compdef varimix\n"));
  for (const char* part :
       {":METHOD:(ml em map vb vb-point gibbs)'", ":FAMILY:(gaussian", ":SHELL:(bash zsh)'",
        "_values -s , a\\,b ml em", ":DATA:_files'", "'(-k --components)'{-k+,--components=}'["})
    EXPECT_NE(zsh.find(part), std::string::npos) << part << "\n" << zsh;
  // Where there is no zsh the words above have to do.
  EXPECT_EQ(shell("if command -v zsh >/dev/null; then zsh -f -n _varimix 2>&1; fi"), "");
}

TEST_F(Completion, RefusesOtherShells) {
  refused({"completion", "bsh"}, {"SHELL bsh", "did you mean bash?"});
  refused({"completion"}, {"SHELL is missing", "see varimix completion --help"});
}

}  // namespace
}  // namespace varimix::test
