#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <random>
#include <system_error>

#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

namespace fs = std::filesystem;
constexpr char kStandardOutput[] = "-";

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  const bool standard = path == kStandardOutput;
  throw InputError(fmt::format("{}: cannot be written: {}; accepted: {}",
                               standard ? "standard output" : path, why,
                               standard ? "an open one with room, or --output FILE"
                                        : "a file in a folder where there is room for it"));
}
[[noreturn]] void refuse(const std::string& path, int error) {
  if (error == EPIPE && path == kStandardOutput) throw ReaderGone();
  refuse(path, std::generic_category().message(error));
}

/// Standard output, a device or a pipe: written as it goes, never replaced.
bool is_stream(const std::string& target) {
  if (target == kStandardOutput) return true;
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

/// Where a path leads, links followed, the same text for the same file.
std::string resolved(const std::string& path) {
  if (is_stream(path)) return path;
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : absolute.string();  // a name that leads nowhere is no other file's
}

/// A new, empty file in the folder of `target`; its name goes to `temporary`.
int create_beside(const std::string& target, std::string& temporary) {
  std::random_device random;
  const fs::path folder = fs::path(target).parent_path();
  for (int attempt = 0; attempt < 100; ++attempt) {
    temporary = (folder / fmt::format(".varimix-{:08x}{:08x}.tmp", random(), random())).string();
    const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

/// Runs the writer and makes sure that all of it has arrived.
void write_all(std::FILE* file, const std::string& path, const Outputs::Writer& writer) {
  errno = 0;
  try {
    writer(file);
  } catch (const std::system_error& error) {
    refuse(path, error.code().value());
  }
  if (std::fflush(file) != 0 || std::ferror(file)) refuse(path, errno != 0 ? errno : EIO);
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

void write_stream(const std::string& target, const Outputs::Writer& writer) {
  if (target == kStandardOutput) return write_all(stdout, target, writer);
  const File file(std::fopen(target.c_str(), "wb"));
  if (!file) refuse(target, errno);
  write_all(file.get(), target, writer);
}

}  // namespace

Outputs::~Outputs() {
  for (const Staged& file : staged_) unlink(file.temporary.c_str());
  for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) rmdir(folder->c_str());
}

void Outputs::expect(const std::string& option, const std::string& path, const std::string& input) {
  const std::string target = resolved(path);
  for (const Expected& other : expected_) {
    if (other.target == target) {
      throw InputError(
          fmt::format("{} {}: {} writes there too; accepted: a file of its own for each", option,
                      path, other.option));
    }
  }
  expected_.push_back({option, target});
  if (is_stream(target)) return;
  if (input != "-" && resolved(input) == target) {
    throw InputError(
        fmt::format("{} {}: is the data that are read; accepted: another file", option, path));
  }
  std::error_code error;
  if (fs::is_directory(target, error)) refuse(option + " " + path, EISDIR);
  if (fs::exists(target, error) && access(target.c_str(), W_OK) != 0)
    refuse(option + " " + path, errno);
  std::string temporary;
  const int descriptor = create_beside(target, temporary);
  if (descriptor < 0) refuse(option + " " + path, errno);
  close(descriptor);
  unlink(temporary.c_str());
}

void Outputs::expect_folder(const std::string& option, const std::string& path) {
  const auto refuse_folder = [&](int error) {
    throw InputError(
        fmt::format("{} {}: {}; accepted: a folder in which files can be made, or a "
                    "new name beside one",
                    option, path, std::generic_category().message(error)));
  };
  std::error_code error;
  fs::path nearest = fs::absolute(path, error);
  while (!fs::exists(nearest, error) && nearest.has_relative_path())
    nearest = nearest.parent_path();
  if (path.empty() || !fs::is_directory(nearest, error)) refuse_folder(ENOTDIR);
  std::string temporary;
  const int descriptor = create_beside((nearest / "x").string(), temporary);
  if (descriptor < 0) refuse_folder(errno);
  close(descriptor);
  unlink(temporary.c_str());
}

void Outputs::make_folder(const std::string& path) {
  fs::path folder;
  for (const fs::path& part : fs::path(path)) {
    folder /= part;
    if (mkdir(folder.c_str(), 0777) == 0)
      made_.push_back(folder.string());
    else if (errno != EEXIST && errno != EISDIR)
      refuse(path, errno);
  }
}

void Outputs::write(const std::string& path, Writer writer) {
  const std::string target = resolved(path);
  if (is_stream(target)) {
    waiting_.push_back({target, std::move(writer)});
    return;
  }
  std::string temporary;
  const int descriptor = create_beside(target, temporary);
  if (descriptor < 0) refuse(path, errno);
  struct stat before = {};
  const bool is_new = stat(target.c_str(), &before) != 0;
  staged_.push_back({temporary, target, is_new});
  const File file(fdopen(descriptor, "wb"));
  if (!file) refuse(path, errno);
  write_all(file.get(), path, writer);
  if (!is_new) static_cast<void>(fchmod(descriptor, before.st_mode & 07777));
  if (fsync(descriptor) != 0 && errno != EINVAL) refuse(path, errno);
}

void Outputs::write_text(const std::string& path, std::string text) {
  write(path, [text = std::move(text)](std::FILE* file) {
    std::fwrite(text.data(), 1, text.size(), file);
  });
}

void Outputs::commit() {
  for (const Waiting& stream : waiting_) write_stream(stream.target, stream.writer);
  waiting_.clear();
  for (std::size_t i = 0; i < staged_.size(); ++i) {
    if (std::rename(staged_[i].temporary.c_str(), staged_[i].target.c_str()) == 0) continue;
    const int error = errno;
    for (std::size_t j = 0; j < i; ++j) {
      if (staged_[j].is_new) unlink(staged_[j].target.c_str());
    }
    refuse(staged_[i].target, error);
  }
  staged_.clear();
  made_.clear();
}

}  // namespace varimix::cli
