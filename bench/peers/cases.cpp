// Writes the data and the start of one case, as every program of the comparison reads it.
//
//   PREFIX.x.f64     N x D values, row-major, little-endian doubles
//   PREFIX.mean.f64  K x D start means, rows of the data; every start covariance is
//   diag(var(data)), PREFIX.var.f64   D variances; every start weight 1/K PREFIX.npy, PREFIX.json
//   the same for varimix: fit PREFIX.npy --init PREFIX.json
//
// Components lie three standard deviations apart as a rule; correlated, or along the axes.
#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Case {
  std::string prefix;
  Eigen::Index rows, columns, components;
  bool correlated;
};

struct Draws {
  explicit Draws(std::uint64_t seed) : engine(seed) {}
  double normal() { return gaussian(engine); }
  Matrix normals(Eigen::Index rows, Eigen::Index columns) {
    return Matrix::NullaryExpr(rows, columns, [&] { return normal(); });
  }
  Eigen::Index below(Eigen::Index n) {
    return std::uniform_int_distribution<Eigen::Index>(0, n - 1)(engine);
  }
  std::mt19937_64 engine;
  std::normal_distribution<double> gaussian;
};

/// x = mean + A z of a component drawn in proportion to gamma(5) weights.
Matrix rows_of(const Case& c, Draws& draws) {
  const auto d = static_cast<double>(c.columns);
  const Matrix means = 3 / std::sqrt(2 * d) * draws.normals(c.components, c.columns);
  std::vector<Matrix> maps;
  std::vector<double> weights;
  std::gamma_distribution<double> gamma(5);
  std::uniform_real_distribution<double> width(0.6, 1.4);
  for (Eigen::Index k = 0; k < c.components; ++k) {
    Matrix a = Matrix::Identity(c.columns, c.columns);
    if (c.correlated)
      a += 0.4 / std::sqrt(d) * draws.normals(c.columns, c.columns);
    else
      for (Eigen::Index j = 0; j < c.columns; ++j) a(j, j) = width(draws.engine);
    maps.push_back(std::move(a));
    weights.push_back(gamma(draws.engine));
  }
  std::discrete_distribution<std::size_t> component(weights.begin(), weights.end());
  Matrix x(c.rows, c.columns);
  for (Eigen::Index n = 0; n < c.rows; ++n) {
    const std::size_t k = component(draws.engine);
    x.row(n) =
        means.row(static_cast<Eigen::Index>(k)) + draws.normals(1, c.columns) * maps[k].transpose();
  }
  return x;
}

/// Rows of different places.
Matrix start_means(const Case& c, const Matrix& x, Draws& draws) {
  std::vector<Eigen::Index> chosen;
  while (static_cast<Eigen::Index>(chosen.size()) < c.components) {
    const Eigen::Index n = draws.below(c.rows);
    if (std::find(chosen.begin(), chosen.end(), n) == chosen.end()) chosen.push_back(n);
  }
  return x(chosen, Eigen::all);
}

std::ofstream open(const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  if (!out) throw std::runtime_error(path + ": cannot be written");
  return out;
}

void write_raw(std::ofstream out, const double* values, Eigen::Index count) {
  out.write(reinterpret_cast<const char*>(values),
            static_cast<std::streamsize>(count) * static_cast<std::streamsize>(sizeof(double)));
  if (!out.flush()) throw std::runtime_error("a file of the case could not be written whole");
}

void write_npy(const std::string& path, const Matrix& x) {
  std::string header = fmt::format(
      "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}), }}", x.rows(), x.cols());
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
  header += '\n';
  std::ofstream out = open(path);
  out.write("\x93NUMPY\x01\x00", 8);
  out.put(static_cast<char>(header.size() % 256)).put(static_cast<char>(header.size() / 256));
  out << header;
  write_raw(std::move(out), x.data(), x.size());
}

std::string list(const Eigen::RowVectorXd& values) {
  std::string out;
  for (const double v : values) out += fmt::format("{}{:.17g}", out.empty() ? "[" : ", ", v);
  return out + "]";
}

void write_start(const std::string& path, const Matrix& means, const Eigen::RowVectorXd& variance) {
  const Eigen::Index k = means.rows(), d = means.cols();
  std::string centres, covariances, covariance;
  for (Eigen::Index i = 0; i < d; ++i)
    covariance +=
        (i == 0 ? "[" : ", ") + list(variance.cwiseProduct(Eigen::RowVectorXd::Unit(d, i)));
  covariance += "]";
  for (Eigen::Index i = 0; i < k; ++i) {
    centres += (i == 0 ? "[" : ", ") + list(means.row(i));
    covariances += (i == 0 ? "[" : ", ") + covariance;
  }
  open(path) << fmt::format("{{\"weights\": {}, \"means\": {}], \"covariances\": {}]}}\n",
                            list(Eigen::RowVectorXd::Constant(k, 1.0 / static_cast<double>(k))),
                            centres, covariances);
}

void write(const Case& c) {
  Draws draws(20240u + static_cast<std::uint64_t>(c.columns * 1000 + c.components));
  const Matrix x = rows_of(c, draws), means = start_means(c, x, draws);
  const Eigen::RowVectorXd centre = x.colwise().mean();
  const Eigen::RowVectorXd variance =
      (x.rowwise() - centre).colwise().squaredNorm() / static_cast<double>(c.rows);
  write_raw(open(c.prefix + ".x.f64"), x.data(), x.size());
  write_raw(open(c.prefix + ".mean.f64"), means.data(), means.size());
  write_raw(open(c.prefix + ".var.f64"), variance.data(), variance.size());
  write_npy(c.prefix + ".npy", x);
  write_start(c.prefix + ".json", means, variance);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    fmt::print(stderr, "usage: varimix_case PREFIX ROWS COLUMNS COMPONENTS full|diagonal\n");
    return 2;
  }
  try {
    write({argv[1], std::atol(argv[2]), std::atol(argv[3]), std::atol(argv[4]),
           std::string(argv[5]) == "full"});
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
