// Which model: how many components, which covariance. Every candidate is fitted as a point for BIC,
// AIC and ICL, by variational Bayes for the ELBO, and, where asked for, by both on all rows but
// some for the predictive density of those.
//
//   std::vector<Model> candidates;
//   for (std::size_t k = 1; k <= 6; ++k) candidates.emplace_back(k, gaussian());
//   const ModelSelection all = select_models(candidates, data, {.folds = 5});
//   const Fit& chosen = *all.candidates[*all.winners().bic].point;
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "varimix/fit.hpp"

namespace varimix {

struct SelectOptions {
  Backend point = ExpectationMaximization{};  ///< of the criteria: any method that gives a point
  /// Of every fit. From one start alone many end in a lesser maximum, and then the wrong model
  /// wins.
  FitOptions fit = {.restarts = 5};
  bool elbo = true;       ///< fit by vb too; a family without conjugate prior has to do without
  std::size_t folds = 0;  ///< of the cross-validation: 0 for none, or 2 up to the rows
};

/// The mean log predictive density of rows that the fit has not seen, in nats per unit of weight:
///
///   m = sum_n w_n l_n / W,   l_n = log p(x_n | all folds but n's)
///   standard error = sqrt(sum_n w_n (l_n - m)^2 / (W (W - 1)))
///
/// The standard error takes the l_n for independent, which rows that share most of their training
/// are not quite.
struct CrossValidation {
  std::optional<double> log_density;     ///< m; none when a fold could not be fitted
  std::optional<double> standard_error;  ///< none where W <= 1
  std::string refusal;                   ///< why a fold could not be fitted, or ""
};

/// One model and what is to be said for it.
struct Candidate {
  explicit Candidate(Model of) : model(std::move(of)) {}

  Model model;                                     ///< as given
  std::optional<Fit> point;                        ///< none when it was refused
  std::optional<Fit> variational;                  ///< none when it was refused
  std::string point_refusal, variational_refusal;  ///< why, or ""
  /// ELBO + log u!, u the components that may be renamed among each other without changing the
  /// model: those that no label names. Each ELBO covers one of the u! equal labelings
  /// [Bishop2006, 10.2.4]. Too much where components are empty, whose renaming changes nothing.
  /// None where the prior tells components apart: stick-breaking, unequal concentrations.
  std::optional<double> elbo_plus_log_factorial;
  CrossValidation point_validation, variational_validation;

  std::size_t components() const { return model.components(); }
  /// "full", ...; empty where the family has none.
  std::string covariance() const { return model.family().covariance(); }
  std::optional<double> elbo() const;
  /// Of the variational fit, where its prior on the weights can empty components.
  std::optional<std::size_t> components_in_use() const;
};

/// The best candidate by each criterion, as its index; none when nothing is there to judge by. A
/// spurious maximum cannot win by BIC, AIC or ICL.
struct Winners {
  std::optional<std::size_t> bic, aic, icl;                             ///< smallest
  std::optional<std::size_t> elbo, elbo_plus_log_factorial;             ///< largest
  std::optional<std::size_t> point_validation, variational_validation;  ///< largest log_density
};

struct ModelSelection {
  std::vector<Candidate> candidates;  ///< in the order they were given

  Winners winners() const;
};

/// Fits them all. A candidate that the data or its family refuse stays in the list with the reason.
/// Point methods without a prior take the model without its own. The folds depend on the rows that
/// take part and on the seed alone: every candidate is judged on the same. Throws
/// std::invalid_argument when there is no candidate, when a method is refused by every one of them
/// (with the first reason), for options that cannot be used, and for a point method that gives
/// none.
ModelSelection select_models(const std::vector<Model>& candidates, const Data& data,
                             const SelectOptions& options = {});

/// How much of every row's weight each fold holds out, [F][N]; over the folds it adds up to the
/// weight. Rows that take no part, or have no value, are in none.
using Folds = std::vector<std::vector<double>>;

/// More units of weight than this are not dealt one by one.
inline constexpr double kMostUnits = 1e7;

/// A deal that depends on (seed, row) alone; folds differ in size by one at most. Where all weights
/// are whole numbers, up to kMostUnits together, a row of weight w is dealt as the w rows it stands
/// for; else rows are dealt whole, whatever their weight. Throws std::invalid_argument unless 2 <=
/// folds <= what can be dealt.
Folds deal_folds(const Data& data, std::size_t folds, std::uint64_t seed);

/// Cross-validation of one model by one method on these folds.
CrossValidation cross_validate(const Model& model, const Data& data, const Backend& backend,
                               const Folds& folds, const FitOptions& options = {});

}  // namespace varimix
