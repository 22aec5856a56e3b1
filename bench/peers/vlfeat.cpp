// VLFeat's diagonal mixture, in double.
extern "C" {
#include <vl/gmm.h>
}

#include "peer.hpp"

int main(int argc, char** argv) {
  const peers::Case c(argc, argv);
  vl_set_num_threads(static_cast<vl_size>(c.threads));
  VlGMM* model = vl_gmm_new(VL_TYPE_DOUBLE, c.columns, c.components);
  std::vector<double> covariances, weights(c.components, 1.0 / static_cast<double>(c.components));
  for (std::size_t k = 0; k < c.components; ++k)
    covariances.insert(covariances.end(), c.variance.begin(), c.variance.end());
  vl_gmm_set_initialization(model, VlGMMCustom);
  vl_gmm_set_means(model, c.means.data());
  vl_gmm_set_covariances(model, covariances.data());
  vl_gmm_set_priors(model, weights.data());
  vl_gmm_set_covariance_lower_bound(model, 1e-12);
  vl_gmm_set_max_num_iterations(model, static_cast<vl_size>(c.iterations));
  double log_likelihood = 0;
  const double all = peers::seconds([&] { log_likelihood = vl_gmm_em(model, c.x.data(), c.rows); });
  peers::report(all, c.iterations, log_likelihood);
  vl_gmm_delete(model);
}
