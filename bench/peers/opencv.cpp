// OpenCV's cv::ml::EM.
#include <opencv2/ml.hpp>

#include "peer.hpp"

int main(int argc, char** argv) {
  peers::Case c(argc, argv);
  cv::setNumThreads(c.threads);
  const int rows = static_cast<int>(c.rows), columns = static_cast<int>(c.columns);
  const int components = static_cast<int>(c.components);
  const cv::Mat x(rows, columns, CV_64F, c.x.data());
  const cv::Mat means(components, columns, CV_64F, c.means.data());
  const cv::Mat variance(1, columns, CV_64F, c.variance.data());
  const std::vector<cv::Mat> covariances(c.components, cv::Mat::diag(variance.t()));
  const cv::Mat weights(1, components, CV_64F, cv::Scalar(1.0 / components));
  const auto model = cv::ml::EM::create();
  model->setClustersNumber(components);
  model->setCovarianceMatrixType(c.full ? cv::ml::EM::COV_MAT_GENERIC
                                        : cv::ml::EM::COV_MAT_DIAGONAL);
  model->setTermCriteria({cv::TermCriteria::COUNT, c.iterations, 0});
  cv::Mat log_likelihoods;
  const double all =
      peers::seconds([&] { model->trainE(x, means, covariances, weights, log_likelihoods); });
  peers::report(all, c.iterations, cv::sum(log_likelihoods)[0]);
}
