// Gaussian mixtures over several columns, both as the library takes them and as the naive twin
// does: data, a covariance, K, a partition to start from, and what both sides make of a prior, a
// start and a result.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "support/naive_gaussian.hpp"
#include "support/reference_problems.hpp"

namespace varimix::test {

struct GaussianProblem {
  std::string name;  ///< letters, digits and _ only
  Covariance covariance = Covariance::full;
  std::size_t components = 2;
  NaiveRows rows;
  std::vector<std::int32_t> partition;  ///< [N]

  NaiveCovariance naive() const;
  Data data() const;
  Model model() const { return Model(components, gaussian(covariance)); }
  bool complete() const;
};

inline void PrintTo(const GaussianProblem& problem, std::ostream* out) { *out << problem.name; }

/// Rows first, first + step, ... of a data set known to data_columns(), in a stated partition.
GaussianProblem gaussian_problem(const std::string& data, const std::string& words,
                                 Covariance covariance, std::size_t components,
                                 std::size_t step = 1);
/// Weights between 0.1 and 3, every ninth row absent.
GaussianProblem weighted(GaussianProblem of);
/// Every fourth row labelled as its partition says.
GaussianProblem labelled(GaussianProblem of);
/// About a fifth of the cells missing in many patterns, every 25th row without any.
GaussianProblem with_missing_cells(GaussianProblem of);

/// Complete, weighted, labelled, with missing cells, and with all three.
std::vector<GaussianProblem> all_variants(const GaussianProblem& of);
/// All variants of every second row of faithful_std (D = 2, K = 2) and of iris (D = 4, K = 3), in
/// every covariance.
std::vector<GaussianProblem> all_gaussian_problems();
/// iris with K = 4 in every covariance: complete; with weights, labels and missing cells at once.
std::vector<GaussianProblem> four_component_problems();
/// Those of faithful_std only, every `step`-th row.
std::vector<GaussianProblem> two_component_problems(std::size_t step = 2);
const std::vector<Covariance>& all_covariances();
/// For INSTANTIATE_TEST_SUITE_P.
struct CovarianceName {
  template <typename Info>
  std::string operator()(const Info& info) const {
    return to_string(info.param);
  }
};

/// The default prior of the design, computed from the rows.
NaiveGaussianPrior default_prior(const GaussianProblem& of);
/// A prior with another number at every place where there can be one.
NaiveGaussianPrior stated_prior(const GaussianProblem& of);
Model with_prior(const GaussianProblem& of, const NaiveGaussianPrior& prior);

/// Some point: the partition's means of the observed cells, the columns' variances, weights from 1
/// to K in proportion. Every number is a double.
NaiveGaussianPoint some_point(const GaussianProblem& of);
/// The same as a start, through the JSON that --init reads.
Start start_from(const GaussianProblem& of, const NaiveGaussianPoint& point);
Start start_from_partition(const GaussianProblem& of);

/// What came out, by the names of FIT.json.
NaiveGaussianPoint point_of(const Fit& fit);
NaiveGaussianPosterior posterior_of(const Fit& fit);
NaiveGaussianPrior resolved_prior_of(const Fit& fit);

/// The largest of: gaps of means in the component's standard deviations, of covariances relative to
/// the standard deviations, of weights relative.
double gap(const NaiveGaussianPoint& a, const NaiveGaussianPoint& b);
double gap(const NaiveGaussianPosterior& a, const NaiveGaussianPosterior& b);
double relative_gap(Real a, Real b);

}  // namespace varimix::test
