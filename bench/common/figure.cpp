#include "common/figure.hpp"

#include <fstream>
#include <stdexcept>

namespace varimix::bench {

void write_figure(const internal::Chart& chart, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << internal::Json::parse(internal::to_json(chart)).dump(1) << '\n';
  if (!out.flush()) throw std::runtime_error(path + ": cannot be written");
}

}  // namespace varimix::bench
