// Normal-inverse-gamma prior and posterior with a vector mean: a = a0 + sum_d n_d / 2, b = b0 plus
// what every column would have added alone.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "conjugate/gamma.hpp"
#include "family/gaussian_spherical.hpp"
#include "family/matrix_field.hpp"
#include "math/special.hpp"

namespace varimix::internal {
namespace {

void require_one(const Field* field) {
  if (field != nullptr && field->values.size() != 1)
    throw std::invalid_argument("prior of family gaussian: " + field->name + " has " +
                                std::to_string(field->values.size()) +
                                " entries; accepted for spherical: one number");
}

}  // namespace

std::vector<double> SphericalGaussian::prior(const Fields& given, const Summary& summary,
                                             std::size_t components) const {
  const Field* scale = find_field(given, "scale");
  require_one(find_field(given, "shape"));
  require_one(scale);
  std::vector<double> out = GaussianColumns::prior(given, summary, components);
  if (scale != nullptr) return out;
  double sum = 0;  // the default: the mean of what each column would have
  for (std::size_t d = 0; d < columns(); ++d) sum += hyper(out, d).scale;
  for (std::size_t d = 0; d < columns(); ++d)
    out[d * kHyper + 3] = sum / static_cast<double>(columns());
  return out;
}

void SphericalGaussian::posterior(const Statistics& statistics, std::span<const double> prior,
                                  std::span<double> out) const {
  GaussianColumns::posterior(statistics, prior, out);
  const NormalInverseGamma p = hyper(prior, 0);
  for (std::size_t k = 0; k < statistics.components; ++k) {
    double shape = p.shape, scale = p.scale;
    for (std::size_t d = 0; d < columns(); ++d) {
      const NormalInverseGamma q = hyper(out, k * columns() + d);
      shape += q.shape - p.shape;
      scale += q.scale - p.scale;
    }
    for (std::size_t d = 0; d < columns(); ++d) {
      out[(k * columns() + d) * kHyper + 2] = shape;
      out[(k * columns() + d) * kHyper + 3] = scale;
    }
  }
}

double SphericalGaussian::divergence(std::size_t components, std::span<const double> posterior,
                                     std::span<const double> prior) const {
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const NormalInverseGamma shared = hyper(posterior, k * columns());
    for (std::size_t d = 0; d < columns(); ++d) {
      const NormalInverseGamma q = hyper(posterior, k * columns() + d), p = hyper(prior, d);
      sum += mean_divergence(q.mean, q.strength, p.mean, p.strength, shared.shape / shared.scale);
    }
    const NormalInverseGamma p = hyper(prior, 0);
    sum += gamma_divergence(shared.shape, shared.scale, p.shape, p.scale);
  }
  return sum;
}

double SphericalGaussian::log_density(std::size_t components, std::span<const double> point,
                                      std::span<const double> prior) const {
  double sum = 0;
  for (std::size_t k = 0; k < components; ++k) {
    const double variance = point[k * columns() * kPoint + 1];
    const NormalInverseGamma shared = hyper(prior, 0);
    const double once = inverse_gamma_log_density(variance, shared.shape, shared.scale);
    sum += once;
    for (std::size_t d = 0; d < columns(); ++d)
      sum += internal::log_density(hyper(prior, d), point[(k * columns() + d) * kPoint], variance) -
             once;
  }
  return sum;
}

// The joint mode of D means and one variance: b / (a + (D + 2) / 2).
void SphericalGaussian::mode(std::size_t components, std::span<const double> posterior,
                             const Bounds& /*bounds*/, std::span<double> point) const {
  for (std::size_t cell = 0; cell < components * columns(); ++cell) {
    const NormalInverseGamma q = hyper(posterior, cell);
    point[cell * kPoint] = q.mean;
    point[cell * kPoint + 1] = q.scale / (q.shape + 0.5 * static_cast<double>(columns() + 2));
  }
}

// Student t in p dimensions with 2 a degrees of freedom, location m and squared scales
// b (kappa_d + 1) / (a kappa_d): the columns share their variance, so that the density is no
// product.
void SphericalGaussian::log_predictive(const Block& block, std::size_t components,
                                       std::span<const double> posterior, double* logits,
                                       std::size_t stride) const {
  for (std::size_t k = 0; k < components; ++k) {
    const double shape = hyper(posterior, k * columns()).shape;
    const double scale = hyper(posterior, k * columns()).scale;
    for (std::size_t n = 0; n < block.rows; ++n) {
      double squares = 0, widening = 0, p = 0;
      for (std::size_t d = 0; d < columns(); ++d) {
        const double x = block.column(d)[n];
        if (std::isnan(x)) continue;
        const NormalInverseGamma q = hyper(posterior, k * columns() + d);
        const double wide = (q.strength + 1) / q.strength;
        squares += (x - q.mean) * (x - q.mean) / wide;
        widening += std::log(wide);
        p += 1;
      }
      logits[k * stride + n] = log_gamma(shape + 0.5 * p) - log_gamma(shape) -
                               0.5 * (p * (kLogPi + std::log(2 * scale)) + widening) -
                               (shape + 0.5 * p) * std::log1p(squares / (2 * scale));
    }
  }
}

std::vector<Marginal> SphericalGaussian::marginals(std::span<const double> posterior, std::size_t k,
                                                   std::size_t components) const {
  std::vector<Marginal> out;
  for (const Marginal& marginal : GaussianColumns::marginals(posterior, k, components))
    if (marginal.name != "variance" || marginal.column == 0) out.push_back(marginal);
  return out;
}

void SphericalGaussian::draw_point(std::span<const double> posterior, const Uniform& uniform,
                                   std::span<double> point) const {
  const NormalInverseGamma shared = hyper(posterior, 0);
  const double variance = shared.scale * inverse_gamma_quantile(shared.shape, uniform());
  for (std::size_t d = 0; d < columns(); ++d) {
    const NormalInverseGamma q = hyper(posterior, d);
    point[d * kPoint] = q.mean + std::sqrt(variance / q.strength) * normal_quantile(uniform());
    point[d * kPoint + 1] = variance;
  }
}

ConjugateDescription SphericalGaussian::describe(std::size_t components,
                                                 std::span<const double> posterior) const {
  ConjugateDescription out = GaussianColumns::describe(components, posterior);
  for (Fields& fields : out.components)
    for (Field& field : fields) {
      const bool same = std::all_of(field.values.begin(), field.values.end(),
                                    [&](double x) { return x == field.values[0]; });
      if (field.name == "mean" || (field.name == "strength" && !same)) continue;
      field.shape = {};
      field.values.resize(1);
    }
  return out;
}

ConjugateDescription SphericalGaussian::describe_prior(std::span<const double> prior) const {
  return SphericalGaussian::describe(1, prior);
}

std::vector<double> SphericalGaussian::read(const ConjugateDescription& description) const {
  for (const Fields& fields : description.components) {
    require_one(find_field(fields, "shape"));
    require_one(find_field(fields, "scale"));
  }
  return GaussianColumns::read(description);
}

}  // namespace varimix::internal
