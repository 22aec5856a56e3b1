#include "family/gaussian_information.hpp"

#include <cmath>

#include "math/special.hpp"

namespace varimix::internal {
namespace {

using Eigen::Index;

Index at(std::size_t i) { return static_cast<Index>(i); }

/// Place of (a, b), a >= b, among the pairs.
Index pair(Index a, Index b) { return a * (a + 1) / 2 + b; }

/// Offsets of coordinates: p per unit for its mean, then the pairs of each group's covariance.
struct Coordinates {
  const GaussianUnits& units;
  Index mean(std::size_t u) const { return at(u * units.p); }
  Index covariance(std::size_t g) const { return at(units.count() * units.p + g * units.pairs()); }
  Index size() const { return covariance(units.groups); }
};

std::vector<double> row_major(const Matrix& m) {
  std::vector<double> out(static_cast<std::size_t>(m.size()));
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      out.data(), m.rows(), m.cols()) = m;
  return out;
}

/// Means, then the lower triangle of the covariance, component by component, with the gradient of
/// each in the coordinates.
struct Places {
  std::vector<Place> list;
  std::vector<std::size_t> unit;  ///< each belongs to
  std::vector<Vector> gradients;

  void add(const Place& place, std::size_t u, Vector gradient) {
    list.push_back(place);
    unit.push_back(u);
    gradients.push_back(std::move(gradient));
  }
};

/// Sigma_ij = (L E L^T)_ij by E_ab, a >= b.
Vector covariance_gradient(const Matrix& l, Index i, Index j, Index first, Index size) {
  Vector out = Vector::Zero(size);
  for (Index a = 0; a < l.rows(); ++a)
    for (Index b = 0; b <= a; ++b)
      out[first + pair(a, b)] = a == b ? l(i, a) * l(j, a) : l(i, a) * l(j, b) + l(i, b) * l(j, a);
  return out;
}

void add_mean(const GaussianUnits& units, const GaussianFrame& frame, std::size_t u, Index size,
              Places& out) {
  const Coordinates c{units};
  const std::size_t k = u / units.per_component();
  for (std::size_t i = 0; i < units.p; ++i) {
    Vector gradient = Vector::Zero(size);
    gradient.segment(c.mean(u), at(units.p)) = frame.factor.row(at(i)).transpose();
    out.add({k, "mean", 0, (u % units.per_component()) * units.p + i}, u, std::move(gradient));
  }
}

void add_covariance(const GaussianUnits& units, const GaussianFrame& frame, std::size_t u,
                    Index size, Places& out) {
  const Coordinates c{units};
  const std::size_t k = u / units.per_component(), first = (u % units.per_component()) * units.p;
  for (std::size_t i = 0; i < units.p; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      out.add({k, "covariance", first + i, first + j}, u,
              covariance_gradient(frame.factor, at(i), at(j), c.covariance(units.group[u]), size));
}

std::string name_of(const GaussianUnits& units, std::size_t u) {
  const std::size_t k = u / units.per_component(), d = u % units.per_component();
  std::string out = "component " + std::to_string(k + 1) + ": its covariance";
  if (units.per_component() > 1) out += " in column " + std::to_string(d + 1);
  return out;
}

/// The statistics of a unit, with what a prior adds to them.
struct UnitSums {
  double n = 0;
  Vector first;
  Matrix second;
};

UnitSums unit_sums(const GaussianUnits& units, std::span<const double> sums, std::size_t u) {
  const double* s = sums.data() + u * units.statistics();
  const Index p = at(units.p);
  UnitSums out{s[0], Eigen::Map<const Vector>(s + 1, p), Matrix(p, p)};
  for (Index a = 0; a < p; ++a)
    for (Index b = 0; b <= a; ++b) out.second(a, b) = out.second(b, a) = s[1 + p + pair(a, b)];
  return out;
}

/// d c / d xi of one unit: c = (-tr E / 2, delta, E_aa / 2 or E_ab) to first order.
void add_slope(const GaussianUnits& units, std::size_t u, Matrix& slope) {
  const Coordinates c{units};
  const Index row = at(u * units.statistics()), p = at(units.p);
  const Index e = c.covariance(units.group[u]);
  for (Index a = 0; a < p; ++a) {
    slope(row, e + pair(a, a)) = -0.5;
    slope(row + 1 + a, c.mean(u) + a) = 1;
    for (Index b = 0; b <= a; ++b)
      slope(row + 1 + p + pair(a, b), e + pair(a, b)) = a == b ? 0.5 : 1;
  }
}

// To second order in mu = delta, Sigma = I + E, with n_v rows that speak of Sigma,
//   -log L = n |delta|^2 / 2 + delta' E s + tr(E^2 S) / 2 - n_v tr(E^2) / 4.
void add_mean_information(const GaussianUnits& units, std::size_t u, const UnitSums& s,
                          Matrix& information) {
  const Coordinates c{units};
  const Index p = at(units.p), m = c.mean(u), e = c.covariance(units.group[u]);
  for (Index a = 0; a < p; ++a) {
    information(m + a, m + a) += s.n;
    for (Index b = 0; b <= a; ++b) {  // E_ab: delta_a s_b + delta_b s_a
      information(m + a, e + pair(a, b)) += s.first[b];
      if (a != b) information(m + b, e + pair(a, b)) += s.first[a];
    }
  }
}

void add_covariance_information(Index first, double count, const Matrix& second,
                                Matrix& information) {
  const Index p = second.rows();
  for (Index a = 0; a < p; ++a) {
    for (Index b = 0; b <= a; ++b) {
      // G = (F S + S F) / 2 - n_v F / 2 with F = e_a e_b' + e_b e_a' (e_a e_a' on the diagonal)
      Matrix f = Matrix::Zero(p, p);
      f(a, b) = f(b, a) = 1;
      const Matrix fs = f * second;
      const Matrix g = 0.5 * (fs + fs.transpose() - count * f);
      for (Index i = 0; i < p; ++i)
        for (Index j = 0; j <= i; ++j)
          information(first + pair(i, j), first + pair(a, b)) +=
              i == j ? g(i, i) : g(i, j) + g(j, i);
    }
  }
}

Matrix full_information(const GaussianUnits& units, const std::vector<GaussianFrame>& frames,
                        std::span<const double> sums, const GaussianHyper* prior) {
  const Coordinates c{units};
  const Index p = at(units.p);
  Matrix out = Matrix::Zero(c.size(), c.size());
  std::vector<double> counts(units.groups, 0.0);
  std::vector<Matrix> seconds(units.groups, Matrix::Zero(p, p));
  std::vector<bool> begun(units.groups, false);
  for (std::size_t u = 0; u < units.count(); ++u) {
    const std::size_t g = units.group[u];
    UnitSums s = unit_sums(units, sums, u);
    counts[g] += s.n;
    if (prior != nullptr) {
      const auto l = frames[u].factor.triangularView<Eigen::Lower>();
      const Vector y = l.solve(prior->means[u] - frames[u].mean);
      const double strength = prior->strengths[u];
      s.n += strength;
      s.first += strength * y;
      s.second += strength * y * y.transpose();
      counts[g] += 1;  // |Sigma|^(-1/2) of the mean's own density
      if (!begun[g]) {
        const Matrix psi = l.solve(prior->factors[g]);
        s.second += psi * psi.transpose();
        counts[g] += prior->dofs[g] + static_cast<double>(units.p) + 1;
        begun[g] = true;
      }
    }
    seconds[g] += s.second;
    add_mean_information(units, u, s, out);
  }
  for (std::size_t g = 0; g < units.groups; ++g)
    add_covariance_information(c.covariance(g), counts[g], seconds[g], out);
  out.bottomLeftCorner(c.size() - c.covariance(0), c.covariance(0)) =
      out.topRightCorner(c.covariance(0), c.size() - c.covariance(0)).transpose();
  return out;
}

/// The coordinates that are left when groups are held.
std::vector<Index> free_coordinates(const GaussianUnits& units, const std::vector<bool>& held) {
  const Coordinates c{units};
  std::vector<Index> out;
  for (Index i = 0; i < c.covariance(0); ++i) out.push_back(i);
  for (std::size_t g = 0; g < units.groups; ++g)
    for (Index i = c.covariance(g); !held[g] && i < c.covariance(g + 1); ++i) out.push_back(i);
  return out;
}

Matrix rows_of(const std::vector<Vector>& rows, Index size) {
  Matrix out(at(rows.size()), size);
  for (std::size_t i = 0; i < rows.size(); ++i) out.row(at(i)) = rows[i].transpose();
  return out;
}

}  // namespace

InformationRules::Curvature gaussian_curvature(const GaussianUnits& units,
                                               const std::vector<GaussianFrame>& frames,
                                               std::span<const double> sums,
                                               const GaussianHyper* prior,
                                               const std::vector<bool>& held) {
  const Coordinates c{units};
  const std::vector<Index> free = free_coordinates(units, held);
  Matrix slope = Matrix::Zero(at(units.count() * units.statistics()), c.size());
  Places places;
  InformationRules::Curvature out;
  for (std::size_t u = 0; u < units.count(); ++u) add_slope(units, u, slope);
  const std::size_t each = units.per_component();
  for (std::size_t k = 0; k < units.components; ++k) {
    for (std::size_t u = k * each; u < (k + 1) * each; ++u)
      add_mean(units, frames[u], u, c.size(), places);
    for (std::size_t u = k * each; u < (k + 1) * each; ++u) {
      if (!held[units.group[u]])
        add_covariance(units, frames[u], u, c.size(), places);
      else
        out.warnings.push_back(name_of(units, u) +
                               " is at its floor and is held there: it has no standard error");
    }
  }
  out.coordinates = free.size();
  out.slope = row_major(slope(Eigen::all, free));
  out.information = row_major(full_information(units, frames, sums, prior)(free, free));
  out.places = places.list;
  out.map = row_major(rows_of(places.gradients, c.size())(Eigen::all, free));
  return out;
}

namespace {

/// Var log |S^-1| = sum_i trigamma((nu - i) / 2), i = 0 ... p - 1.
double variance_of_log_determinant(double dof, std::size_t p) {
  double out = 0;
  for (std::size_t i = 0; i < p; ++i) out += trigamma(0.5 * (dof - static_cast<double>(i)));
  return out;
}

// W = S^-1 ~ Wishart(nu, I / nu): Cov(W_ij, W_kl) = (d_ik d_jl + d_il d_jk) / nu, Cov(log |W|, W) =
// 2 I / nu; given W, W mu ~ N(0, W / kappa) and mu' W mu ~ chi^2_p / kappa, independent of W.
Matrix natural_covariance(const GaussianUnits& units, const GaussianHyper& q) {
  const Index size = at(units.count() * units.statistics()), p = at(units.p);
  Matrix out = Matrix::Zero(size, size);
  for (std::size_t u = 0; u < units.count(); ++u) {
    const Index row = at(u * units.statistics());
    const double kappa = q.strengths[u], dof = q.dofs[units.group[u]];
    out(row, row) += 0.5 * static_cast<double>(p) / (kappa * kappa);
    for (Index a = 0; a < p; ++a) out(row + 1 + a, row + 1 + a) = 1 / kappa;
    for (std::size_t v = 0; v < units.count(); ++v) {
      if (units.group[v] != units.group[u]) continue;
      const Index column = at(v * units.statistics());
      out(row, column) += 0.25 * variance_of_log_determinant(dof, units.p);
      for (Index a = 0; a < p; ++a) {
        const Index diagonal = 1 + p + pair(a, a);
        out(row, column + diagonal) = out(column + diagonal, row) = -0.5 / dof;
        for (Index b = 0; b <= a; ++b)
          out(row + 1 + p + pair(a, b), column + 1 + p + pair(a, b)) = (a == b ? 0.5 : 1) / dof;
      }
    }
  }
  return out;
}

/// In the frames: means, covariances, and for p = 1 precisions, one per group.
struct Local {
  Matrix cross, own;
};

// E[S] = nu I / (nu - p - 1) as a function of the natural parameters; covariances of an inverse
// Wishart [Gelman2013, A.1].
Local local_moments(const GaussianUnits& units, const GaussianHyper& q) {
  const Coordinates c{units};
  const Index precisions = units.p == 1 ? at(units.groups) : 0, p = at(units.p);
  const Index size = c.size() + precisions, natural = at(units.count() * units.statistics());
  Local out{Matrix::Zero(size, natural), Matrix::Zero(size, size)};
  const auto left_of = [&](std::size_t g) { return q.dofs[g] - static_cast<double>(p) - 1; };
  for (std::size_t u = 0; u < units.count(); ++u) {
    const std::size_t g = units.group[u];
    const Index row = at(u * units.statistics()), m = c.mean(u), e = c.covariance(g);
    const double dof = q.dofs[g], left = left_of(g);
    for (Index a = 0; a < p; ++a) {
      out.cross(m + a, row + 1 + a) = 1 / q.strengths[u];
      if (left > 0) out.own(m + a, m + a) = dof / (left * q.strengths[u]);
    }
    for (Index a = 0; left > 0 && a < p; ++a) {
      out.cross(e + pair(a, a), row) = -dof / (left * left);
      for (Index b = 0; b <= a; ++b) out.cross(e + pair(a, b), row + 1 + p + pair(a, b)) = 1 / left;
    }
    if (precisions == 0) continue;
    out.cross(c.size() + at(g), row) = 1 / dof;
    out.cross(c.size() + at(g), row + 2) = -1 / dof;
  }
  for (std::size_t g = 0; g < units.groups; ++g) {
    const double dof = q.dofs[g], left = left_of(g);
    const Index e = c.covariance(g), w = c.size() + at(g);
    if (left > 2) {
      const double unit = dof * dof / ((left + 1) * left * left * (left - 2));
      for (Index a = 0; a < p; ++a)
        for (Index b = 0; b < p; ++b) {
          out.own(e + pair(a, a), e + pair(b, b)) = unit * (a == b ? 2 + 2 * left : 2);
          if (b < a) out.own(e + pair(a, b), e + pair(a, b)) = unit * left;
        }
    }
    if (precisions == 0) continue;
    out.own(w, w) = 2 / dof;
    if (left > 0) out.own(w, e) = out.own(e, w) = -2 / left;
  }
  return out;
}

}  // namespace

InformationRules::Moments gaussian_moments(const GaussianUnits& units, const GaussianHyper& q) {
  const Coordinates c{units};
  const Local local = local_moments(units, q);
  const Index size = local.own.rows();
  Places places;
  InformationRules::Moments out;
  const std::size_t each = units.per_component();
  for (std::size_t k = 0; k < units.components; ++k) {
    std::vector<GaussianFrame> frames;
    for (std::size_t u = k * each; u < (k + 1) * each; ++u) {
      const std::size_t g = units.group[u];
      frames.push_back({q.means[u], q.factors[g] / std::sqrt(q.dofs[g])});
      if (q.dofs[g] > static_cast<double>(units.p) + 1)
        add_mean(units, frames.back(), u, size, places);
      if (!(q.dofs[g] > static_cast<double>(units.p) + 3))
        out.warnings.push_back(name_of(units, u) +
                               " has no posterior variance (dof too small) and is left out");
    }
    for (std::size_t u = k * each; u < (k + 1) * each; ++u)
      if (q.dofs[units.group[u]] > static_cast<double>(units.p) + 3)
        add_covariance(units, frames[u - k * each], u, size, places);
    if (units.columns > 1) continue;
    Vector gradient = Vector::Zero(size);
    const double l = frames[0].factor(0, 0);
    gradient[c.size() + at(units.group[k])] = 1 / (l * l);
    places.add({k, "precision", 0, 0}, k, std::move(gradient));
  }
  const Matrix map = rows_of(places.gradients, size);
  for (std::size_t i = 0; i < places.list.size(); ++i) {
    const std::size_t u = places.unit[i], g = units.group[u];
    const Place& place = places.list[i];
    const Index row = at(place.row % units.p), column = at(place.column % units.p);
    const Matrix& l = q.factors[g];
    if (place.parameter == "mean")
      out.values.push_back(q.means[u][column]);
    else if (place.parameter == "precision")
      out.values.push_back(q.dofs[g] / (l(0, 0) * l(0, 0)));
    else
      out.values.push_back(l.row(row).dot(l.row(column)) /
                           (q.dofs[g] - static_cast<double>(units.p) - 1));
  }
  out.places = places.list;
  out.natural = row_major(natural_covariance(units, q));
  out.cross = row_major(map * local.cross);
  out.own = row_major(map * local.own * map.transpose());
  return out;
}

}  // namespace varimix::internal
