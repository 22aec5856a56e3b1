// What a user writes: one include, one library, and Eigen for purposes of their own. The last
// matters: this program is also compiled with other flags than the library, and then its Eigen must
// not become the library's (src/cmake/seal_archive.sh).
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <iostream>
#include <varimix/varimix.hpp>

namespace {

// Some of everything that a mixture library is likely to do with matrices too.
double own_use_of_eigen(Eigen::Index size) {
  const Eigen::MatrixXd data = Eigen::MatrixXd::Random(50, size);
  Eigen::MatrixXd scatter = data.transpose() * data;
  scatter.diagonal().array() += 1;
  const Eigen::LLT<Eigen::MatrixXd> cholesky(scatter);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(scatter);
  const Eigen::MatrixXd factor = cholesky.matrixL();
  return cholesky.solve(factor * eigen.eigenvalues()).norm();
}

// Every backend, through views and copies of the program's own matrices.
bool fits_with_every_backend() {
  Eigen::MatrixXd table(60, 2);
  for (Eigen::Index n = 0; n < table.rows(); ++n) {
    const double wave = 0.1 * static_cast<double>(n % 7);
    table.row(n) << (n % 3 == 0 ? 10.0 + wave : 2.0 - wave), static_cast<double>(n % 5);
  }
  const varimix::Data column = varimix::Data::view(table.col(0));
  const varimix::Data counts = varimix::Data::copy(table.col(1).array() + 1);
  bool all = true;
  for (const char* method : {"ml", "em", "map", "vb", "vb-point"}) {
    const varimix::Backend backend = varimix::backend_from_name(method);
    const varimix::Fit two = varimix::fit(varimix::Model(2, varimix::gaussian()), column, backend);
    const varimix::Fit one = varimix::fit(varimix::Model(1, varimix::poisson()), counts, backend);
    const Eigen::VectorXd weights = two.weights();
    all = all && std::abs(weights.sum() - 1) < 1e-12 && two.mean(0)[0] < 5 && two.mean(1)[0] > 5 &&
          std::abs(one.parameter("rate", 0)[0] - 3) < 0.5 &&
          varimix::log_density(two, column).size() == 60;
  }
  return all;
}

}  // namespace

int main() {
  double sum = 0;
  for (Eigen::Index size = 1; size < 20; ++size) sum += own_use_of_eigen(size);
  std::cout << "varimix " << varimix::version() << ", " << sum << '\n';
  return fits_with_every_backend() ? 0 : 1;
}
