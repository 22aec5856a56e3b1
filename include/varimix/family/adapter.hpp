// Turns a one-column family (concept.hpp) into a Family: the product over D columns, missing cells
// skipped. What the one-column family lacks, its Family lacks: FamilyOf<F>::conjugate_rules() is
// null when F has no conjugate prior. mixture.hpp refuses such pairings when compiling.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

#include "varimix/family/arrays.hpp"
#include "varimix/family/concept.hpp"
#include "varimix/family/family.hpp"
#include "varimix/family/newton.hpp"

namespace varimix {

/// Layouts, per component: point [D x Q], posterior [D x H], scorer [D x (E[A], E[eta])],
/// statistics [D x (n, sum T)]; no frame.
template <ColumnFamily F>
class FamilyOf final : public Family,
                       public EstimateRules,
                       public ConjugateRules,
                       public PointMassRules,
                       public DirectRules {
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = std::tuple_size_v<Statistic>;
  static constexpr std::size_t kQ = std::tuple_size_v<Parameters>;
  static constexpr std::size_t hyperparameters() {
    if constexpr (ConjugateFamily<F>) return std::tuple_size_v<typename F::Prior>;
    return 0;
  }
  static constexpr std::size_t kH = hyperparameters();

 public:
  explicit FamilyOf(F column, std::size_t columns = 1) : f_(std::move(column)), columns_(columns) {}

  std::string name() const override { return f_.name(); }
  std::size_t columns() const override { return columns_; }
  FamilyPtr with_columns(std::size_t columns) const override {
    return std::make_shared<FamilyOf>(f_, columns);
  }
  Sizes sizes() const override {
    return {columns_ * (1 + kP), 0, columns_ * (1 + kP), columns_ * kQ, columns_ * kH};
  }
  std::size_t free_parameters(std::size_t components) const override {
    return components * columns_ * kQ;
  }
  bool supports(double value) const override { return f_.supports(value); }
  std::string support() const override { return f_.support(); }
  std::string unusable(const Summary::Column& column, bool has_prior) const override {
    return f_.unusable(column, has_prior);
  }
  Bounds bounds(const Summary& summary) const override {
    Bounds out(columns_ * kQ);
    for (std::size_t d = 0; d < columns_; ++d)
      internal::store(f_.lower_bound(summary.columns[d]), out, d * kQ);
    return out;
  }

  void score(const Block& block, std::size_t components, const double* scorers, double* logits,
             std::size_t stride) const override {
    for (std::size_t k = 0; k < components; ++k) std::fill_n(logits + k * stride, block.rows, 0.0);
    for (std::size_t d = 0; d < columns_; ++d) {
      for (std::size_t n = 0; n < block.rows; ++n) {
        const double x = block.column(d)[n];
        if (std::isnan(x)) continue;
        const Statistic t = f_.statistic(x);
        const double base = f_.log_base(x);
        for (std::size_t k = 0; k < components; ++k) {
          const double* s = scorers + (k * columns_ + d) * (1 + kP);
          double logit = base - s[0];
          for (std::size_t i = 0; i < kP; ++i) logit += t[i] * s[1 + i];
          logits[k * stride + n] += logit;
        }
      }
    }
  }

  void accumulate(const Block& block, std::size_t components, const double* responsibilities,
                  std::size_t stride, const double* /*frames*/, double* sums) const override {
    for (std::size_t k = 0; k < components; ++k) {
      const double* r = responsibilities + k * stride;
      for (std::size_t d = 0; d < columns_; ++d) {
        std::array<double, 1 + kP> total{};
        for (std::size_t n = 0; n < block.rows; ++n) {
          const double x = block.column(d)[n];
          if (std::isnan(x)) continue;
          const Statistic t = f_.statistic(x);
          total[0] += r[n];
          for (std::size_t i = 0; i < kP; ++i) total[1 + i] += r[n] * t[i];
        }
        double* s = sums + (k * columns_ + d) * (1 + kP);
        for (std::size_t i = 0; i <= kP; ++i) s[i] += total[i];
      }
    }
  }

  void scorers(std::size_t components, std::span<const double> point,
               std::span<double> out) const override {
    for (std::size_t c = 0; c < components * columns_; ++c) {
      const Statistic eta = f_.natural(internal::load<Parameters>(point, c * kQ));
      out[c * (1 + kP)] = f_.log_normalizer(eta);
      internal::store(eta, out, c * (1 + kP) + 1);
    }
  }
  void frames(std::size_t, std::span<const double>, std::span<double>) const override {}
  void frames(std::size_t, const Summary&, std::span<double>) const override {}

  std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                  const Bounds& bounds) const override {
    std::vector<Collapse> out;
    for (std::size_t k = 0; k < components; ++k)
      for (std::size_t i = 0; i < columns_ * kQ; ++i)
        if (point[k * columns_ * kQ + i] <= bounds[i])
          out.push_back(
              {k, true, false, std::string(F::kParameterNames[i % kQ]) + " is at its lower bound"});
    return out;
  }

  Fields describe(std::span<const double> point, std::size_t k) const override {
    return internal::fields_by_column(F::kParameterNames, columns_,
                                      point.subspan(k * columns_ * kQ, columns_ * kQ));
  }
  std::vector<double> read(const Fields& fields) const override {
    return internal::values_by_column(name(), F::kParameterNames, columns_, fields);
  }

  const EstimateRules* estimate_rules() const override { return this; }
  const ConjugateRules* conjugate_rules() const override {
    return ConjugateFamily<F> ? this : nullptr;
  }
  const PointMassRules* point_mass_rules() const override {
    return InvertibleFamily<F> ? this : nullptr;
  }
  const DirectRules* direct_rules() const override { return DirectFamily<F> ? this : nullptr; }

  // ---- EM
  void estimate(const Statistics& statistics, const Bounds& bounds,
                std::span<double> point) const override {
    for_each_cell(statistics, [&](std::size_t c, double n, const Statistic& sum) {
      set_point(point, c, f_.estimate(n, sum), bounds);
    });
  }

  // ---- point-mass VB
  void point_mass(const Statistics& statistics, std::span<const double> prior, const Bounds& bounds,
                  std::span<double> point) const override {
    if constexpr (InvertibleFamily<F>) {
      for_each_cell(statistics, [&](std::size_t c, double n, const Statistic& sum) {
        Statistic mean = sum;
        for (double& m : mean) m /= n;
        Statistic eta = f_.natural_from_mean(mean);
        if constexpr (ConjugateFamily<F>) {
          if (!prior.empty()) eta = penalized(eta, n, sum, prior, c % columns_);
        }
        set_point(point, c, f_.parameters(eta), bounds);
      });
    }
  }

  // ---- direct ML: coordinates [K x D x P]
  std::size_t coordinates(std::size_t components) const override {
    return components * columns_ * kP;
  }
  void to_coordinates(std::size_t components, std::span<const double> point,
                      std::span<double> coordinates) const override {
    if constexpr (DirectFamily<F>) {
      for (std::size_t c = 0; c < components * columns_; ++c)
        internal::store(f_.coordinates(internal::load<Parameters>(point, c * kQ)), coordinates,
                        c * kP);
    }
  }
  void from_coordinates(std::size_t components, std::span<const double> coordinates,
                        const Bounds& bounds, std::span<double> point) const override {
    if constexpr (DirectFamily<F>) {
      for (std::size_t c = 0; c < components * columns_; ++c)
        set_point(point, c, f_.from_coordinates(internal::load<Statistic>(coordinates, c * kP)),
                  bounds);
    }
  }
  void gradient(const Statistics& statistics, std::span<const double> point, const Bounds& bounds,
                std::span<double> gradient, std::span<double> information) const override {
    if constexpr (DirectFamily<F>) {
      for (std::size_t c = 0; c < statistics.components * columns_; ++c)
        cell_gradient(statistics.sums, c, internal::load<Parameters>(point, c * kQ),
                      std::span(bounds).subspan((c % columns_) * kQ, kQ),
                      gradient.subspan(c * kP, kP), information.subspan(c * kP, kP));
    }
  }

  // ---- conjugate
  std::vector<double> prior(const Fields& given, const Summary& summary,
                            std::size_t components) const override {
    std::vector<double> out(columns_ * kH);
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t d = 0; d < columns_; ++d)
        internal::store(f_.default_prior(summary.columns[d], components), out, d * kH);
      out =
          internal::named_hyperparameters(name(), F::kPriorNames, columns_, given, std::move(out));
      check(out);
    }
    return out;
  }
  void posterior(const Statistics& statistics, std::span<const double> prior,
                 std::span<double> out) const override {
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t c = 0; c < statistics.components * columns_; ++c) {
        const double* s = statistics.sums.data() + c * (1 + kP);
        internal::store(f_.posterior(hyper(prior, c % columns_), s[0],
                                     internal::load<Statistic>({s + 1, kP}, 0)),
                        out, c * kH);
      }
    }
  }
  void expect(std::size_t components, std::span<const double> posterior,
              std::span<double> out) const override {
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t c = 0; c < components * columns_; ++c) {
        out[c * (1 + kP)] = f_.expected_log_normalizer(hyper(posterior, c));
        internal::store(f_.expected_natural(hyper(posterior, c)), out, c * (1 + kP) + 1);
      }
    }
  }
  double divergence(std::size_t components, std::span<const double> posterior,
                    std::span<const double> prior) const override {
    double sum = 0;
    if constexpr (ConjugateFamily<F>)
      for (std::size_t c = 0; c < components * columns_; ++c)
        sum += f_.divergence(hyper(posterior, c), hyper(prior, c % columns_));
    return sum;
  }
  double log_density(std::size_t components, std::span<const double> point,
                     std::span<const double> prior) const override {
    double sum = 0;
    if constexpr (ConjugateFamily<F>)
      for (std::size_t c = 0; c < components * columns_; ++c)
        sum +=
            f_.log_density(hyper(prior, c % columns_), internal::load<Parameters>(point, c * kQ));
    return sum;
  }
  std::string no_mode(std::span<const double> prior) const override {
    if constexpr (ConjugateFamily<F>)
      for (std::size_t d = 0; d < columns_; ++d)
        if (std::string why = f_.no_mode(hyper(prior, d)); !why.empty()) return why;
    return {};
  }
  void mode(std::size_t components, std::span<const double> posterior, const Bounds& bounds,
            std::span<double> point) const override {
    if constexpr (ConjugateFamily<F>)
      for (std::size_t c = 0; c < components * columns_; ++c)
        set_point(point, c, f_.mode(hyper(posterior, c)), bounds);
  }
  void mean(std::size_t components, std::span<const double> posterior, std::span<double> point,
            std::vector<std::string>& /*warnings*/) const override {
    if constexpr (ConjugateFamily<F>)
      for (std::size_t c = 0; c < components * columns_; ++c)
        internal::store(f_.mean(hyper(posterior, c)), point, c * kQ);
  }
  void log_predictive(const Block& block, std::size_t components, std::span<const double> posterior,
                      double* logits, std::size_t stride) const override {
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t k = 0; k < components; ++k) {
        for (std::size_t n = 0; n < block.rows; ++n) {
          double sum = 0;
          for (std::size_t d = 0; d < columns_; ++d) {
            const double x = block.column(d)[n];
            if (!std::isnan(x)) sum += f_.log_predictive(hyper(posterior, k * columns_ + d), x);
          }
          logits[k * stride + n] = sum;
        }
      }
    }
  }
  std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                  std::size_t /*components*/) const override {
    std::vector<Marginal> out;
    if constexpr (ConjugateFamily<F>) {
      for (std::size_t d = 0; d < columns_; ++d) {
        for (Marginal m : f_.marginals(hyper(posterior, k * columns_ + d))) {
          m.column = d;
          out.push_back(m);
        }
      }
    }
    return out;
  }
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override {
    ConjugateDescription out;
    if constexpr (ConjugateFamily<F>) {
      out.type = f_.conjugate_name();
      for (std::size_t k = 0; k < components; ++k)
        out.components.push_back(internal::fields_by_column(
            F::kPriorNames, columns_, posterior.subspan(k * columns_ * kH, columns_ * kH)));
    }
    return out;
  }
  ConjugateDescription describe_prior(std::span<const double> prior) const override {
    return describe(1, prior);
  }
  std::vector<double> read(const ConjugateDescription& description) const override {
    std::vector<double> out;
    if constexpr (ConjugateFamily<F>) {
      if (description.type != f_.conjugate_name())
        throw std::invalid_argument("conjugate type '" + description.type +
                                    "' does not belong to family " + name() +
                                    "; accepted: " + f_.conjugate_name());
      for (const Fields& fields : description.components) {
        const std::vector<double> part =
            internal::values_by_column(name(), F::kPriorNames, columns_, fields);
        check(part);
        out.insert(out.end(), part.begin(), part.end());
      }
    }
    return out;
  }

 private:
  static auto hyper(std::span<const double> all, std::size_t cell) {
    return internal::load<typename F::Prior>(all, cell * kH);
  }
  void check(std::span<const double> hyperparameters) const {
    for (std::size_t d = 0; d < columns_; ++d)
      if (std::string why = f_.prior_problem(hyper(hyperparameters, d)); !why.empty())
        throw std::invalid_argument("prior of family " + name() + ": " + why);
  }
  /// Never below the bounds; NaN-free by the family's own promise.
  void set_point(std::span<double> point, std::size_t cell, Parameters theta,
                 const Bounds& bounds) const {
    for (std::size_t i = 0; i < kQ; ++i)
      theta[i] = std::max(theta[i], bounds[(cell % columns_) * kQ + i]);
    internal::store(theta, point, cell * kQ);
  }
  /// Calls visit(cell, n, sum T); a component that saw nothing in a column takes all components'
  /// sums there.
  template <typename Visit>
  void for_each_cell(const Statistics& statistics, Visit visit) const {
    for (std::size_t c = 0; c < statistics.components * columns_; ++c) {
      using Cell = std::array<double, 1 + kP>;
      Cell s = internal::load<Cell>(statistics.sums, c * (1 + kP));
      if (!(s[0] > 0)) {
        s.fill(0);
        for (std::size_t k = 0; k < statistics.components; ++k) {
          const Cell part =
              internal::load<Cell>(statistics.sums, (k * columns_ + c % columns_) * (1 + kP));
          for (std::size_t i = 0; i <= kP; ++i) s[i] += part[i];
        }
      }
      visit(c, s[0], internal::load<Statistic>({s.data() + 1, kP}, 0));
    }
  }
  Statistic penalized(Statistic eta, double n, const Statistic& sum, std::span<const double> prior,
                      std::size_t d) const {
    const auto q = hyper(prior, d);
    // Start where the prior's own mode and the data's meet: inside the domain even when the data
    // alone are on its edge.
    eta = f_.natural(f_.mean(f_.posterior(q, n, sum)));
    Statistic scale;
    scale.fill(1.0);
    climb(eta, scale, [&](std::span<const double> at, std::span<double> gradient) {
      const Statistic e = internal::load<Statistic>(at, 0);
      const Statistic mean = f_.mean_statistic(e);
      const Statistic slope = f_.log_density_gradient(q, e);
      bool inside = true;
      for (std::size_t i = 0; i < kP; ++i) {
        gradient[i] = sum[i] - n * mean[i] + slope[i];
        inside = inside && std::isfinite(gradient[i]);
      }
      return inside;
    });
    return eta;
  }
  void cell_gradient(const std::vector<double>& sums, std::size_t cell, const Parameters& theta,
                     std::span<const double> bounds, std::span<double> gradient,
                     std::span<double> information) const {
    const double n = sums[cell * (1 + kP)];
    const Statistic sum = internal::load<Statistic>(sums, cell * (1 + kP) + 1);
    const Statistic u = f_.coordinates(theta);
    const Statistic mean = f_.mean_statistic(f_.natural(theta));
    const auto jacobian = f_.jacobian(u);
    for (std::size_t j = 0; j < kP; ++j) {
      // Fisher information of u_j from the slope of grad A along it: J_j . (d mean / d u_j).
      Statistic step = u;
      const double h = 1e-6 * std::max(1.0, std::abs(u[j]));
      step[j] += h;
      const Statistic moved = f_.mean_statistic(f_.natural(f_.from_coordinates(step)));
      gradient[j] = information[j] = 0;
      for (std::size_t i = 0; i < kP; ++i) {
        gradient[j] += jacobian[i][j] * (sum[i] - n * mean[i]);
        information[j] += n * jacobian[i][j] * (moved[i] - mean[i]) / h;
      }
      if (j < kQ && theta[j] <= bounds[j] && gradient[j] < 0) gradient[j] = 0;
    }
  }

  F f_;
  std::size_t columns_;
};

}  // namespace varimix
