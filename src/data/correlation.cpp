#include "data/correlation.hpp"

#include <algorithm>
#include <cmath>

#include "data/rows.hpp"
#include "math/matrices.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// Deviations from the columns' means in units of their spread, times the root of the row's weight.
void standardize(const Block& block, const Summary& summary, Matrix& z) {
  z.setZero(static_cast<Index>(block.rows), static_cast<Index>(block.columns));
  for (std::size_t d = 0; d < block.columns; ++d) {
    const Summary::Column& column = summary.columns[d];
    if (!(column.spread > 0)) continue;
    const double scale = 1 / std::sqrt(column.spread);
    for (std::size_t n = 0; n < block.rows; ++n) {
      const double w = block.weights != nullptr ? block.weights[n] : 1.0;
      if (w > 0)  // an absent row may hold anything
        z(static_cast<Index>(n), static_cast<Index>(d)) =
            std::sqrt(w) * (scale * (block.column(d)[n] - column.mean));
    }
  }
}

Matrix sum_of_products(const Data& data, const Summary& summary) {
  const auto columns = static_cast<Index>(data.columns());
  Matrix sum = Matrix::Zero(columns, columns), z;
  std::vector<double> scratch;
  for (std::size_t first = 0; first < data.rows(); first += kBlockRows) {
    const Block block = data.block(first, std::min(kBlockRows, data.rows() - first), scratch);
    standardize(block, summary, z);
    sum.selfadjointView<Eigen::Lower>().rankUpdate(z.transpose());
  }
  return sum;
}

bool singular(const Matrix& correlation) {
  const std::optional<Matrix> factor = cholesky(correlation);
  if (!factor) return true;
  const double lowest = factor->diagonal().minCoeff();
  return lowest * lowest < 1e-14 * static_cast<double>(correlation.rows());
}

}  // namespace

std::vector<double> correlation(const Data& data, const Summary& summary) {
  const auto columns = static_cast<Index>(data.columns());
  Matrix out = Matrix::Identity(columns, columns);
  if (summary.complete && summary.rows >= data.columns()) {
    const Matrix sum = sum_of_products(data, summary);
    for (Index i = 0; i < columns; ++i)
      for (Index j = 0; j < i; ++j)
        if (sum(i, i) > 0 && sum(j, j) > 0)
          out(i, j) = out(j, i) = sum(i, j) / std::sqrt(sum(i, i) * sum(j, j));
    if (singular(out)) out.setIdentity();
  }
  return {out.data(), out.data() + out.size()};
}

}  // namespace varimix::internal
