#include "varimix/predict.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "belief/belief.hpp"
#include "data/rows.hpp"
#include "statistics/expectation_pass.hpp"
#include "varimix/fit.hpp"

namespace varimix {
namespace internal {
namespace {

void check_columns(const Fit& fit, const Data& data) {
  if (data.columns() != fit.model.family().columns())
    throw std::invalid_argument("the data have " + std::to_string(data.columns()) +
                                " columns, the fit has " +
                                std::to_string(fit.model.family().columns()));
  for (std::size_t n = 0; n < data.rows(); ++n) {
    if (data.label(n) >= static_cast<std::int32_t>(fit.components()))
      throw std::invalid_argument("row " + std::to_string(n + 1) + ": the label is component " +
                                  std::to_string(data.label(n) + 1) + " of a fit with " +
                                  std::to_string(fit.components()));
    for (std::size_t d = 0; d < data.columns(); ++d)
      if (const double x = data.value(n, d); !std::isnan(x) && !fit.model.family().supports(x))
        throw std::invalid_argument("row " + std::to_string(n + 1) + ", column '" +
                                    data.names()[d] + "': the value is none of family " +
                                    fit.model.family().name() +
                                    "; accepted: " + fit.model.family().support() + ", or missing");
  }
}

Data without_labels_and_weights(const Data& data) {
  return data.with_labels(std::vector<std::int32_t>(data.rows(), kLatent))
      .with_weights(std::vector<double>(data.rows(), 1.0));
}

/// Visits the rows with the mixture of a point, or with the posterior predictive of VB.
void visit_mixture(const Fit& fit, const Data& data, const Visit& visit) {
  check_columns(fit, data);
  if (data.rows() == 0) return;
  const Family& family = fit.model.family();
  const Posterior* posterior = std::get_if<Posterior>(&fit.belief);
  const std::vector<double> weights =
      posterior != nullptr ? expected_weights(posterior->weights) : fit.summary.weights;
  std::vector<double> log_weights;
  for (const double w : weights) log_weights.push_back(std::log(w));
  const Scorer of_point = scorer(family, Belief(fit.summary));
  const Score score = [&](const Block& block, double* logits, std::size_t stride) {
    if (posterior != nullptr)
      family.conjugate_rules()->log_predictive(block, weights.size(), posterior->hyperparameters,
                                               logits, stride);
    else
      family.score(block, weights.size(), of_point.components.data(), logits, stride);
  };
  const Data plain = without_labels_and_weights(data);
  const Summary summary = summarize(plain);
  ThreadTeam team(1);
  visit_rows(Rows(plain, summary), log_weights, score, Assignment::soft, team, visit);
}

void copy_row_major(const Block& block, std::size_t components, const double* r, std::size_t stride,
                    std::vector<double>& out) {
  for (std::size_t n = 0; n < block.rows; ++n)
    for (std::size_t k = 0; k < components; ++k)
      out[(block.first_row + n) * components + k] = r[k * stride + n];
}

}  // namespace
}  // namespace internal

std::vector<double> log_density(const Fit& fit, const Data& data) {
  std::vector<double> out(data.rows());
  internal::visit_mixture(
      fit, data, [&](const Block& block, const double*, std::size_t, const double* log_sums) {
        std::copy_n(log_sums, block.rows, out.data() + block.first_row);
      });
  return out;
}

Prediction predict(const Fit& fit, const Data& data) {
  Prediction out;
  out.responsibilities.resize(data.rows() * fit.components());
  out.log_density.resize(data.rows());
  internal::visit_mixture(
      fit, data,
      [&](const Block& block, const double* r, std::size_t stride, const double* log_sums) {
        internal::copy_row_major(block, fit.components(), r, stride, out.responsibilities);
        std::copy_n(log_sums, block.rows, out.log_density.data() + block.first_row);
      });
  return out;
}

std::vector<double> responsibilities(const Fit& fit, const Data& data) {
  internal::check_columns(fit, data);
  const Family& family = fit.model.family();
  const std::size_t components = fit.components();
  std::vector<double> out(data.rows() * components);
  if (data.rows() == 0) return out;
  const Scorer scorer = internal::scorer(family, fit.belief);
  const auto* em = std::get_if<ExpectationMaximization>(&fit.backend);
  const bool hard = em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard;
  const Summary summary = summarize(data);
  internal::ThreadTeam team(1);
  internal::visit_rows(
      internal::Rows(data, summary), scorer.log_weights,
      [&](const Block& block, double* logits, std::size_t stride) {
        family.score(block, components, scorer.components.data(), logits, stride);
      },
      hard ? internal::Assignment::hard : internal::Assignment::soft, team,
      [&](const Block& block, const double* r, std::size_t stride, const double*) {
        internal::copy_row_major(block, components, r, stride, out);
        for (std::size_t n = block.first_row; !hard && n < block.first_row + block.rows; ++n)
          if (internal::says_nothing(data, n))
            std::copy_n(fit.summary.weights.data(), components, out.data() + n * components);
      });
  return out;
}

}  // namespace varimix
