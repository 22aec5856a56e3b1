// From a file to numbers, in bytes per second. A .npy file is mapped, and what is timed is the
// first look at all of it, from the page cache.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>

#include "common/npy.hpp"
#include "passes/pass.hpp"
#include "passes/register.hpp"

namespace varimix::bench {
namespace {

namespace fs = std::filesystem;

const CaseSize kTable = {"table", 200'000, 8, 16, Covariance::full};

/// A file that is gone when it is no longer needed.
class Written {
 public:
  explicit Written(const std::string& ending)
      : path_(fs::temp_directory_path() / ("varimix_bench_readers." + ending)) {
    const Matrix& x = drawn(kTable).x;
    std::ofstream out(path_, std::ios::binary);
    if (ending == "npy") {
      out << npy_header(kTable.rows, kTable.columns);
      out.write(reinterpret_cast<const char*>(x.data()),
                static_cast<std::streamsize>(sizeof(double) * static_cast<std::size_t>(x.size())));
    } else {
      out << "a,b,c,d,e,f,g,h\n";
      for (Eigen::Index n = 0; n < x.rows(); ++n)
        out << fmt::format("{:.9g}\n", fmt::join(x.row(n).begin(), x.row(n).end(), ","));
    }
    if (!out.flush()) throw std::runtime_error(path_.string() + ": cannot be written");
  }
  ~Written() { fs::remove(path_); }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  std::string path() const { return path_; }
  std::int64_t bytes() const { return static_cast<std::int64_t>(fs::file_size(path_)); }

 private:
  fs::path path_;
};

void read(benchmark::State& state, const std::string& ending) {
  const Written file(ending);
  for (auto _ : state) {
    const Dataset read = select(read_table(file.path()), {});
    if (ending == "npy") benchmark::DoNotOptimize(summarize(read.data));
  }
  state.SetBytesProcessed(state.iterations() * file.bytes());
}

}  // namespace

void register_readers() {
  for (const char* ending : {"csv", "npy"})
    benchmark::RegisterBenchmark((std::string("read/") + ending).c_str(), read, ending)
        ->Unit(benchmark::kMillisecond);
}

}  // namespace varimix::bench
