#include "start/points.hpp"

#include <algorithm>
#include <cmath>

#include "start/random.hpp"

namespace varimix::internal {
Standardizer::Standardizer(const Summary& summary) {
  for (const Summary::Column& c : summary.columns) {
    means_.push_back(c.mean);
    scales_.push_back(c.spread > 0 ? 1.0 / std::sqrt(c.spread) : 1.0);
  }
}

double squared_distance(std::span<const double> z, std::span<const double> centre) {
  double sum = 0;
  std::size_t seen = 0;
  for (std::size_t d = 0; d < z.size(); ++d) {
    if (std::isnan(z[d])) continue;
    const double gap = z[d] - centre[d];
    sum += gap * gap;
    ++seen;
  }
  if (seen == z.size()) return sum;
  return seen == 0 ? 0.0 : sum * static_cast<double>(z.size()) / static_cast<double>(seen);
}

std::size_t nearest(std::span<const double> z, const Centres& centres) {
  std::size_t best = 0;
  double lowest = squared_distance(z, centres[0]);
  for (std::size_t k = 1; k < centres.size(); ++k) {
    const double d = squared_distance(z, centres[k]);
    if (d < lowest) {
      lowest = d;
      best = k;
    }
  }
  return best;
}

std::vector<double> Points::at(std::size_t n) const {
  std::vector<double> out(columns);
  for (std::size_t d = 0; d < columns; ++d) {
    out[d] = column(d)[n];
    if (std::isnan(out[d])) out[d] = 0;
  }
  return out;
}

namespace {

/// Of C columns from d on at once: what is added to is read and written less often.
template <std::size_t C>
void add_squares(const Points& points, std::size_t d, std::span<const double> centre, double* out) {
  const double *z[C], *c = centre.data() + d;
  for (std::size_t i = 0; i < C; ++i) z[i] = points.column(d + i);
  for (std::size_t n = 0; n < points.size(); ++n) {
    double sum = out[n];
    for (std::size_t i = 0; i < C; ++i) sum += (z[i][n] - c[i]) * (z[i][n] - c[i]);
    out[n] = sum;
  }
}

}  // namespace

void squared_distances(const Points& points, std::span<const double> centre, double* out) {
  const std::size_t size = points.size();
  if (!points.complete) {
    std::vector<double> z(points.columns);
    for (std::size_t n = 0; n < size; ++n) {
      for (std::size_t d = 0; d < points.columns; ++d) z[d] = points.column(d)[n];
      out[n] = squared_distance(z, centre);
    }
    return;
  }
  std::fill_n(out, size, 0.0);
  std::size_t d = 0;
  for (; d + 4 <= points.columns; d += 4) add_squares<4>(points, d, centre, out);
  for (; d < points.columns; ++d) add_squares<1>(points, d, centre, out);
}

std::vector<std::size_t> sample_rows(const Rows& rows, std::size_t limit, std::uint64_t seed) {
  const Data& data = rows.data();
  const std::size_t count = std::min(data.rows(), limit);
  constexpr std::uint64_t kStream = 0x73616d706c65;  // apart from the draws of k-means++
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = i * data.rows() / count, last = (i + 1) * data.rows() / count;
    const double u = uniform(seed, kStream, i);
    std::size_t n = first + static_cast<std::size_t>(u * static_cast<double>(last - first));
    // Absent rows may hold anything: the next one that takes part stands in, within the run.
    std::size_t left = last - first;
    while (left > 0 && !takes_part(data, n)) n = n + 1 < last ? n + 1 : first, --left;
    if (left > 0) out.push_back(n);
  }
  return out;
}

Points points_at(const Data& data, std::span<const std::size_t> rows,
                 const Standardizer& standardize) {
  Points out;
  out.columns = data.columns();
  for (std::size_t d = 0; d < out.columns; ++d) {
    for (const std::size_t n : rows) {
      out.z.push_back(standardize(data.value(n, d), d));
      out.complete = out.complete && !std::isnan(out.z.back());
    }
  }
  for (const std::size_t n : rows) {
    out.weights.push_back(data.weight(n));
    out.labels.push_back(data.label(n));
  }
  return out;
}

}  // namespace varimix::internal
