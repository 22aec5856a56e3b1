// Every claim of the discussion as an experiment: what it finds is what the page prints, the figure
// draws and the test judges. Sections are in the order of the page.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "discussion/section.hpp"
#include "discussion/tools.hpp"

namespace varimix::discussion {

/// The mixture of three Gaussians that opens the page, and serves where truth must be known.
const std::vector<Component>& three_gaussians();
Section opening_section();

/// One Gaussian for the waiting times, by three ways.
struct ClosedForm {
  struct Route {
    std::string name;
    double mean = 0, variance = 0, log_likelihood = 0;
    std::size_t steps = 0;
  };
  std::vector<Route> routes;                ///< the formula, Newton's method, ml, EM
  std::vector<std::array<double, 2>> walk;  ///< Newton's (mean, sd)
  double gap = 0;                           ///< largest relative difference from the formula
};
ClosedForm closed_form();
Section closed_form_section();

/// Two Gaussians for the waiting times: direct ascent and EM from one start.
struct Interlocking {
  struct Walk {
    std::vector<std::array<double, 2>> means;  ///< the start first
    std::vector<double> log_likelihood;        ///< from the first step on
    std::vector<std::size_t> e_passes;         ///< reads of the data so far
    std::vector<double> end;                   ///< all parameters, run to the end
  };
  Walk ml, em;
  double best = 0;  ///< the log-likelihood at the end
  double gap = 0;   ///< of the two ends
  /// Reads of the data until log L is within 10^-6 nats of the best.
  std::size_t ml_reads = 0, em_reads = 0;
};
Interlocking interlocking();
Section interlocking_section();

/// EM from 200 random starts: four Gaussians for the galaxies.
struct LocalMaxima {
  struct Basin {
    double log_likelihood = 0;
    std::size_t runs = 0;
    bool spurious = false;
    std::vector<double> means;
  };
  std::vector<std::vector<double>> traces;
  std::vector<Basin> basins;  ///< the best first; ends within 10^-4 nats are one
  double largest_fall = 0;    ///< of log L in one iteration, in nats; rounding only
};
LocalMaxima local_maxima();
Section local_maxima_section();

/// Two columns of Old Faithful with cells and labels removed.
struct MissingCells {
  Fit complete, missing, incomplete_rows_dropped;
  std::size_t rows = 0, missing_cells = 0, touched_rows = 0;
  double gap_missing = 0, gap_dropped = 0;  ///< from the complete fit, largest, in its sds
  double root_mean_square = 0;              ///< of (imputed - true) / stated deviation
};
MissingCells missing_cells();
Section missing_cells_section();

/// The waiting times from parameters out of the blue, and from coins.
struct ArbitraryStart {
  struct Way {
    std::vector<std::array<double, 2>> means;
    std::vector<double> trace;
    std::vector<double> end;
  };
  Way from_parameters, from_assignments;
  double gap = 0;
};
ArbitraryStart arbitrary_start();
Section arbitrary_start_section();

/// Soft and hard EM on components of known overlap.
struct SoftAndHard {
  struct Row {
    double distance = 0;  ///< of the true means, in standard deviations
    /// Average error over the data sets and its standard error: the first weight and
    /// both means.
    std::array<double, 3> soft{}, hard{}, soft_error{}, hard_error{};
  };
  std::vector<Row> rows;
  Fit soft_fit, hard_fit;  ///< of the waiting times
};
SoftAndHard soft_and_hard();
Section soft_and_hard_section();

/// The normal-inverse-gamma of one component, and EM's estimate of the same.
struct Nig {
  double m = 0, kappa = 0, a = 0, b = 0;
  double log_density(double mean, double variance) const;
  double mode_variance() const;
  double mean_variance() const { return b / (a - 1); }
  /// log density above which lies this much of the probability.
  double level(double probability) const;
  double probability_above(double level) const;
  /// The closed curve of that level: (mean, variance).
  std::vector<std::array<double, 2>> contour(double level) const;
};
std::vector<Nig> factors(const Fit& vb);
struct PosteriorOverEverything {
  Fit em, vb;
  std::vector<Nig> factors;
  std::vector<double> mass_inside;  ///< of the region whose boundary runs through EM's point
};
PosteriorOverEverything posterior_over_everything();
Section posterior_section();

/// Mean and mode of q, and EM, as there are fewer rows.
struct MeansAndModes {
  struct Row {
    std::size_t rows = 0;
    double count = 0;  ///< N_k of the component of short waits
    Nig q;
    Component em{};
    double parting = 0;  ///< (mean - mode of the variance) / mode
  };
  std::vector<Row> rows;
};
MeansAndModes means_and_modes();
Section means_and_modes_section();

/// EM and point-mass VB, iteration by iteration.
struct PointMass {
  struct Problem {
    std::string name;
    std::size_t components = 0, iterations = 0;
    double gap = 0;            ///< of all parameters, over all iterations
    double objective_gap = 0;  ///< relative
  };
  std::vector<Problem> problems;
  std::vector<Fit> em, vb_point;  ///< the path on the galaxies
};
PointMass point_mass();
Section point_mass_section();

/// The same data many times over.
struct Replication {
  std::vector<double> times;
  std::vector<double> distance;  ///< of the posterior mean from EM, in standard deviations at 1
  std::vector<double> width;     ///< standard deviation of the first mean, minutes
  std::vector<double> mean_gap;  ///< of the first mean, minutes
  double distance_slope = 0, width_slope = 0;
};
Replication replication();
Section replication_section();

/// log p = F + KL on twelve waiting times.
struct Divergence {
  struct Bar {
    std::string label;
    double bound = 0, divergence = 0;
  };
  std::vector<Bar> em;           ///< after every half step; divergence computed on its own
  std::vector<double> em_exact;  ///< log p(x | theta) by enumeration, for each bar
  std::vector<Bar> vb;
  double log_evidence = 0;
};
Divergence divergence();
Section divergence_section();

/// 95 % intervals against the truth.
struct Coverage {
  struct Row {
    std::string method;
    std::size_t rows = 0;
    std::string separation;  ///< "well", "badly"
    std::string parameter;   ///< "weight", "mean", "variance": of both components
    double coverage = 0, width = 0;
    std::size_t data_sets = 0, failed = 0;
  };
  std::vector<Row> rows;
};
/// The results that are committed; bench/coverage makes them.
Coverage stored_coverage();
Section coverage_section();

/// One model, five methods, one start.
struct OneModel {
  std::vector<Fit> fits;  ///< ml, em, map, vb-point, vb
};
OneModel one_model();
Section one_model_section();

/// What an iteration costs.
struct Ladder {
  struct Row {
    std::string method;
    double seconds = 0;   ///< per iteration
    double e_passes = 0;  ///< per iteration
  };
  std::size_t rows = 0, components = 0;
  std::vector<Row> methods;
};
Ladder measure_ladder();
Ladder stored_ladder();
Json to_json(const Ladder& ladder);
Section ladder_section();

}  // namespace varimix::discussion
