// Several methods on the same data: the page and the JSON of `varimix compare`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/compare_exact.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {

/// What the fits, made without these rows, say of them.
struct HeldOut {
  std::size_t rows = 0;
  double total_weight = 0;
  std::vector<double> mean_log_density;  ///< per fit, nats per unit of weight
};

/// Rows that are set aside for judging: `share` of those that take part and have an observed cell,
/// drawn with this seed, each row by its own number. 1 per row held out, else 0. Throws
/// std::invalid_argument when that is no row, or every row.
std::vector<bool> held_out_rows(const Data& data, double share, std::uint64_t seed);

/// The same data, the rows held out absent (inside) or the only ones (not inside).
Data split(const Data& data, const std::vector<bool>& held_out, bool inside);

HeldOut judge_held_out(const std::vector<Fit>& fits, const Data& held_out);

struct Comparison {
  std::string source;  ///< of the data
  std::vector<Fit> fits;
  std::optional<HeldOut> held_out;
  std::optional<Exact> exact;
};

std::string compare_page(const Comparison& comparison);
/// Format varimix-compare/1.
std::string compare_json(const Comparison& comparison);

}  // namespace varimix::internal
