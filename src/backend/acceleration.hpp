// Fewer iterations: a backend's own update as a fixed-point map, extrapolated.
#pragma once

#include <memory>
#include <optional>

#include "backend/point_coordinates.hpp"
#include "backend/rule.hpp"
#include "math/mixing.hpp"
#include "varimix/fit.hpp"

namespace varimix::internal {

/// Beliefs as vectors that may be combined, and as vectors whose lengths mean something. A point is
/// combined in unconstrained coordinates; a posterior in its own hyperparameters, in which what is
/// prior + statistics stays so: combinations have coefficients that sum to 1.
class BeliefCoordinates {
 public:
  using Vector = Eigen::VectorXd;

  BeliefCoordinates(const Model& model, const Bounds& bounds)
      : model_(model), points_(model, bounds) {}

  /// From now on seen from `belief`, in the metric of the complete-data information there.
  void lay_out(const Belief& belief, const Statistics& statistics);
  Vector coordinates(const Belief& belief) const;
  /// Nothing where no belief has these coordinates. `like`: which kind of belief.
  std::optional<Belief> belief(const Vector& coordinates, const Belief& like) const;
  /// The point summary in units of its standard deviation given complete data. A squared distance
  /// is twice the nats that complete data would tell two beliefs apart by.
  Vector measured(const Belief& belief) const;

 private:
  Point summary(const Belief& belief) const;
  bool inside_domain(Posterior& posterior) const;

  const Model& model_;
  PointCoordinates points_;
  Vector scale_;  ///< square roots of the information
};

/// Proposes extrapolated beliefs in place of the plain rule's once its steps have become small, and
/// the plain rule's own where the extrapolated one lowers the objective.
class AcceleratedRule final : public Rule {
 public:
  AcceleratedRule(std::unique_ptr<Rule> plain, Acceleration how, const Model& model,
                  const Bounds& bounds);

  Assignment assignment() const override { return plain_->assignment(); }
  void begin(const Belief& belief, const Statistics& statistics) override;
  Belief update(const Statistics& statistics) override;
  double penalty(const Belief& belief) const override { return plain_->penalty(belief); }
  Judgement judge(const Statistics& statistics, double objective) override;

 private:
  using Vector = Eigen::VectorXd;
  void restart();
  bool small_steps() const;
  /// From the belief at hand and the plain rule's next one.
  std::optional<Vector> extrapolate(const Statistics& statistics);
  std::optional<Vector> mix(const Vector& next, const Vector& residual);
  /// [VaradhanRoland2008, scheme S3].
  std::optional<Vector> square(const Vector& at, const Vector& next, const Vector& residual);

  std::unique_ptr<Rule> plain_;
  Acceleration how_;
  BeliefCoordinates coordinates_;
  AndersonMixing mixing_;
  struct Step {
    Vector at, residual;
  };
  std::optional<Step> first_step_;  ///< squarem: of the pair of plain steps under way
  std::optional<Belief> at_;        ///< the last accepted
  std::optional<double> objective_, rise_;
  Belief next_, proposal_;  ///< the plain rule's; what update() gave
  double total_weight_ = 0;
  std::size_t patience_ = 1, plain_left_ = 0;  ///< plain steps after the next refusal; still due
  bool laid_out_ = false, extrapolated_ = false, refused_ = false;
};

/// What "automatic" stands for: none with tolerance 0, in a stream, for ml, for hard assignment and
/// for families without coordinates; else anderson. Throws std::invalid_argument where one is asked
/// for that cannot be.
Acceleration resolve_acceleration(const FitOptions& options, const Backend& backend,
                                  const Family& family);

}  // namespace varimix::internal
