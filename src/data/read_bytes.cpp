#include "data/read_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

#include "varimix/error.hpp"

namespace varimix::internal {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& source, const std::string& why,
                         const std::string& accepted) {
  throw InputError(fmt::format("{}: {}; accepted are {}", source, why, accepted));
}
[[noreturn]] void refuse(const std::string& source, int error, const std::string& accepted) {
  refuse(source,
         error == ENOENT ? "no such file"
                         : "cannot be read: " + std::generic_category().message(error),
         accepted);
}

class File {
 public:
  explicit File(const std::string& path)
      : standard_input_(path == "-"),
        descriptor_(standard_input_ ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (!standard_input_ && descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  bool standard_input() const { return standard_input_; }

 private:
  bool standard_input_;
  int descriptor_;
};

Bytes map_file(int descriptor, std::size_t size) {
  void* const address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (address == MAP_FAILED) return {};
  return {std::string_view(static_cast<const char*>(address), size),
          std::shared_ptr<const void>(address, [size](void* p) { munmap(p, size); })};
}

Bytes read_to_the_end(int descriptor, const std::string& source, const std::string& accepted) {
  auto buffer = std::make_shared<std::string>();
  std::size_t size = 0;
  for (;;) {
    if (buffer->size() - size < kReadAtOnce) buffer->resize(2 * buffer->size() + kReadAtOnce);
    const ssize_t count = read(descriptor, buffer->data() + size, buffer->size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(source, errno, accepted);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  buffer->resize(size);
  return {std::string_view(*buffer), buffer};
}

}  // namespace

std::string source_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Bytes read_bytes(const std::string& path, const std::string& accepted) {
  const std::string source = source_name(path);
  const File file(path);
  struct stat status = {};
  if (file.descriptor() < 0 || fstat(file.descriptor(), &status) != 0)
    refuse(source, errno, accepted);
  if (S_ISDIR(status.st_mode)) refuse(source, "is a folder", accepted);
  Bytes bytes;
  if (S_ISREG(status.st_mode) && !file.standard_input() && status.st_size > 0) {
    bytes = map_file(file.descriptor(), static_cast<std::size_t>(status.st_size));
  }
  if (bytes.view.empty()) bytes = read_to_the_end(file.descriptor(), source, accepted);
  if (bytes.view.empty()) refuse(source, "is empty", accepted);
  return bytes;
}

}  // namespace varimix::internal
