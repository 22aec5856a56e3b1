// A mixture whose family is known at compile time: a backend that needs what the family lacks does
// not compile.
#pragma once

#include <memory>

#include "varimix/family/adapter.hpp"
#include "varimix/fit.hpp"

namespace varimix {

/// A mixture of K components of a family known at compile time.
template <ColumnFamily F>
struct Mixture {
  std::size_t components = 1;
  F family{};
  Model model() const { return Model(components, std::make_shared<FamilyOf<F>>(family)); }
};

template <typename F, typename B>
inline constexpr bool kSupports = false;
template <DirectFamily F>
inline constexpr bool kSupports<F, MaximumLikelihood> = true;
template <ColumnFamily F>
inline constexpr bool kSupports<F, ExpectationMaximization> = true;
template <ConjugateFamily F>
inline constexpr bool kSupports<F, MeanField> = true;

/// Like fit(Model, ...); a backend that needs what F lacks is refused by the compiler.
template <ColumnFamily F, typename B>
requires(kSupports<F, B>) Fit fit(const Mixture<F>& mixture, const Data& data, const B& backend,
                                  const FitOptions& options = {}) {
  return fit(mixture.model(), data, Backend(backend), options);
}

}  // namespace varimix
