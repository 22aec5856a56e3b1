// The one verb. model + data -> start -> statistics -> (backend -> belief -> E-pass -> statistics)*
// -> Fit.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "varimix/backend.hpp"
#include "varimix/belief.hpp"
#include "varimix/data.hpp"
#include "varimix/model.hpp"
#include "varimix/observe.hpp"

namespace varimix {

/// Responsibilities to start from, [N x K] row-major, rows sum to 1.
struct Responsibilities {
  std::size_t components = 0;
  std::vector<double> values;
};
/// A partition to start from: a component index (0 ... K-1) per row.
struct Partition {
  std::vector<std::int32_t> components;
};
enum class AutomaticStart {
  /// Short runs from k-means++ partitions and random rows, the best of them longer; the one left
  /// goes on as the fit. Its iterations are not counted.
  kmeans_plus_plus,
  random,  ///< K random distinct rows; every row goes to the nearest
};
/// Where inference begins. Given a belief (parameters, or the posterior of an earlier fit) the
/// first E-pass uses it; given responsibilities or a partition the first update comes first.
using Start = std::variant<AutomaticStart, Partition, Responsibilities, Belief>;

/// How to need fewer iterations. The objective never falls: a step that lowers it is replaced by
/// the plain one, at the cost of one more E-pass.
enum class Acceleration {
  automatic,  ///< anderson; none for ml, hard assignment, tolerance 0 and in a stream
  none,
  squarem,  ///< squared extrapolation of every second step [VaradhanRoland2008]
  anderson  ///< the best combination of the last few steps [Anderson1965]
};
/// "automatic", "none", "squarem", "anderson".
std::string to_string(Acceleration acceleration);

/// What E-passes compute in. In float an iteration costs about half; products, and sums within a
/// block of rows, then have 7 digits, and the objective on the way is off by some 1e-8 of itself.
/// Only steps that raise it by more than 1e-6 nats per unit of weight are made so, and only by
/// passes in which every component is large and near enough for its digits; everything else, and
/// all that a Fit tells of its end, is double. For em, map, vb and vb-point of Gaussians, not in a
/// stream.
enum class Precision {
  automatic,  ///< float32 where the data are floats, and so large that it shows (N D K >= 2e6)
  float64,
  float32
};
/// "automatic", "float64", "float32".
std::string to_string(Precision precision);

/// Batches instead of whole passes, for data that are read once or a few times: every batch of rows
/// leads to an update. In the first pass its statistics are mixed into what is there by a falling
/// weight [CappeMoulines2009, LiangKlein2009; HoffmanEtAl2013 for VB], later they take the place of
/// its earlier ones [NealHinton1998, HughesSudderth2013]; the last pass changes nothing and
/// measures the objective. docs/numerics.md has the rule. For em (soft), map, vb, vb-point; not
/// accelerated.
///
/// An automatic start is the best of at least three fits of a sample: an eighth of the rows, at
/// least 4096 and 32 K (D + 4), else at most 65536. Fit::trace has what each pass but the first
/// said, the last entry being exact; `tolerance` ends the passes early; max_iterations means
/// nothing.
struct Stream {
  /// Reads of the data, the last included; 1 is taken as 2, for learning takes one read and the
  /// objective another. 0 is refused.
  std::size_t passes = 3;
  /// 0: up to 128, as the data allow. 1: the iterations of the batch method, unaccelerated. Each is
  /// every so many-th run of 512 rows.
  std::size_t batches = 0;
};

struct FitOptions {
  Start start = AutomaticStart::kmeans_plus_plus;
  std::uint64_t seed = 0;    ///< of automatic starts; restart r draws from (seed, r)
  std::size_t restarts = 1;  ///< runs from different automatic starts; the best is returned
  /// Stop when the rise of the objective and what Aitken's extrapolation says is still to come are
  /// both below tolerance * total weight. 0: run exactly max_iterations. Nats per unit of weight.
  double tolerance = 1e-8;
  std::size_t max_iterations = 1000;
  Acceleration acceleration = Acceleration::automatic;
  Precision precision = Precision::automatic;
  std::optional<Stream> stream = {};
  std::size_t threads = 0;  ///< 0: all cores. The bits of the result do not depend on it.
  Observer observer = {};
};

enum class Termination {
  not_run,
  tolerance,
  closed_form,
  iteration_limit,
  stopped_by_user,
  no_progress
};
/// "tolerance", "closed-form", "iteration-limit", "user", "no-progress", "not-run".
std::string to_string(Termination termination);

/// Of restarts that ran at once, the sum of what each took.
struct Seconds {
  double read = 0, initialise = 0, iterate = 0;
};

/// Null where a method has no such number (VB is no point estimate).
struct Criteria {
  std::optional<double> bic, aic, icl;  ///< smaller is better
  std::optional<std::size_t> free_parameters;
};

/// A const Fit may be shared by threads.
struct Fit {
  Fit(Model of, Backend by) : model(std::move(of)), backend(by) {}

  Model model;  ///< resolved: reproduces the assumptions without the data
  Backend backend;
  Belief belief;         ///< what came out
  Point summary;         ///< the estimate itself, or the posterior means (VB)
  std::size_t rows = 0;  ///< rows of the data, those set aside included
  double total_weight = 0;
  std::vector<double> trace;  ///< objective after each iteration, nats
  double objective = 0;       ///< the last of trace
  double log_likelihood = 0;  ///< of `summary`, nats, on the data
  /// "": fitted to data. Else how it came from a fit that was (parts.hpp), or from draws
  /// (gibbs.hpp): objective and log_likelihood are NaN, the trace is empty, there are no criteria.
  std::string derived;
  Criteria criteria;
  Termination termination = Termination::not_run;
  Acceleration acceleration = Acceleration::none;  ///< what was used
  Precision precision = Precision::float64;        ///< what was used far from the end
  std::size_t iterations = 0;
  std::size_t e_passes = 0;  ///< reads of the whole data while iterating
  bool spurious = false;     ///< a collapsed component: a maximum that means nothing
  std::vector<std::string> warnings;
  Seconds seconds;

  bool converged() const;
  /// "log_likelihood", "classification_log_likelihood", "log_posterior",
  /// "classification_log_posterior", "elbo".
  std::string objective_name() const;
  std::size_t components() const { return model.components(); }
  /// One parameter of the point summary of component k by its name ("mean", "covariance", "rate",
  /// ...), row-major. Throws std::invalid_argument naming the known ones.
  std::vector<double> parameter(const std::string& name, std::size_t k) const;
  Eigen::VectorXd weights() const {
    return Eigen::Map<const Eigen::VectorXd>(summary.weights.data(),
                                             static_cast<Eigen::Index>(summary.weights.size()));
  }
  Eigen::VectorXd mean(std::size_t k) const {
    const std::vector<double> values = parameter("mean", k);
    return Eigen::Map<const Eigen::VectorXd>(values.data(),
                                             static_cast<Eigen::Index>(values.size()));
  }
  Eigen::MatrixXd covariance(std::size_t k) const {
    const std::vector<double> values = parameter("covariance", k);
    const auto d = static_cast<Eigen::Index>(model.family().columns());
    return Eigen::Map<const Eigen::MatrixXd>(values.data(), d, d);
  }
  /// VB: marginal posteriors of component k's weight and parameters. Empty for a point.
  std::vector<Marginal> marginals(std::size_t k) const;
  /// VB: N_k = sum_n w_n r_nk, the weight that component k's posterior rests on, [K]. Empty for a
  /// point.
  std::vector<double> expected_counts() const;
  /// VB: how many components hold at least the weight of one row, N_k >= 1; the others stand at
  /// their prior, for nothing. Never below 1. None for a point.
  std::optional<std::size_t> components_in_use() const;
};

/// Fits the model to the data. Throws std::invalid_argument, with place and remedy, for data or
/// options that cannot be used; numerical fate is told by Fit::termination and Fit::warnings.
Fit fit(const Model& model, const Data& data, const Backend& backend = ExpectationMaximization{},
        const FitOptions& options = {});

/// log p(x_n) of each row, nats: the mixture density of a point; the posterior predictive density
/// of VB. [N]
std::vector<double> log_density(const Fit& fit, const Data& data);
/// q(z): posterior probability of each component for each row, [N x K] row-major, the backend's
/// own. A row without observed cell and label, which was set aside, gets the weights.
std::vector<double> responsibilities(const Fit& fit, const Data& data);

}  // namespace varimix
