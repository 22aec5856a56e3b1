// Gaussian components over several columns with one variance each, the same in every direction.
//
//   mu | v ~ N(m, v diag(1 / strength_d)),   v ~ inverse gamma(shape, scale)
//
// Layouts as in gaussian_columns.hpp, column by column; the columns of a component repeat the
// variance, the shape and the scale that they share. Strengths differ only where cells are missing.
#pragma once

#include "family/gaussian_columns.hpp"

namespace varimix::internal {

class SphericalGaussian final : public GaussianColumns {
 public:
  explicit SphericalGaussian(std::size_t columns)
      : GaussianColumns(Covariance::spherical, columns) {}

  std::size_t free_parameters(std::size_t components) const override {
    return components * (columns() + 1);
  }
  Bounds bounds(const Summary& summary) const override;
  std::vector<Collapse> collapses(std::size_t components, std::span<const double> point,
                                  const Bounds&) const override;
  std::vector<double> read(const Fields&) const override;
  void estimate(const Statistics&, const Bounds&, std::span<double> point) const override;
  void point_mass(const Statistics&, std::span<const double> prior, const Bounds&,
                  std::span<double> point) const override;

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

  std::vector<double> prior(const Fields& given, const Summary&,
                            std::size_t components) const override;
  void posterior(const Statistics&, std::span<const double> prior,
                 std::span<double> out) const override;
  double divergence(std::size_t components, std::span<const double> posterior,
                    std::span<const double> prior) const override;
  double log_density(std::size_t components, std::span<const double> point,
                     std::span<const double> prior) const override;
  void mode(std::size_t components, std::span<const double> posterior, const Bounds&,
            std::span<double> point) const override;
  void log_predictive(const Block&, std::size_t components, std::span<const double> posterior,
                      double* logits, std::size_t stride) const override;
  std::vector<Marginal> marginals(std::span<const double> posterior, std::size_t k,
                                  std::size_t components) const override;
  void draw_point(std::span<const double> posterior, const Uniform&,
                  std::span<double> point) const override;
  ConjugateDescription describe(std::size_t components,
                                std::span<const double> posterior) const override;
  ConjugateDescription describe_prior(std::span<const double> prior) const override;
  std::vector<double> read(const ConjugateDescription&) const override;
  using GaussianColumns::describe;

 protected:
  void learn(std::span<const double> row, std::span<double> posterior) const override;
  std::size_t group(std::size_t cell) const override { return cell / columns(); }
};

}  // namespace varimix::internal
