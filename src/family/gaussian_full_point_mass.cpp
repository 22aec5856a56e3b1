// The point-mass factor for Gaussian components with covariance matrices, by the exponential
// family's own means. In the frame's coordinates, xi = Lambda mu, Lambda = Sigma^-1:
//
//   T(y) = (y, y y^T)   eta = (xi, -Lambda / 2)   A(eta) = xi^T Lambda^-1 xi / 2 - log |Lambda| / 2
//   grad A = (mu, Sigma + mu mu^T) = (E[y], E[y y^T]) [WainwrightJordan2008, 3.4.1]
//
// With groups k = 1 ... G that share Lambda: eta = (xi_1, ..., xi_G, -Lambda / 2).
#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "family/gaussian_full.hpp"
#include "family/gaussian_moments.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

/// Statistics of components that share one covariance, in frames of one scale.
struct Group {
  double n = 0;
  Vector first;   ///< sum r y
  Matrix second;  ///< sum r y y^T
  Vector prior_mean;
};
struct SharedCovariance {
  std::vector<Group> groups;
  bool has_prior = false;
  double strength = 0, dof = 0;  ///< of the prior
  Matrix scatter;                ///< of the prior, in the frame
};
struct Solution {
  std::vector<Vector> mu;
  Matrix sigma;
};
struct Natural {
  std::vector<Vector> xi;
  Matrix lambda;
};

/// grad A: from natural parameters to means.
Solution from_natural(const Natural& eta) {
  Solution out;
  out.sigma = eta.lambda.inverse();
  out.sigma = 0.5 * (out.sigma + out.sigma.transpose()).eval();
  for (const Vector& xi : eta.xi) out.mu.push_back(out.sigma * xi);
  return out;
}

/// The inverse of grad A at the mean statistics; not below the floor, where it has no value.
Solution invert(const SharedCovariance& problem, const Matrix& l, const double* floor) {
  const Index columns = l.rows();
  double n = 0;
  Matrix within = Matrix::Zero(columns, columns);
  for (const Group& g : problem.groups) {
    n += g.n;
    if (g.n > 0) within += g.second - g.first * (g.first / g.n).transpose();
  }
  if (!(n > 0)) within = Matrix::Identity(columns, columns), n = 1;
  Natural eta;
  eta.lambda = above_floor(within / n, l, floor).inverse();
  for (const Group& g : problem.groups)
    eta.xi.push_back(g.n > 0 ? Vector(eta.lambda * (g.first / g.n)) : Vector::Zero(columns));
  return from_natural(eta);
}

/// Newton's method on sum_k (S_k eta - n_k A(eta)) + log p(mu, Sigma), concave in eta; the density
/// is taken in (mu, Sigma). With a_k = n_k + strength and b = sum n_k + dof + D + 1 + G its
/// gradient is
///   in xi_k:   s_k + strength m0_k - a_k mu_k
///   in Lambda: (b Sigma + sum_k a_k mu_k mu_k^T - T) / 2,
///              T = Psi0 + sum_k (S_k + strength m0_k m0_k^T)
/// and the step that makes both vanish to first order, with d mu = Sigma (d xi - d Lambda mu) and
/// d Sigma = -Sigma d Lambda Sigma, needs no Hessian in full.
class Newton {
 public:
  explicit Newton(const SharedCovariance& problem) : problem_(problem) {
    const Index columns = problem.scatter.rows();
    power_ =
        problem.dof + static_cast<double>(columns + 1 + static_cast<Index>(problem.groups.size()));
    total_ = problem.scatter;
    for (const Group& g : problem.groups) {
      power_ += g.n;
      total_ += g.second + problem.strength * g.prior_mean * g.prior_mean.transpose();
    }
    // Below the solution in every direction: from there a whole step never leaves the domain.
    eta_.lambda = power_ / total_.trace() * Matrix::Identity(columns, columns);
    eta_.xi.assign(problem.groups.size(), Vector::Zero(columns));
  }

  Solution solve() {
    double before = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 200; ++i) {
      const double length = step();
      // Quadratic convergence: what is left after a short step is its square.
      if (!(length > 1e-9) || (length < 1e-6 && length >= before)) break;
      before = length;
    }
    return from_natural(eta_);
  }

 private:
  /// One step; returns its length relative to Lambda.
  double step() {
    const Solution at = from_natural(eta_);
    Matrix gradient = power_ * at.sigma - total_;
    std::vector<Vector> moves;
    for (std::size_t k = 0; k < problem_.groups.size(); ++k) {
      const Group& g = problem_.groups[k];
      const double a = g.n + problem_.strength;
      const Vector move = (g.first + problem_.strength * g.prior_mean) / a - at.mu[k];
      gradient += a * (at.mu[k] * at.mu[k].transpose() + move * at.mu[k].transpose() +
                       at.mu[k] * move.transpose());
      moves.push_back(move);
    }
    Matrix step = eta_.lambda * gradient * eta_.lambda / power_;
    step = 0.5 * (step + step.transpose()).eval();
    const double longest = step.norm() / eta_.lambda.norm();
    double t = 1;
    while (t > 1e-6 && !cholesky(eta_.lambda + t * step)) t /= 2;
    for (std::size_t k = 0; k < moves.size(); ++k) {
      // mu moves as it should; xi = Lambda mu follows.
      const Vector mu = at.mu[k] + t * moves[k];
      eta_.xi[k] = (eta_.lambda + t * step) * mu;
    }
    eta_.lambda += t * step;
    return longest;
  }

  const SharedCovariance& problem_;
  double power_ = 0;
  Matrix total_;
  Natural eta_;
};

Group group(const FrameMoments& x, const std::optional<Matrix>& change) {
  Group out{x.n, x.n * x.shift, x.scatter + x.n * x.shift * x.shift.transpose(),
            Vector::Zero(x.shift.size())};
  if (!change) return out;
  out.first = *change * out.first;
  out.second = *change * out.second * change->transpose();
  return out;
}

Solution solve(SharedCovariance& problem, const std::vector<FrameMoments>& x,
               const NormalInverseWishart* prior, const double* floor) {
  for (std::size_t k = 0; k < x.size(); ++k)
    problem.groups.push_back(group(x[k], to_first_frame(x, k)));
  if (prior == nullptr) return invert(problem, x[0].l, floor);
  problem.strength = prior->strength, problem.dof = prior->dof;
  const Matrix seen = x[0].u.triangularView<Eigen::Lower>() * prior->factor;
  problem.scatter = seen * seen.transpose();
  for (std::size_t k = 0; k < x.size(); ++k)
    problem.groups[k].prior_mean = x[0].u * (prior->mean - x[k].centre);
  return Newton(problem).solve();
}

}  // namespace

void FullGaussian::point_mass(const Statistics& statistics, std::span<const double> prior,
                              const Bounds& bounds, std::span<double> point) const {
  const NormalInverseWishart p = prior.empty() ? NormalInverseWishart{} : hyper(prior, 0);
  for (std::size_t k = 0; k < statistics.components; ++k) {
    const std::vector<FrameMoments> x = {frame_moments(statistics, k, dimension())};
    SharedCovariance problem;
    const Solution y = solve(problem, x, prior.empty() ? nullptr : &p, data_factor(bounds));
    store_point(x[0].centre + x[0].l * y.mu[0], x[0].l * factor_of(y.sigma), point, k);
  }
}

void TiedFullGaussian::point_mass(const Statistics& statistics, std::span<const double> prior,
                                  const Bounds& bounds, std::span<double> point) const {
  const NormalInverseWishart p = prior.empty() ? NormalInverseWishart{} : hyper(prior, 0);
  const std::vector<FrameMoments> x = frame_moments(statistics, dimension());
  SharedCovariance problem;
  const Solution y = solve(problem, x, prior.empty() ? nullptr : &p, data_factor(bounds));
  const Matrix factor = x[0].l * factor_of(y.sigma);
  for (std::size_t k = 0; k < statistics.components; ++k)
    store_point(x[k].centre + x[0].l * y.mu[k], factor, point, k);
}

}  // namespace varimix::internal
