#include <algorithm>
#include <stdexcept>

#include "belief/belief.hpp"
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
}

Data without_labels_and_weights(const Data& data) {
  return data.with_labels(std::vector<std::int32_t>(data.rows(), kLatent))
      .with_weights(std::vector<double>(data.rows(), 1.0));
}

}  // namespace
}  // namespace internal

std::vector<double> log_density(const Fit& fit, const Data& data) {
  internal::check_columns(fit, data);
  const Family& family = fit.model.family();
  const Posterior* posterior = std::get_if<Posterior>(&fit.belief);
  std::vector<double> out(data.rows()), log_weights;
  if (data.rows() == 0) return out;
  const std::vector<double> weights =
      posterior != nullptr ? internal::expected_weights(posterior->weights) : fit.summary.weights;
  for (const double w : weights) log_weights.push_back(std::log(w));
  const Scorer scorer = internal::scorer(family, Belief(fit.summary));
  const internal::Score score = [&](const Block& block, double* logits, std::size_t stride) {
    if (posterior != nullptr)
      family.conjugate_rules()->log_predictive(block, weights.size(), posterior->hyperparameters,
                                               logits, stride);
    else
      family.score(block, weights.size(), scorer.components.data(), logits, stride);
  };
  const Data plain = internal::without_labels_and_weights(data);
  const Summary summary = summarize(plain);
  internal::ThreadTeam team(1);
  internal::visit_rows(internal::Rows(plain, summary), log_weights, score,
                       internal::Assignment::soft, team,
                       [&](const Block& block, const double*, std::size_t, const double* log_sums) {
                         std::copy_n(log_sums, block.rows, out.data() + block.first_row);
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
        for (std::size_t n = 0; n < block.rows; ++n)
          for (std::size_t k = 0; k < components; ++k)
            out[(block.first_row + n) * components + k] = r[k * stride + n];
      });
  return out;
}

}  // namespace varimix
