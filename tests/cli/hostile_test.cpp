// Every input that the command must refuse, with the place and the remedy that it must name.
#include <sys/stat.h>
#include <unistd.h>

#include "hostile_inputs.hpp"
#include "run_command.hpp"

namespace varimix::test {
namespace {

class HostileInput : public CommandTest {
 protected:
  void expect_refused(const Hostile& hostile) const {
    SCOPED_TRACE(hostile.what);
    for (const auto& [name, content] : hostile.files) write(name, content);
    const std::vector<std::string> before = files();
    refused(hostile.arguments, {hostile.place, hostile.remedy});
    EXPECT_EQ(files(), before);
    for (const auto& [name, content] : hostile.files) {
      EXPECT_EQ(read_file(file(name)) == content, true) << name << " was changed";
      std::filesystem::remove(file(name));
    }
  }
  void expect_refused(const std::vector<Hostile>& all) const {
    for (const Hostile& hostile : all) expect_refused(hostile);
  }
};

TEST_F(HostileInput, OfEveryKindIsRefusedInOneLineWithPlaceAndRemedy) {
  write("x.csv", "x\n1\n2\n4\n5\n7\n");
  succeed({"fit", "x.csv", "-k", "2", "--method", "vb", "--output", "fit.json"});
  const std::string fit = read_file(file("fit.json"));
  std::filesystem::remove(file("fit.json"));

  const std::vector<Hostile> kinds[] = {hostile_tables(), hostile_arrays(), hostile_options(),
                                        hostile_json(fit)};
  std::size_t count = 0;
  for (const std::vector<Hostile>& kind : kinds) {
    expect_refused(kind);
    count += kind.size();
  }
  EXPECT_GE(count, 40u);
}

TEST_F(HostileInput, WithoutPermissionIsRefused) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read and write everything";
  write("secret.csv", "x\n1\n2\n");
  write("x.csv", "x\n1\n2\n");
  std::filesystem::create_directory(file("closed"));
  chmod(file("secret.csv").c_str(), 0);
  chmod(file("closed").c_str(), 0500);
  refused({"fit", "secret.csv"}, {"secret.csv: cannot be read: Permission denied", "accepted are"});
  refused({"fit", "x.csv", "--output", "closed/fit.json"},
          {"--output closed/fit.json: cannot be written: Permission denied",
           "accepted: a file in a folder"});
}

}  // namespace
}  // namespace varimix::test
