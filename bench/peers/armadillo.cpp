// Armadillo's gmm_full and gmm_diag.
#include <omp.h>

#include <armadillo>

#include "peer.hpp"

namespace {

template <typename Model, typename Covariances>
void run(const peers::Case& c, const Covariances& covariances) {
  // Columns are observations: the row-major data as they lie.
  const arma::mat x(const_cast<double*>(c.x.data()), c.columns, c.rows, false, true);
  const arma::mat means(c.means.data(), c.columns, c.components);
  Model model;
  arma::rowvec weights(c.components);
  weights.fill(1.0 / static_cast<double>(c.components));
  model.set_params(means, covariances, weights);
  const double all = peers::seconds([&] {
    if (!model.learn(x, c.components, arma::eucl_dist, arma::keep_existing, 0,
                     static_cast<arma::uword>(c.iterations), 1e-10, false))
      throw std::runtime_error("Armadillo could not learn");
  });
  peers::report(all, c.iterations, model.avg_log_p(x) * static_cast<double>(c.rows));
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Case c(argc, argv);
  omp_set_num_threads(c.threads);
  const arma::vec variance(c.variance);
  if (!c.full) {
    arma::mat covariances(c.columns, c.components);
    covariances.each_col() = variance;
    run<arma::gmm_diag>(c, covariances);
    return 0;
  }
  arma::cube covariances(c.columns, c.columns, c.components);
  covariances.each_slice() = arma::mat(arma::diagmat(variance));
  run<arma::gmm_full>(c, covariances);
}
