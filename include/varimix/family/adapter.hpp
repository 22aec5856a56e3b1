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

#include "varimix/family/adapter_cells.hpp"
#include "varimix/family/adapter_conjugate.hpp"
#include "varimix/family/adapter_information.hpp"
#include "varimix/family/adapter_parts.hpp"
#include "varimix/family/adapter_rules.hpp"
#include "varimix/family/adapter_sample.hpp"
#include "varimix/family/linear_pass.hpp"

namespace varimix {

/// Layouts, per component: point [D x Q], posterior [D x H], scorer [D x (E[A], E[eta])],
/// statistics [D x (n, sum T)]; no frame.
template <ColumnFamily F>
class FamilyOf final : public Family {
  using Cells = internal::Cells<F>;
  using Statistic = typename F::Statistic;
  using Parameters = typename F::Parameters;
  static constexpr std::size_t kP = Cells::kP, kQ = Cells::kQ, kH = Cells::kH;
  using Scores = std::array<double, 1 + kP>;

 public:
  explicit FamilyOf(F column, std::size_t columns = 1)
      : f_(column),
        columns_(columns),
        estimate_(Cells{column, columns}),
        parts_(Cells{column, columns}) {
    const Cells cells{column, columns};
    if constexpr (ConjugateFamily<F>)
      conjugate_ = std::make_unique<internal::ConjugateOf<F>>(cells);
    if constexpr (InvertibleFamily<F>)
      point_mass_ = std::make_unique<internal::PointMassOf<F>>(cells);
    if constexpr (DirectFamily<F>) direct_ = std::make_unique<internal::DirectOf<F>>(cells);
    if constexpr (InformationFamily<F>)
      information_ = std::make_unique<internal::InformationOf<F>>(cells);
    if constexpr (SampleableFamily<F>) sample_ = std::make_unique<internal::SampleOf<F>>(cells);
  }

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
    PassInput input;
    input.components = components;
    row_pass(input)->accumulate(block, responsibilities, stride, sums);
  }

  std::unique_ptr<RowPass> row_pass(const PassInput& input) const override {
    return internal::linear_pass(
        columns_, kP, input,
        [f = f_](const Block& block, std::size_t d, const internal::ColumnFeatures& out) {
          const auto reference = internal::load<Scores>({out.reference, 1 + kP}, 0);
          for (std::size_t n = 0; n < block.rows; ++n) {
            const double x = block.column(d)[n];
            if (std::isnan(x) || (block.weights != nullptr && block.weights[n] == 0)) continue;
            const Statistic t = f.statistic(x);
            double base = f.log_base(x) - reference[0];
            for (std::size_t i = 0; i < kP; ++i) {
              out.t[i * out.stride + n] = t[i];
              base += reference[1 + i] * t[i];
            }
            out.base[n] += base;
            if (out.seen != nullptr) out.seen[n] = 1;
          }
        });
  }

  void scorers(std::size_t components, std::span<const double> point,
               std::span<double> out) const override {
    for (std::size_t c = 0; c < components * columns_; ++c) {
      const Statistic eta = f_.natural(internal::load<Parameters>(point, c * kQ));
      out[c * (1 + kP)] = f_.log_normalizer(eta);
      internal::store(eta, out, c * (1 + kP) + 1);
    }
  }
  void frames(std::size_t, std::span<const double>, const Summary&,
              std::span<double>) const override {}
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
    std::vector<double> out =
        internal::values_by_column(name(), F::kParameterNames, columns_, fields);
    for (std::size_t d = 0; d < columns_; ++d)
      require_domain(internal::load<Parameters>(out, d * kQ));
    return out;
  }

  const EstimateRules* estimate_rules() const override { return &estimate_; }
  const ConjugateRules* conjugate_rules() const override { return conjugate_.get(); }
  const PointMassRules* point_mass_rules() const override { return point_mass_.get(); }
  const DirectRules* direct_rules() const override { return direct_.get(); }
  const SampleRules* sample_rules() const override { return sample_.get(); }
  const PartRules* part_rules() const override { return &parts_; }
  const InformationRules* information_rules() const override { return information_.get(); }

 private:
  /// Parameters outside the domain do not survive the way to natural parameters and back.
  void require_domain(const Parameters& theta) const {
    const Parameters back = f_.parameters(f_.natural(theta));
    for (std::size_t i = 0; i < kQ; ++i)
      if (!std::isfinite(theta[i]) ||
          !(std::abs(back[i] - theta[i]) <= 1e-6 * std::abs(theta[i]) + 1e-290))
        throw std::invalid_argument(name() + ": " + F::kParameterNames[i] + " = " +
                                    std::to_string(theta[i]) + " is outside its domain");
  }

  F f_;
  std::size_t columns_;
  internal::EstimateOf<F> estimate_;
  internal::PartsOf<F> parts_;
  std::unique_ptr<const ConjugateRules> conjugate_;
  std::unique_ptr<const PointMassRules> point_mass_;
  std::unique_ptr<const DirectRules> direct_;
  std::unique_ptr<const SampleRules> sample_;
  std::unique_ptr<const InformationRules> information_;
};

}  // namespace varimix
