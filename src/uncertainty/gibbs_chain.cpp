#include "uncertainty/gibbs_chain.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "belief/belief.hpp"
#include "fit/refuse.hpp"
#include "start/random.hpp"
#include "statistics/expectation_pass.hpp"
#include "uncertainty/gibbs_draws.hpp"
#include "uncertainty/match_components.hpp"

namespace varimix::internal {
namespace {

/// What is drawn from which of a sweep's keys.
enum Stage : std::uint64_t { kComponents, kCells, kParameters };

class Chain {
 public:
  Chain(const GibbsSetting& setting, Point start, std::uint64_t key)
      : setting_(setting),
        family_(setting.model.family()),
        components_(setting.model.components()),
        key_(key),
        point_(std::move(start)),
        completed_(setting.rows),
        shares_(setting.rows.size() * components_) {
    out_.responsibilities.assign(shares_.size(), 0.0);
    reserve();
  }

  ChainDraws run() {
    const GibbsOptions& options = setting_.options;
    for (std::size_t kept = 0, sweep = 0;; ++sweep) {
      respond();
      if (sweep > options.warm_up && (sweep - options.warm_up) % options.thin == 0) {
        keep();
        if (++kept == options.draws) return std::move(out_);
      }
      const std::uint64_t now = mix(key_ ^ mix(sweep));
      for (std::size_t m = 0; m < setting_.rows.size(); ++m)
        draw_components(m, mix(now ^ kComponents));
      for (const std::size_t m : setting_.rows.open())
        draw_cells(m, stream_of(mix(now ^ kCells), m));
      point_ = draw_point(family_, posterior(), stream_of(mix(now ^ kParameters), 0));
    }
  }

 private:
  /// What there is no memory for is found out before, not after, the work.
  void reserve() {
    const std::size_t draws = setting_.options.draws;
    const std::size_t each = components_ * family_.sizes().point;
    if (draws > out_.parameters.max_size() / each) throw std::bad_alloc();
    out_.weights.reserve(draws * components_);
    out_.order.reserve(draws * components_);
    out_.parameters.reserve(draws * each);
  }

  void respond() {
    responsibilities_ = responsibilities_of(family_, point_, setting_.rows.seen());
    for (const double r : responsibilities_)
      if (!std::isfinite(r))
        refuse(
            "a draw of the parameters has no density to rounding; accepted: a prior that says more "
            "of their scale");
  }

  /// The share of the rows that row m stands for, by component.
  void draw_components(std::size_t m, std::uint64_t key) {
    const double* r = responsibilities_.data() + m * components_;
    double* share = shares_.data() + m * components_;
    std::fill_n(share, components_, 0.0);
    const double weight = setting_.rows.weights()[m];
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(weight); ++i) {
      double left = uniform(key, m, i);
      std::size_t k = 0;
      while (k + 1 < components_ && left >= r[k]) left -= r[k++];
      // Rounding may leave the last one with nothing of its own.
      while (r[k] == 0 && k > 0) --k;
      share[k] += 1 / weight;
    }
  }

  /// x_mis | x_obs, z, theta: a row of weight 1.
  void draw_cells(std::size_t m, const Uniform& uniform) {
    const Data& seen = setting_.rows.seen().data();
    const double* share = shares_.data() + m * components_;
    const auto k = static_cast<std::size_t>(std::max_element(share, share + components_) - share);
    const std::size_t size = family_.sizes().point;
    std::vector<double> row(seen.columns());
    for (std::size_t d = 0; d < row.size(); ++d) row[d] = seen.value(m, d);
    const PartRules::Part part = family_.part_rules()->conditional(
        PartRules::Known::point, 1, std::span(point_.parameters).subspan(k * size, size), row);
    std::vector<double> drawn(part.family->columns());
    part.family->sample_rules()->draw_row(part.values, uniform, drawn);
    auto next = drawn.begin();
    for (std::size_t d = 0; d < row.size(); ++d)
      if (std::isnan(row[d])) completed_.fill(m, d, *next++);
  }

  Posterior posterior() {
    const GivenResponsibilities given = [&](const Block& block, double* r, std::size_t stride) {
      for (std::size_t n = 0; n < block.rows; ++n)
        for (std::size_t k = 0; k < components_; ++k)
          r[k * stride + n] = shares_[(block.first_row + n) * components_ + k];
    };
    ThreadTeam alone(1);
    const Statistics sums =
        assignment_pass({completed_.rows(), family_, setting_.bounds, alone}, components_, given);
    Posterior out;
    out.weights = weights_posterior(setting_.model.weights_prior(), sums.counts);
    out.hyperparameters.resize(components_ * family_.sizes().posterior);
    family_.conjugate_rules()->posterior(sums, setting_.model.hyperparameters(),
                                         out.hyperparameters);
    return out;
  }

  void keep() {
    const GibbsRows& rows = setting_.rows;
    const std::vector<std::size_t> order = match_components(
        overlaps(setting_.reference, responsibilities_, components_, rows.weights()), components_,
        rows.named());
    const std::size_t before = out_.order.size();
    if (before > 0 && !std::equal(order.begin(), order.end(),
                                  out_.order.end() - static_cast<std::ptrdiff_t>(components_)))
      ++out_.renamings;
    out_.order.insert(out_.order.end(), order.begin(), order.end());
    out_.weights.insert(out_.weights.end(), point_.weights.begin(), point_.weights.end());
    out_.parameters.insert(out_.parameters.end(), point_.parameters.begin(),
                           point_.parameters.end());
    for (std::size_t m = 0; m < rows.size(); ++m)
      for (std::size_t k = 0; k < components_; ++k)
        out_.responsibilities[m * components_ + k] += responsibilities_[m * components_ + order[k]];
  }

  const GibbsSetting& setting_;
  const Family& family_;
  std::size_t components_;
  std::uint64_t key_;
  Point point_;
  CompletedRows completed_;
  std::vector<double> responsibilities_;  ///< [M x K] of point_
  std::vector<double> shares_;            ///< [M x K] of the rows that each stands for
  ChainDraws out_;
};

}  // namespace

ChainDraws run_chain(const GibbsSetting& setting, Point start, std::uint64_t key) {
  return Chain(setting, std::move(start), key).run();
}

}  // namespace varimix::internal
