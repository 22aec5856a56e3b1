#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace varimix::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto kFirst = 300ms;  // a fit shorter than this shows nothing
constexpr auto kAgain = 100ms;

}  // namespace

Progress::Progress()
    : terminal_(isatty(STDERR_FILENO) != 0), next_(std::chrono::steady_clock::now() + kFirst) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

Observer Progress::observer() {
  if (!terminal_) return {};
  return [this](const Iteration& iteration) {
    show(iteration);
    return Verdict::go_on;
  };
}

void Progress::show(const Iteration& iteration) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kAgain;
  shown_ = true;
  const std::string line = fmt::format(
      "\r\033[Krun {}, iteration {}: objective {:.6f} nats, change {:.3g}", iteration.restart + 1,
      iteration.index + 1, iteration.objective, iteration.change);
  std::fputs(line.c_str(), stderr);
}

}  // namespace varimix::cli
