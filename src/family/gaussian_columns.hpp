// Gaussian components with independent columns: one column with any covariance, or several with
// diagonal covariance.
//
//   log N(x | m, v) = -1/2 log(2 pi v) - (x - m)^2 / (2 v) = c - y^2 / 2,   y = u (x - m),   u = 1
//   / sqrt(v)
//
// Layouts, per component and column: scorer (c, m, u), frame (m, u), statistics (n, sum r y, sum r
// y^2), point (mean, variance), posterior (mean, strength, shape, scale) of a normal-inverse-gamma.
// A column with a missing cell in some row counts its own rows: n is per column.
#pragma once

#include "conjugate/normal_inverse_gamma.hpp"
#include "family/gaussian_information.hpp"
#include "family/variance_floor.hpp"
#include "varimix/family/gaussian.hpp"

namespace varimix::internal {

class GaussianColumns : public Family,
                        public EstimateRules,
                        public ConjugateRules,
                        public PointMassRules,
                        public DirectRules,
                        public SampleRules,
                        public PartRules,
                        public InformationRules {
 public:
  static constexpr std::size_t kScorer = 3, kFrame = 2, kSums = 3, kPoint = 2, kHyper = 4;

  GaussianColumns(Covariance covariance, std::size_t columns)
      : covariance_(covariance), columns_(columns) {}

  std::string name() const override { return "gaussian"; }
  std::string covariance() const override { return to_string(covariance_); }
  std::size_t columns() const override { return columns_; }
  FamilyPtr with_columns(std::size_t columns) const override;
  Sizes sizes() const override {
    return {columns_ * kScorer, columns_ * kFrame, columns_ * kSums, columns_ * kPoint,
            columns_ * kHyper};
  }
  std::size_t free_parameters(std::size_t components) const override {
    return 2 * components * columns_;
  }
  bool supports(double value) const override;
  std::string support() const override { return "a finite number"; }
  std::string unusable(const Summary::Column& column, bool has_prior) const override;
  Bounds bounds(const Summary& summary) const override;
  double rows_needed() const override { return 2.0; }

  // gaussian_rows.cpp
  void score(const Block&, std::size_t components, const double* scorers, double* logits,
             std::size_t stride) const override;
  void accumulate(const Block&, std::size_t components, const double* responsibilities,
                  std::size_t stride, const double* frames, double* sums) const override;
  bool has_single_passes() const override { return true; }
  std::unique_ptr<RowPass> row_pass(const PassInput&) const override;
  void scorers(std::size_t components, std::span<const double> point,
               std::span<double> out) const override;

  // gaussian_frames.cpp
  void frames(std::size_t components, std::span<const double> scorers, const Summary&,
              std::span<double> out) const override;
  void frames(std::size_t components, const Summary&, std::span<double> out) const override;
  bool recentre(const Statistics&, std::span<const double> prior, const Bounds&,
                std::span<double> out) const override;

  // gaussian_move.cpp
  bool move_to(std::span<const double> frames, Statistics&) const override;

  // gaussian_columns.cpp: description
  std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                  const Bounds&) const override;
  Fields describe(std::span<const double> point, std::size_t k) const override;
  std::vector<double> read(const Fields&) const override;

  const EstimateRules* estimate_rules() const override { return this; }
  const ConjugateRules* conjugate_rules() const override { return this; }
  const PointMassRules* point_mass_rules() const override { return this; }
  const DirectRules* direct_rules() const override { return this; }
  const SampleRules* sample_rules() const override { return this; }
  const PartRules* part_rules() const override { return this; }
  const InformationRules* information_rules() const override { return this; }

  // gaussian_columns_information.cpp
  std::size_t row_statistics() const override { return columns_ * kSums; }
  void describe_rows(const Block&, std::size_t components, const double* scorers,
                     const double* weights, double* t, std::size_t stride) const override;
  Curvature curvature(std::size_t components, std::span<const double> point,
                      std::span<const double> sums, std::span<const double> prior,
                      const Bounds&) const override;
  Moments posterior_moments(std::size_t components,
                            std::span<const double> posterior) const override;

  // gaussian_parts.cpp
  Part marginal(Known, std::size_t components, std::span<const double> values,
                std::span<const std::size_t> kept) const override;
  Part conditional(Known, std::size_t components, std::span<const double> values,
                   std::span<const double> row) const override;
  void moments(Known, const Block&, std::size_t components, std::span<const double> values,
               ValueMoments* moments, std::size_t stride) const override;

  // gaussian_sample.cpp
  void draw_row(std::span<const double> point, const Uniform&,
                std::span<double> row) const override;
  void draw_point(std::span<const double> posterior, const Uniform&,
                  std::span<double> point) const override;

  // gaussian_estimate.cpp
  void estimate(const Statistics&, const Bounds&, std::span<double> point) const override;

  // gaussian_point_mass.cpp
  void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                  std::span<double> point) const override;

  // gaussian_direct.cpp
  std::size_t coordinates(std::size_t components) const override {
    return 2 * components * columns_;
  }
  void to_coordinates(std::size_t components, std::span<const double> origin,
                      std::span<const double> point, std::span<double> coordinates) const override;
  void from_coordinates(std::size_t components, std::span<const double> origin,
                        std::span<const double> coordinates, const Bounds&,
                        std::span<double> point) const override;
  void gradient(const Statistics&, std::span<const double> origin, std::span<const double> point,
                const Bounds&, std::span<double> gradient,
                std::span<double> information) const override;

  // gaussian_conjugate.cpp
  std::vector<double> prior(const Fields& given, const Summary&,
                            std::size_t components) const override;
  void posterior(const Statistics&, std::span<const double> prior,
                 std::span<double> out) const override;
  void expect(std::size_t components, std::span<const double> posterior,
              std::span<double> scorers) const override;
  double divergence(std::size_t components, std::span<const double> posterior,
                    std::span<const double> prior) const override;
  double log_density(std::size_t components, std::span<const double> point,
                     std::span<const double> prior) const override;
  std::string no_mode(std::span<const double>) const override { return {}; }
  void mode(std::size_t components, std::span<const double> posterior, const Bounds&,
            std::span<double> point) const override;
  void mean(std::size_t components, std::span<const double> posterior, std::span<double> point,
            std::vector<std::string>& warnings) const override;
  void log_predictive(const Block&, std::size_t components, std::span<const double> posterior,
                      double* logits, std::size_t stride) const override;
  std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                  std::size_t components) const override;

  // gaussian_describe.cpp
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override;
  ConjugateDescription describe_prior(std::span<const double> prior) const override;
  std::vector<double> read(const ConjugateDescription&) const override;

 protected:
  /// One column of one component, in the data's own units.
  struct Moments {
    double n = 0, mean = 0, scatter = 0;  ///< scatter: sum r (x - mean)^2 >= 0
    double frame_variance = 1;            ///< of the frame, for a component without rows
  };
  Moments moments(const Statistics&, std::size_t cell) const;
  static NormalInverseGamma hyper(std::span<const double> all, std::size_t cell) {
    const double* h = all.data() + cell * kHyper;
    return {h[0], h[1], h[2], h[3]};
  }
  static void store(const NormalInverseGamma& q, std::span<double> all, std::size_t cell) {
    double* h = all.data() + cell * kHyper;
    h[0] = q.mean, h[1] = q.strength, h[2] = q.shape, h[3] = q.scale;
  }

  /// What the values of a row [D] (NaN: none) tell of the other columns of one component's
  /// posterior predictive; nothing where columns are independent.
  virtual void learn(std::span<const double> /*row*/, std::span<double> /*posterior*/) const {}

  /// Cells of one group share their variance.
  virtual std::size_t group(std::size_t cell) const { return cell; }

 private:
  GaussianUnits units(std::size_t components) const;
  Covariance covariance_;
  std::size_t columns_;
};

/// One column, one variance for all components: mu_k | var ~ N(m_k, var / strength_k), var ~
/// inverse gamma. In the posterior layout every component repeats the shared shape and scale (dof =
/// 2 shape, scatter = 2 scale).
class TiedGaussian final : public GaussianColumns {
 public:
  TiedGaussian() : GaussianColumns(Covariance::tied, 1) {}

  std::size_t free_parameters(std::size_t components) const override { return components + 1; }
  void draw_points(std::size_t components, std::span<const double> posterior, const Uniform&,
                   std::span<double> point) const override;
  void estimate(const Statistics&, const Bounds&, std::span<double> point) const override;
  void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                  std::span<double> point) const override;
  std::size_t coordinates(std::size_t components) const override { return components + 1; }
  void to_coordinates(std::size_t components, std::span<const double> origin,
                      std::span<const double> point, std::span<double> coordinates) const override;
  void from_coordinates(std::size_t components, std::span<const double> origin,
                        std::span<const double> coordinates, const Bounds&,
                        std::span<double> point) const override;
  void gradient(const Statistics&, std::span<const double> origin, std::span<const double> point,
                const Bounds&, std::span<double> gradient,
                std::span<double> information) const override;
  void posterior(const Statistics&, std::span<const double> prior,
                 std::span<double> out) const override;
  double divergence(std::size_t components, std::span<const double> posterior,
                    std::span<const double> prior) const override;
  double log_density(std::size_t components, std::span<const double> point,
                     std::span<const double> prior) const override;
  void mode(std::size_t components, std::span<const double> posterior, const Bounds&,
            std::span<double> point) const override;
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override;
  ConjugateDescription describe_prior(std::span<const double> prior) const override;
  std::vector<double> read(const ConjugateDescription&) const override;

 protected:
  std::size_t group(std::size_t /*cell*/) const override { return 0; }
};

}  // namespace varimix::internal
