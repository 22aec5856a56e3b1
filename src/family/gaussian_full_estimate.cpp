// EM's M-step for Gaussian components with covariance matrices, as in the textbook [Bishop2006,
// 9.24-9.25]: with L the factor of the frame, Sigma = L W L^T and its new factor is L chol(W).
#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"

namespace varimix::internal {

void FullGaussian::estimate(const Statistics& statistics, const Bounds& bounds,
                            std::span<double> point) const {
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const FrameMoments x = frame_moments(statistics, k, dimension());
    const Matrix w =
        x.n > 0 ? Matrix(x.scatter / x.n) : Matrix(Matrix::Identity(dimension(), dimension()));
    const Matrix factor = factor_of(above_floor(w, x.l, data_factor(bounds)));
    store_point(x.centre + x.l * x.shift, x.l * factor, point, k);
  }
}

void TiedFullGaussian::estimate(const Statistics& statistics, const Bounds& bounds,
                                std::span<double> point) const {
  const std::vector<FrameMoments> x = frame_moments(statistics, dimension());
  const Pooled all = pooled(x);
  const Matrix w =
      all.n > 0 ? Matrix(all.scatter / all.n) : Matrix(Matrix::Identity(dimension(), dimension()));
  const Matrix factor = x[0].l * factor_of(above_floor(w, x[0].l, data_factor(bounds)));
  for (std::size_t k = 0; k < statistics.components; ++k)
    store_point(x[k].centre + x[k].l * x[k].shift, factor, point, k);
}

}  // namespace varimix::internal
