// Gaussian components over several columns with a covariance matrix each.
//
//   log N(x | m, Sigma) = c - |y|^2 / 2,   y = U (x - m),   U lower triangular,   Sigma^-1 = U^T U
//
// Layouts, per component (matrices column-major D x D, zeros above the diagonal): scorer (c, m, U),
// frame (m, U), statistics (n, sum r y, sum r y y^T: lower triangle), point (m, L) with Sigma =
// L L^T, posterior (strength, dof, m, L) of a normal-inverse-Wishart with Psi = L L^T. n leaves out
// rows with no observed cell. Bounds: L_C of the data's own covariance C = L_C L_C^T.
#pragma once

#include "conjugate/normal_inverse_wishart.hpp"
#include "family/gaussian_information.hpp"
#include "varimix/family/gaussian.hpp"

namespace varimix::internal {

class FullGaussian : public Family,
                     public EstimateRules,
                     public ConjugateRules,
                     public PointMassRules,
                     public DirectRules,
                     public SampleRules,
                     public PartRules,
                     public InformationRules {
 public:
  explicit FullGaussian(std::size_t columns) : columns_(columns) {}

  std::string name() const override { return "gaussian"; }
  std::string covariance() const override { return "full"; }
  std::size_t columns() const override { return columns_; }
  FamilyPtr with_columns(std::size_t columns) const override;
  Sizes sizes() const override {
    const std::size_t frame = columns_ + columns_ * columns_;
    return {1 + frame, frame, 1 + frame, frame, 2 + frame};
  }
  std::size_t free_parameters(std::size_t components) const override {
    return components * (columns_ + columns_ * (columns_ + 1) / 2);
  }
  bool supports(double value) const override;
  std::string support() const override { return "a finite number"; }
  std::string unusable(const Summary::Column& column, bool has_prior) const override;
  bool wants_correlation() const override { return true; }
  bool missing_cells_are_latent() const override { return true; }
  Bounds bounds(const Summary& summary) const override;
  double rows_needed() const override { return static_cast<double>(columns_ + 1); }

  // gaussian_full_rows.cpp
  void score(const Block&, std::size_t components, const double* scorers, double* logits,
             std::size_t stride) const override;
  void accumulate(const Block&, std::size_t components, const double* responsibilities,
                  std::size_t stride, const double* frames, double* sums) const override;
  bool has_single_passes() const override { return true; }
  std::unique_ptr<RowPass> row_pass(const PassInput&) const override;

  // gaussian_full_predictive.cpp
  void log_predictive(const Block&, std::size_t components, std::span<const double> posterior,
                      double* logits, std::size_t stride) const override;

  // gaussian_full_frames.cpp
  void scorers(std::size_t components, std::span<const double> point,
               std::span<double> out) const override;
  void frames(std::size_t components, std::span<const double> scorers, const Summary&,
              std::span<double> out) const override;
  void frames(std::size_t components, const Summary&, std::span<double> out) const override;
  bool recentre(const Statistics&, std::span<const double> prior, const Bounds&,
                std::span<double> out) const override;

  // gaussian_move.cpp
  bool move_to(std::span<const double> frames, Statistics&) const override;

  // gaussian_full_describe.cpp
  std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                  const Bounds&) const override;
  Fields describe(std::span<const double> point, std::size_t k) const override;
  std::vector<double> read(const Fields&) const override;
  std::vector<double> prior(const Fields& given, const Summary&,
                            std::size_t components) const override;
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override;
  ConjugateDescription describe_prior(std::span<const double> prior) const override;
  std::vector<double> read(const ConjugateDescription&) const override;

  const EstimateRules* estimate_rules() const override { return this; }
  const ConjugateRules* conjugate_rules() const override { return this; }
  const PointMassRules* point_mass_rules() const override { return this; }
  const DirectRules* direct_rules() const override { return this; }
  const SampleRules* sample_rules() const override { return this; }
  const PartRules* part_rules() const override { return this; }
  const InformationRules* information_rules() const override { return this; }

  // gaussian_full_information.cpp
  std::size_t row_statistics() const override {
    return 1 + columns_ + columns_ * (columns_ + 1) / 2;
  }
  void describe_rows(const Block&, std::size_t components, const double* scorers,
                     const double* weights, double* t, std::size_t stride) const override;
  void add_latent(const Block&, std::size_t components, const double* scorers,
                  const double* weights, std::size_t stride, double* sums) const override;
  Curvature curvature(std::size_t components, std::span<const double> point,
                      std::span<const double> sums, std::span<const double> prior,
                      const Bounds&) const override;
  Moments posterior_moments(std::size_t components,
                            std::span<const double> posterior) const override;

  // gaussian_full_parts.cpp
  Part marginal(Known, std::size_t components, std::span<const double> values,
                std::span<const std::size_t> kept) const override;
  Part conditional(Known, std::size_t components, std::span<const double> values,
                   std::span<const double> row) const override;
  void moments(Known, const Block&, std::size_t components, std::span<const double> values,
               ValueMoments* moments, std::size_t stride) const override;

  // gaussian_full_sample.cpp
  void draw_row(std::span<const double> point, const Uniform&,
                std::span<double> row) const override;
  void draw_point(std::span<const double> posterior, const Uniform&,
                  std::span<double> point) const override;

  // gaussian_full_estimate.cpp
  void estimate(const Statistics&, const Bounds&, std::span<double> point) const override;

  // gaussian_full_point_mass.cpp
  void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                  std::span<double> point) const override;

  // gaussian_full_direct.cpp
  std::size_t coordinates(std::size_t components) const override {
    return free_parameters(components);
  }
  void to_coordinates(std::size_t components, std::span<const double> origin,
                      std::span<const double> point, std::span<double> coordinates) const override;
  void from_coordinates(std::size_t components, std::span<const double> origin,
                        std::span<const double> coordinates, const Bounds&,
                        std::span<double> point) const override;
  void gradient(const Statistics&, std::span<const double> origin, std::span<const double> point,
                const Bounds&, std::span<double> gradient,
                std::span<double> information) const override;

  // gaussian_full_conjugate.cpp
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
  std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                  std::size_t components) const override;

 protected:
  /// Components of one group share their covariance.
  virtual std::size_t group(std::size_t k) const { return k; }
  Eigen::Index dimension() const { return static_cast<Eigen::Index>(columns_); }
  NormalInverseWishart hyper(std::span<const double> all, std::size_t k) const;
  void store(const NormalInverseWishart& q, std::span<double> all, std::size_t k) const;
  void store_point(const Vector& mean, const Matrix& factor, std::span<double> point,
                   std::size_t k) const;
  /// The entries of one component's hyperparameters, checked. Throws std::invalid_argument.
  NormalInverseWishart from_fields(const Fields& fields, const NormalInverseWishart& fallback,
                                   const std::string& what) const;

 private:
  GaussianUnits units(std::size_t components) const;
  GaussianHyper hypers(std::size_t components, std::span<const double> all, bool shared) const;
  std::size_t columns_;
};

/// One covariance for all components: mu_k | Sigma ~ N(m_k, Sigma / strength_k), Sigma ~ inverse
/// Wishart with dof + N. Every component repeats what they share.
class TiedFullGaussian final : public FullGaussian {
 public:
  using FullGaussian::FullGaussian;

  std::string covariance() const override { return "tied"; }
  FamilyPtr with_columns(std::size_t columns) const override;
  std::size_t free_parameters(std::size_t components) const override {
    return components * columns() + columns() * (columns() + 1) / 2;
  }
  /// A component of one row is no sign of a spurious maximum: the covariance rests on all rows.
  double rows_needed() const override { return 1.0; }
  void draw_points(std::size_t components, std::span<const double> posterior, const Uniform&,
                   std::span<double> point) const override;
  std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                  const Bounds&) const override;
  void estimate(const Statistics&, const Bounds&, std::span<double> point) const override;
  void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                  std::span<double> point) const override;
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
  std::vector<double> read(const ConjugateDescription&) const override;
  using FullGaussian::describe;
  using FullGaussian::read;

 protected:
  std::size_t group(std::size_t /*k*/) const override { return 0; }
};

/// Components with covariance matrices over any number of columns, one too, where gaussian() gives
/// the univariate family.
FamilyPtr matrix_gaussian(std::size_t columns, bool tied);

}  // namespace varimix::internal
