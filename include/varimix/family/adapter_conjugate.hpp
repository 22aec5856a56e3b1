// MAP and variational Bayes for an adapted family.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "varimix/family/adapter_cells.hpp"

namespace varimix::internal {

/// Prior and posterior cell by cell; columns are independent given the component.
template <ConjugateFamily F>
class ConjugateOf final : public ConjugateRules {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = Cells<F>::kP, kQ = Cells<F>::kQ, kH = Cells<F>::kH;

 public:
  explicit ConjugateOf(const Cells<F>& cells) : cells_(cells) {}

  std::vector<double> prior(const Fields& given, const Summary& summary,
                            std::size_t components) const override {
    std::vector<double> out(cells_.columns * kH);
    for (std::size_t d = 0; d < cells_.columns; ++d)
      store(cells_.f.default_prior(summary.columns[d], components), out, d * kH);
    out = named_hyperparameters(cells_.f.name(), F::kPriorNames, cells_.columns, given,
                                std::move(out));
    check(out);
    return out;
  }
  void posterior(const Statistics& statistics, std::span<const double> prior,
                 std::span<double> out) const override {
    for (std::size_t c = 0; c < statistics.components * cells_.columns; ++c) {
      const double* s = statistics.sums.data() + c * (1 + kP);
      store(cells_.f.posterior(cells_.hyper(prior, c % cells_.columns), s[0],
                               load<Statistic>({s + 1, kP}, 0)),
            out, c * kH);
    }
  }
  void expect(std::size_t components, std::span<const double> posterior,
              std::span<double> out) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c) {
      out[c * (1 + kP)] = cells_.f.expected_log_normalizer(cells_.hyper(posterior, c));
      store(cells_.f.expected_natural(cells_.hyper(posterior, c)), out, c * (1 + kP) + 1);
    }
  }
  double divergence(std::size_t components, std::span<const double> posterior,
                    std::span<const double> prior) const override {
    double sum = 0;
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      sum +=
          cells_.f.divergence(cells_.hyper(posterior, c), cells_.hyper(prior, c % cells_.columns));
    return sum;
  }
  double log_density(std::size_t components, std::span<const double> point,
                     std::span<const double> prior) const override {
    double sum = 0;
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      sum += cells_.f.log_density(cells_.hyper(prior, c % cells_.columns),
                                  load<Parameters>(point, c * kQ));
    return sum;
  }
  std::string no_mode(std::span<const double> prior) const override {
    for (std::size_t d = 0; d < cells_.columns; ++d)
      if (std::string why = cells_.f.no_mode(cells_.hyper(prior, d)); !why.empty()) return why;
    return {};
  }
  void mode(std::size_t components, std::span<const double> posterior, const Bounds& bounds,
            std::span<double> point) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      cells_.set_point(point, c, cells_.f.mode(cells_.hyper(posterior, c)), bounds);
  }
  void mean(std::size_t components, std::span<const double> posterior, std::span<double> point,
            std::vector<std::string>& /*warnings*/) const override {
    for (std::size_t c = 0; c < components * cells_.columns; ++c)
      store(cells_.f.mean(cells_.hyper(posterior, c)), point, c * kQ);
  }
  void log_predictive(const Block& block, std::size_t components, std::span<const double> posterior,
                      double* logits, std::size_t stride) const override {
    for (std::size_t k = 0; k < components; ++k) {
      for (std::size_t n = 0; n < block.rows; ++n) {
        double sum = 0;
        for (std::size_t d = 0; d < cells_.columns; ++d) {
          const double x = block.column(d)[n];
          if (!std::isnan(x))
            sum += cells_.f.log_predictive(cells_.hyper(posterior, k * cells_.columns + d), x);
        }
        logits[k * stride + n] = sum;
      }
    }
  }
  std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                  std::size_t /*components*/) const override {
    std::vector<Marginal> out;
    for (std::size_t d = 0; d < cells_.columns; ++d) {
      for (Marginal m : cells_.f.marginals(cells_.hyper(posterior, k * cells_.columns + d))) {
        m.column = d;
        out.push_back(m);
      }
    }
    return out;
  }
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override {
    ConjugateDescription out;
    out.type = cells_.f.conjugate_name();
    for (std::size_t k = 0; k < components; ++k)
      out.components.push_back(
          fields_by_column(F::kPriorNames, cells_.columns,
                           posterior.subspan(k * cells_.columns * kH, cells_.columns * kH)));
    return out;
  }
  ConjugateDescription describe_prior(std::span<const double> prior) const override {
    return describe(1, prior);
  }
  std::vector<double> read(const ConjugateDescription& description) const override {
    std::vector<double> out;
    if (description.type != cells_.f.conjugate_name())
      throw std::invalid_argument("conjugate type '" + description.type +
                                  "' does not belong to family " + cells_.f.name() +
                                  "; accepted: " + cells_.f.conjugate_name());
    for (const Fields& fields : description.components) {
      const std::vector<double> part =
          values_by_column(cells_.f.name(), F::kPriorNames, cells_.columns, fields);
      check(part);
      out.insert(out.end(), part.begin(), part.end());
    }
    return out;
  }

 private:
  void check(std::span<const double> hyperparameters) const {
    for (std::size_t d = 0; d < cells_.columns; ++d)
      if (std::string why = cells_.f.prior_problem(cells_.hyper(hyperparameters, d)); !why.empty())
        throw std::invalid_argument("prior of family " + cells_.f.name() + ": " + why);
  }
  Cells<F> cells_;
};

}  // namespace varimix::internal
