#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare_page.hpp"
#include "start/random.hpp"

namespace varimix::internal {
namespace {

constexpr std::uint64_t kStream = 0x68656c64206f7574;  // apart from the draws of starts

bool can_judge(const Data& data, std::size_t n) {
  if (data.weight(n) == 0) return false;
  for (std::size_t d = 0; d < data.columns(); ++d)
    if (!std::isnan(data.value(n, d))) return true;
  return false;
}

}  // namespace

std::vector<bool> held_out_rows(const Data& data, double share, std::uint64_t seed) {
  std::vector<std::pair<double, std::size_t>> draws;
  for (std::size_t n = 0; n < data.rows(); ++n)
    if (can_judge(data, n)) draws.emplace_back(uniform(seed, kStream, n), n);
  const double wanted = std::round(share * static_cast<double>(draws.size()));
  const auto count = static_cast<std::size_t>(wanted);
  if (count == 0 || count >= draws.size()) {
    throw std::invalid_argument(
        fmt::format("the data have {} rows to hold out from, of which {} would be {}; accepted: a "
                    "share that leaves some on both sides",
                    draws.size(), share, count));
  }
  std::sort(draws.begin(), draws.end());
  std::vector<bool> out(data.rows());
  for (std::size_t i = 0; i < count; ++i) out[draws[i].second] = true;
  return out;
}

Data split(const Data& data, const std::vector<bool>& held_out, bool inside) {
  std::vector<double> weights(data.rows());
  for (std::size_t n = 0; n < data.rows(); ++n)
    weights[n] = held_out[n] == inside ? data.weight(n) : 0.0;
  return data.with_weights(std::move(weights));
}

HeldOut judge_held_out(const std::vector<Fit>& fits, const Data& held_out) {
  HeldOut out;
  for (std::size_t n = 0; n < held_out.rows(); ++n) {
    out.rows += held_out.weight(n) > 0 ? 1 : 0;
    out.total_weight += held_out.weight(n);
  }
  for (const Fit& fit : fits) {
    const std::vector<double> density = log_density(fit, held_out);
    double sum = 0;
    for (std::size_t n = 0; n < density.size(); ++n)
      if (held_out.weight(n) > 0) sum += held_out.weight(n) * density[n];
    out.mean_log_density.push_back(sum / out.total_weight);
  }
  return out;
}

}  // namespace varimix::internal
