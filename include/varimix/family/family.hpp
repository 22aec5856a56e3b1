// A family of component distributions as the engine sees it: flat arrays of doubles and a few
// virtual functions at block granularity. Most families are written against the small concept of
// concept.hpp and wrapped by adapter.hpp; a family implements this interface directly only to be
// faster or to tie its components together.
//
// Everything is laid out component by component: [K x size]. A Family is immutable and may be
// shared by threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "varimix/data.hpp"
#include "varimix/marginal.hpp"
#include "varimix/statistics.hpp"

namespace varimix {

/// A named array for people and for JSON; shape {} is a scalar, {D} a list, {D, D} a list of rows.
struct Field {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<double> values;
};
using Fields = std::vector<Field>;

/// A conjugate distribution, described: one entry per component, and what all components share (or
/// nothing).
struct ConjugateDescription {
  std::string shared_name, shared_type;  ///< "covariance", "inverse-wishart" for tied; else empty
  Fields shared;
  std::string type;  ///< "normal-inverse-gamma", "gamma", ...
  std::vector<Fields> components;
};

/// The data's own scale, resolved once per fit: lower bounds of parameters that could run away to a
/// boundary.
using Bounds = std::vector<double>;

/// One component on, or suspiciously near, the boundary of its parameter space.
struct Collapse {
  std::size_t component = 0;
  bool at_bound = false;  ///< a parameter sits on its lower bound
  bool spurious = false;  ///< the likelihood is unbounded there: such a maximum means nothing
  std::string message;    ///< for people: which parameter, where
};

/// EM: the weighted closed form of the textbook.
class EstimateRules {
 public:
  virtual ~EstimateRules() = default;
  /// Parameters of greatest expected complete-data likelihood, not below the bounds. -> [K x point]
  virtual void estimate(const Statistics&, const Bounds&, std::span<double> point) const = 0;
};

/// Conjugate prior and posterior: MAP and variational Bayes. `prior` is one component's
/// hyperparameters.
class ConjugateRules {
 public:
  virtual ~ConjugateRules() = default;
  /// The weakly informative prior of these data for K components, with the `given` entries put in
  /// place of its own. Throws std::invalid_argument for an unknown name or a value outside its
  /// domain.
  virtual std::vector<double> prior(const Fields& given, const Summary&,
                                    std::size_t components) const = 0;
  /// prior + statistics -> [K x posterior]
  virtual void posterior(const Statistics&, std::span<const double> prior,
                         std::span<double> out) const = 0;
  /// What the E-pass needs of a posterior: E[eta], E[A]. -> [K x scorer]
  virtual void expect(std::size_t components, std::span<const double> posterior,
                      std::span<double> scorers) const = 0;
  /// KL(q || p) in nats, summed over components (what they share counts once).
  virtual double divergence(std::size_t components, std::span<const double> posterior,
                            std::span<const double> prior) const = 0;
  /// log p(theta), nats, summed over components, normalising constants kept.
  virtual double log_density(std::size_t components, std::span<const double> point,
                             std::span<const double> prior) const = 0;
  /// Why the posterior density can have no interior mode under this prior, or "".
  virtual std::string no_mode(std::span<const double> prior) const = 0;
  virtual void mode(std::size_t components, std::span<const double> posterior, const Bounds&,
                    std::span<double> point) const = 0;
  /// Posterior means (where one does not exist: the nearest convention, and a warning). -> [K x
  /// point]
  virtual void mean(std::size_t components, std::span<const double> posterior,
                    std::span<double> point, std::vector<std::string>& warnings) const = 0;
  /// log of the posterior predictive density of each row under each component. -> logits[k * stride
  /// + n]
  virtual void log_predictive(const Block&, std::size_t components,
                              std::span<const double> posterior, double* logits,
                              std::size_t stride) const = 0;
  /// The marginal posteriors of component k's parameters.
  virtual std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                          std::size_t components) const = 0;
  virtual ConjugateDescription describe(std::size_t components,
                                        std::span<const double> posterior) const = 0;
  /// The same for the prior: type and one component's entries.
  virtual ConjugateDescription describe_prior(std::span<const double> prior) const = 0;
  /// The reverse of describe. Throws std::invalid_argument on missing entries, wrong shapes, wrong
  /// domains.
  virtual std::vector<double> read(const ConjugateDescription&) const = 0;
};

/// The point-mass factor of variational Bayes: maximises S.eta - N A(eta) + log p(theta(eta)) by
/// the exponential family's own means, never by the closed forms of EstimateRules. `prior` empty
/// means flat.
class PointMassRules {
 public:
  virtual ~PointMassRules() = default;
  virtual void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                          std::span<double> point) const = 0;
};

/// Direct maximisation of log p(x | theta) over unconstrained coordinates, C per component set.
/// `origin` [K x point] is where the coordinates are laid out from: a family whose parameters have
/// no scale of their own (a mean vector, a covariance) measures in that point's; others ignore it.
class DirectRules {
 public:
  virtual ~DirectRules() = default;
  virtual std::size_t coordinates(std::size_t components) const = 0;
  virtual void to_coordinates(std::size_t components, std::span<const double> origin,
                              std::span<const double> point,
                              std::span<double> coordinates) const = 0;
  virtual void from_coordinates(std::size_t components, std::span<const double> origin,
                                std::span<const double> coordinates, const Bounds&,
                                std::span<double> point) const = 0;
  /// Gradient of the log-likelihood, from statistics of a pass at `point`: J^T (T - N grad A(eta));
  /// entries that point out of the bounds are zero. `information` receives the diagonal of the
  /// complete-data information.
  virtual void gradient(const Statistics&, std::span<const double> origin,
                        std::span<const double> point, const Bounds&, std::span<double> gradient,
                        std::span<double> information) const = 0;
};

/// Uniform random numbers in (0, 1), one at each call.
using Uniform = std::function<double()>;

/// Random draws.
class SampleRules {
 public:
  virtual ~SampleRules() = default;
  /// A row from the component with these parameters [point]. -> [D]
  virtual void draw_row(std::span<const double> point, const Uniform&,
                        std::span<double> row) const = 0;
  /// Parameters from one component's posterior [posterior]. -> [point]
  virtual void draw_point(std::span<const double> posterior, const Uniform&,
                          std::span<double> point) const = 0;
  /// Parameters of K components at once, [K x posterior] -> [K x point]; a family whose components
  /// share parameters draws those once, for all of them.
  virtual void draw_points(std::size_t components, std::span<const double> posterior,
                           const Uniform& uniform, std::span<double> point) const {
    const std::size_t from = posterior.size() / components, to = point.size() / components;
    for (std::size_t k = 0; k < components; ++k)
      draw_point(posterior.subspan(k * from, from), uniform, point.subspan(k * to, to));
  }
};

class Family;

/// Mean and variance of one value.
struct ValueMoments {
  double mean = 0, variance = 0;
};

/// Components by some of their columns: marginal and conditional distributions, missing cells. What
/// is known of K components is a point, `values` [K x point], or a posterior, `values` [K x
/// posterior]; of a posterior it is the posterior predictive that is taken apart.
class PartRules {
 public:
  enum class Known { point, posterior };
  /// K components over some of the columns, `values` in the layout of their own family.
  struct Part {
    std::shared_ptr<const Family> family;
    std::vector<double> values;
  };

  virtual ~PartRules() = default;
  /// The columns `kept` alone, in that order.
  virtual Part marginal(Known, std::size_t components, std::span<const double> values,
                        std::span<const std::size_t> kept) const = 0;
  /// The columns that `row` [D] leaves open (NaN), given its values in the others.
  virtual Part conditional(Known, std::size_t components, std::span<const double> values,
                           std::span<const double> row) const = 0;
  /// False where mean and variance of a value are not known.
  virtual bool has_moments(Known) const { return true; }
  /// Of every missing cell under every component, given the other cells of its row; a variance that
  /// does not exist is +infinity. -> moments[(k * D + d) * stride + n]; observed cells are left
  /// alone.
  virtual void moments(Known, const Block&, std::size_t components, std::span<const double> values,
                       ValueMoments* moments, std::size_t stride) const = 0;
};

/// One number of a component that people are told.
struct Place {
  std::size_t component = 0;
  std::string parameter;  ///< "mean", "covariance", "rate"; of posteriors of one column "precision"
  std::size_t row = 0, column = 0;  ///< as in Estimate
};

/// How sure the parameters are: the curvature of the likelihood at a point [Louis1982], covariances
/// under a posterior [GiordanoEtAl2018]. Both rest on S numbers t of a row, in which its log
/// density is linear,
///
///   log f(x | theta_k) = c(theta_k) . t(x) + const,
///
/// counts included (-A(theta) is the coefficient of a 1). t is measured in the frame of the scorer
/// that makes the pass, c likewise; what is shared by components appears in the c of each. Matrices
/// are row-major.
class InformationRules {
 public:
  /// Near a point, in C coordinates xi around it in which every place is linear. Parameters on a
  /// bound are held there: they have no coordinate and no place, but a warning.
  struct Curvature {
    std::size_t coordinates = 0;
    std::vector<double> slope;        ///< [K S x C] dc/dxi
    std::vector<double> information;  ///< [C x C] -d2/dxi2 of c . sums + log prior
    std::vector<Place> places;        ///< [E]
    std::vector<double> map;          ///< [E x C] d place / d xi
    std::vector<std::string> warnings;
  };
  /// Under a posterior. Places whose variance does not exist are left out, with a warning.
  struct Moments {
    std::vector<double> natural;  ///< [K S x K S] Cov(c)
    std::vector<Place> places;    ///< [E]
    std::vector<double> values;   ///< [E] posterior means
    std::vector<double> cross;    ///< [E x K S] Cov(place, c)
    std::vector<double> own;      ///< [E x E] Cov(place)
    std::vector<std::string> warnings;
  };

  virtual ~InformationRules() = default;
  /// S, per component.
  virtual std::size_t row_statistics() const = 0;
  /// E[t | x_n, z_n = k], latent cells integrated out. -> t[(k * S + s) * stride + n]; 0 where
  /// weights[k * stride + n] is 0, whatever the row holds.
  virtual void describe_rows(const Block&, std::size_t components, const double* scorers,
                             const double* weights, double* t, std::size_t stride) const = 0;
  /// sums [K x S x S] += sum_n weights[k * stride + n] Cov[t | x_n, z_n = k]; nothing where no cell
  /// is latent.
  virtual void add_latent(const Block&, std::size_t /*components*/, const double* /*scorers*/,
                          const double* /*weights*/, std::size_t /*stride*/,
                          double* /*sums*/) const {}
  /// `sums` [K x S] are those of t in the point's own frames; `prior` empty: flat.
  virtual Curvature curvature(std::size_t components, std::span<const double> point,
                              std::span<const double> sums, std::span<const double> prior,
                              const Bounds&) const = 0;
  virtual Moments posterior_moments(std::size_t components,
                                    std::span<const double> posterior) const = 0;
};

/// One thread's way through the rows of an E-pass, block by block. What depends on the components
/// alone is prepared once, and what score() has found of a block accumulate() may use again.
class RowPass {
 public:
  virtual ~RowPass() = default;
  /// True: its blocks may have no `values` but only `cells`, rows or columns of which lie together
  /// and are complete.
  virtual bool reads_cells() const { return false; }
  /// rho_nk of the block's rows, missing cells integrated out. -> logits[k * stride + n]
  virtual void score(const Block&, double* logits, std::size_t stride) = 0;
  /// sums += statistics of the block's rows, weighted by responsibilities[k * stride + n]. A pass
  /// that scores has scored this block last.
  virtual void accumulate(const Block&, const double* responsibilities, std::size_t stride,
                          double* sums) = 0;
  /// sums += what accumulate() has put aside for cheaper addition; called after the last block of
  /// a leaf.
  virtual void settle(double* /*sums*/) {}
};

class Family {
 public:
  /// What a pass reads of its components.
  struct PassInput {
    std::size_t components = 0;
    std::span<const double> log_weights;  ///< [K], added to every score
    std::span<const double> scorers;      ///< [K x scorer]; empty: the pass does not score
    std::span<const double> frames;       ///< [K x frame] in which it sums
    /// [D] each, or empty: somewhere amid the rows, and powers of two near the columns' deviations.
    std::span<const double> centre, scale;
    bool single = false;  ///< float will do, where it keeps digits enough
    double reach = 0;     ///< the largest |x - centre| / scale of any cell that counts
  };

  /// Doubles per component.
  struct Sizes {
    std::size_t scorer = 0, frame = 0, statistics = 0, point = 0, posterior = 0;
  };

  virtual ~Family() = default;
  virtual std::string name() const = 0;
  /// "full", "diagonal", ... for Gaussians; else "".
  virtual std::string covariance() const { return {}; }
  virtual std::size_t columns() const = 0;
  /// The same family over D columns. Throws std::invalid_argument where there is none.
  virtual std::shared_ptr<const Family> with_columns(std::size_t columns) const = 0;
  virtual Sizes sizes() const = 0;
  /// Free parameters of K components, mixing weights not counted.
  virtual std::size_t free_parameters(std::size_t components) const = 0;

  virtual bool supports(double value) const = 0;
  /// What supports() accepts, in words: "a whole number >= 0".
  virtual std::string support() const = 0;
  /// Why this column cannot be fitted, or "" (a constant column, say). `has_prior`: an explicit
  /// prior was given.
  virtual std::string unusable(const Summary::Column&, bool has_prior) const = 0;
  /// True when bounds, frames or the default prior look at Summary::correlation.
  virtual bool wants_correlation() const { return false; }
  virtual Bounds bounds(const Summary&) const = 0;

  /// True when a missing cell is a latent variable; else it drops out of a product over columns.
  virtual bool missing_cells_are_latent() const { return false; }

  /// log f(x_n | theta_k), or its expectation, missing cells integrated out. -> logits[k * stride +
  /// n]
  virtual void score(const Block&, std::size_t components, const double* scorers, double* logits,
                     std::size_t stride) const = 0;
  /// sums += statistics of the block's rows, weighted by responsibilities[k * stride + n].
  virtual void accumulate(const Block&, std::size_t components, const double* responsibilities,
                          std::size_t stride, const double* frames, double* sums) const = 0;
  /// Whether row_pass looks at PassInput::single.
  virtual bool has_single_passes() const { return false; }
  /// A pass over many blocks; `input` must outlive it. By default it calls the two functions above.
  virtual std::unique_ptr<RowPass> row_pass(const PassInput& input) const;
  /// -> [K x scorer]
  virtual void scorers(std::size_t components, std::span<const double> point,
                       std::span<double> out) const = 0;
  /// The frames in which a pass with these scorers over these data sums. -> [K x frame]
  virtual void frames(std::size_t components, std::span<const double> scorers, const Summary&,
                      std::span<double> out) const = 0;
  /// Frames for a first pass, when there is no belief yet. -> [K x frame]
  virtual void frames(std::size_t components, const Summary&, std::span<double> out) const = 0;
  /// True, with better frames in `out`, when sums in these frames have cancelled too many digits.
  /// `prior`: one component's hyperparameters, to which the statistics will be added; or empty.
  virtual bool recentre(const Statistics&, std::span<const double> /*prior*/, const Bounds&,
                        std::span<double> /*out*/) const {
    return false;
  }

  /// Turns the sums into those that a pass in `frames` [K x frame] would have made; false, and
  /// nothing done, where the family cannot. One without frames has nothing to do.
  virtual bool move_to(std::span<const double> /*frames*/, Statistics&) const {
    return sizes().frame == 0;
  }

  /// Components on a bound, or so near it that a maximum there is spurious.
  virtual std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                          const Bounds&) const = 0;
  /// Rows a component must rest on, at least, not to be spurious.
  virtual double rows_needed() const { return 1.0; }

  virtual Fields describe(std::span<const double> point, std::size_t k) const = 0;
  /// The reverse of describe, one component. Throws std::invalid_argument.
  virtual std::vector<double> read(const Fields&) const = 0;

  /// What a family can do; null means it cannot, and why() of the backend says so.
  virtual const EstimateRules* estimate_rules() const { return nullptr; }
  virtual const ConjugateRules* conjugate_rules() const { return nullptr; }
  virtual const PointMassRules* point_mass_rules() const { return nullptr; }
  virtual const DirectRules* direct_rules() const { return nullptr; }
  virtual const SampleRules* sample_rules() const { return nullptr; }
  virtual const PartRules* part_rules() const { return nullptr; }
  virtual const InformationRules* information_rules() const { return nullptr; }
};

namespace internal {

class PlainRowPass final : public RowPass {
 public:
  PlainRowPass(const Family& family, const Family::PassInput& input)
      : family_(family), input_(input) {}
  void score(const Block& block, double* logits, std::size_t stride) override {
    family_.score(block, input_.components, input_.scorers.data(), logits, stride);
    for (std::size_t k = 0; k < input_.components; ++k)
      for (std::size_t n = 0; n < block.rows; ++n) logits[k * stride + n] += input_.log_weights[k];
  }
  void accumulate(const Block& block, const double* responsibilities, std::size_t stride,
                  double* sums) override {
    family_.accumulate(block, input_.components, responsibilities, stride, input_.frames.data(),
                       sums);
  }

 private:
  const Family& family_;
  Family::PassInput input_;
};

}  // namespace internal

inline std::unique_ptr<RowPass> Family::row_pass(const PassInput& input) const {
  return std::make_unique<internal::PlainRowPass>(*this, input);
}

using FamilyPtr = std::shared_ptr<const Family>;

}  // namespace varimix
