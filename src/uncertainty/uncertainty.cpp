#include "varimix/uncertainty.hpp"

#include "fit/refuse.hpp"
#include "uncertainty/bootstrap.hpp"

namespace varimix {

Uncertainty uncertainty(const Fit& fit, const Data& data, const UncertaintyOptions& options) {
  using Method = UncertaintyOptions::Method;
  if (options.method == Method::bootstrap || options.method == Method::parametric_bootstrap)
    return internal::bootstrap(fit, data, options);
  internal::refuse("this method is not built in here; accepted: bootstrap, parametric_bootstrap");
}

}  // namespace varimix
