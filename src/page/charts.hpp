// The charts of the report page, by what they show. Charts that would show nothing are left out.
#pragma once

#include <span>
#include <vector>

#include "page/chart.hpp"
#include "varimix/fit.hpp"
#include "varimix/select.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::internal {

/// Charts show the first so many columns.
inline constexpr std::size_t kMostColumns = 6;
/// Clouds of points show so many rows, drawn from all.
inline constexpr std::size_t kMostPoints = 2000;

/// "component 1", ..., "component K".
std::vector<std::string> component_names(std::size_t components);
/// Name of a column of the fit.
std::string column_name(const Fit& fit, std::size_t d);
/// A table of one curve per name, long: fields "x", `y` and "series".
class LongTable {
 public:
  void add(const std::string& series, std::span<const double> x, std::span<const double> y);
  Table table(const std::string& y) const;

 private:
  std::vector<double> x_, y_;
  std::vector<std::string> series_;
};
/// A histogram as the height of a density: fields "from", "to", `y`.
Table bar_table(const Data& data, std::size_t column, bool whole, const std::string& y);

// --- One column.

/// Data, mixture, weighted components.
Chart density_chart(const Fit& fit, const Data& data);
/// Whose a value is: q(z) along the axis, stacked.
Chart shares_chart(const Fit& fit, const Data& data);
/// VB of one Gaussian column: posterior_1 ..., one per component in use: contours of (mean,
/// variance) with its mean, its mode and the points of other fits. Components in this order.
struct PointFit {
  std::string name;
  const Fit* fit;
};
std::vector<Chart> posterior_charts(const Fit& fit, std::span<const PointFit> others);

// --- Several columns.

/// Rows by how sure their component is.
Chart certainty_chart(const Fit& fit, const Data& data);
/// Two columns: a cloud; more: every pair of them. With 95 % ellipses of the components.
Chart pairs_chart(std::span<const Fit> fits, const Data& data);

// --- Any number of columns.

Chart trace_chart(const Fit& fit);
/// A chart per parameter and column.
std::vector<Chart> interval_charts(const Fit& fit, const Uncertainty* uncertainty);

// --- Together: what the page shows, in this order.

std::vector<Chart> fit_charts(const Fit& fit, const Data& data, const Uncertainty* uncertainty);
std::vector<Chart> compare_charts(std::span<const Fit> fits, const Data& data);
std::vector<Chart> select_charts(const ModelSelection& selection);

}  // namespace varimix::internal
