// Clusters made of several components: overlapping components are merged, the density stays as it
// is.
//
//   Ent(c_1 ... c_M) = -sum_n w_n sum_m t_nm log t_nm,   t_nm = sum_{k in c_m} r_nk
//
// Where one cluster is not shaped as the family is, several components share it and its rows belong
// to none of them for certain: the entropy is high, and falls when they are counted as one.
// Starting from a cluster per component, the pair whose merging lowers the entropy most is merged,
// until one is left [BaudryEtAl2010].
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

/// Where the entropy is below this many nats per unit of weight, each row's component is all but
/// certain: nothing overlaps, and no merging is suggested.
inline constexpr double kCertainEntropy = 0.01;

/// Clusters as lists of components (0 ... K-1), each ascending, in the order of their first ones.
using Clusters = std::vector<std::vector<std::size_t>>;

/// One merging of two clusters.
struct Merging {
  std::vector<std::size_t> first, second;  ///< their components
  double entropy = 0;                      ///< afterwards, nats
  double drop = 0;                         ///< how far the entropy fell, nats, >= 0
  /// Weight of the rows whose likeliest cluster was one of the two.
  double merged_weight = 0;
};

/// All mergings from K clusters down to one.
struct MergePath {
  std::size_t components = 1;     ///< K
  double entropy = 0;             ///< of the components themselves, nats
  double total_weight = 0;        ///< of the rows that take part
  std::vector<Merging> mergings;  ///< [K-1]; after the first i there are K - i clusters

  /// Ent with this many clusters. Throws std::invalid_argument unless 1 <= count <= K.
  double entropy_of(std::size_t count) const;
  /// The clusters when this many are left. Throws std::invalid_argument unless 1 <= count <= K.
  Clusters clusters(std::size_t count) const;
  /// The elbow of Ent against the cumulative merged weight: of all lines with one bend, at 2 ...
  /// K-1 clusters, the one of least squares, provided the entropy falls faster before the bend than
  /// behind it [BaudryEtAl2010, 4]. K where the entropy has no such bend, or is below
  /// kCertainEntropy; none for K < 3, where there is nothing to bend.
  std::optional<std::size_t> suggested() const;
};

/// By the responsibilities of predict(); weights of the data count, labels do not, rows without a
/// value take no part.
MergePath merge_components(const Fit& fit, const Data& data);
/// By any responsibilities [N x K] row-major whose rows sum to 1; `weights` [N], or empty for 1
/// each. Throws std::invalid_argument for other sizes and for numbers that are none of that.
MergePath merge_components(std::span<const double> responsibilities, std::size_t components,
                           std::span<const double> weights = {});

/// Responsibilities of clusters from those of components: [N x M] row-major.
std::vector<double> cluster_responsibilities(std::span<const double> responsibilities,
                                             std::size_t components, const Clusters& clusters);

}  // namespace varimix
