#include "statistics/missing_information.hpp"

#include <cmath>
#include <functional>
#include <utility>

#include "statistics/merge_tree.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// One leaf's sums, laid out as Statistics so that they merge as those do: `sums` holds the
/// weighted t of all components [P], then M [P x P].
class Leaf {
 public:
  Leaf(const PassContext& context, const InformationRules& rules, const Scorer& scorer)
      : context_(context),
        rules_(rules),
        scorer_(scorer),
        components_(scorer.log_weights.size()),
        size_(rules.row_statistics()),
        all_(components_ * (1 + size_)) {}

  Statistics operator()(std::size_t leaf, std::vector<double> room_for_sums) const {
    Statistics out;
    out.components = 1;
    out.counts.assign(1, 0.0);
    out.squares.assign(1, 0.0);
    out.sums = std::move(room_for_sums);
    out.sums.assign(all_ + all_ * all_, 0.0);
    Rows::Scratch scratch;
    Room room{std::vector<double>(components_ * kBlockRows),
              std::vector<double>(components_ * kBlockRows),
              std::vector<double>(components_ * size_ * kBlockRows)};
    for (std::size_t b = context_.rows.first_block(leaf); b < context_.rows.first_block(leaf + 1);
         ++b)
      add(context_.rows.block(b, scratch), room, out.sums);
    return out;
  }

 private:
  struct Room {
    std::vector<double> r;         ///< responsibilities [k * kBlockRows + n]
    std::vector<double> weighted;  ///< times the rows' weights
    std::vector<double> t;
  };

  void respond(const Block& block, Room& room) const {
    double log_sums[kBlockRows];
    context_.family.score(block, components_, scorer_.components.data(), room.r.data(), kBlockRows);
    for (std::size_t k = 0; k < components_; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        room.r[k * kBlockRows + n] += scorer_.log_weights[k];
    normalize(block, components_, room.r.data(), kBlockRows, Assignment::soft, log_sums);
    for (std::size_t k = 0; k < components_; ++k)
      for (std::size_t n = 0; n < block.rows; ++n)
        room.weighted[k * kBlockRows + n] =
            room.r[k * kBlockRows + n] * (block.weights != nullptr ? block.weights[n] : 1.0);
  }

  /// sqrt(scale[n]) t_k of the block's rows, [rows x (1 + S)], the indicator first.
  Matrix described(const Block& block, const Room& room, std::size_t k, const Vector& scale) const {
    const auto rows = static_cast<Index>(block.rows);
    Matrix out(rows, static_cast<Index>(1 + size_));
    out.col(0) = scale;
    for (std::size_t s = 0; s < size_; ++s)
      out.col(static_cast<Index>(1 + s)) = scale.cwiseProduct(
          Eigen::Map<const Vector>(room.t.data() + (k * size_ + s) * kBlockRows, rows));
    return out;
  }

  void add(const Block& block, Room& room, std::vector<double>& sums) const {
    respond(block, room);
    rules_.describe_rows(block, components_, scorer_.components.data(), room.weighted.data(),
                         room.t.data(), kBlockRows);
    const auto rows = static_cast<Index>(block.rows), each = static_cast<Index>(1 + size_);
    const auto all = static_cast<Index>(all_);
    Eigen::Map<Vector> first(sums.data(), all);
    Eigen::Map<Matrix> missing(sums.data() + all_, all, all);
    Matrix means(rows, all);  // sqrt(w_n) r_nk t_nk
    for (std::size_t k = 0; k < components_; ++k) {
      const auto at = static_cast<Index>(k) * each;
      const Eigen::Map<const Vector> r(room.r.data() + k * kBlockRows, rows);
      const Eigen::Map<const Vector> weighted(room.weighted.data() + k * kBlockRows, rows);
      const Matrix seen = described(block, room, k, weighted.cwiseSqrt());
      first.segment(at, each) += seen.transpose() * weighted.cwiseSqrt();
      missing.block(at, at, each, each) += seen.transpose() * seen;
      means.middleCols(at, each) = described(block, room, k, r.cwiseProduct(weighted).cwiseSqrt());
    }
    missing -= means.transpose() * means;
    add_latent(block, room, missing);
  }

  void add_latent(const Block& block, const Room& room, Eigen::Map<Matrix>& missing) const {
    if (block.complete) return;
    std::vector<double> latent(components_ * size_ * size_, 0.0);
    rules_.add_latent(block, components_, scorer_.components.data(), room.weighted.data(),
                      kBlockRows, latent.data());
    const auto each = static_cast<Index>(size_);
    for (std::size_t k = 0; k < components_; ++k) {
      const auto at = static_cast<Index>(k * (1 + size_) + 1);
      missing.block(at, at, each, each) +=
          Eigen::Map<const Matrix>(latent.data() + k * size_ * size_, each, each);
    }
  }

  const PassContext& context_;
  const InformationRules& rules_;
  const Scorer& scorer_;
  std::size_t components_, size_, all_;
};

}  // namespace

LatentStatistics latent_statistics(const PassContext& context, const InformationRules& rules,
                                   const Scorer& scorer) {
  const Leaf leaf(context, rules, scorer);
  const Statistics sum = MergeTree::sum(context.rows.leaves(), context.team, std::cref(leaf));
  const std::size_t components = scorer.log_weights.size(), size = rules.row_statistics();
  const auto all = static_cast<Index>(components * (1 + size));
  LatentStatistics out;
  for (std::size_t k = 0; k < components; ++k) {
    const double* from = sum.sums.data() + k * (1 + size);
    out.counts.push_back(*from);
    out.sums.insert(out.sums.end(), from + 1, from + 1 + size);
  }
  const Eigen::Map<const Matrix> missing(sum.sums.data() + all, all, all);
  out.missing = 0.5 * (missing + missing.transpose());
  return out;
}

}  // namespace varimix::internal
