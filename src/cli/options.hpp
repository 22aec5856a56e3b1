// The options that several commands share: as text when given, and as what the library takes.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "varimix/backend.hpp"
#include "varimix/error.hpp"
#include "varimix/fit.hpp"
#include "varimix/gibbs.hpp"
#include "varimix/model.hpp"
#include "varimix/read.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix::cli {

class Parser;
using Text = std::optional<std::string>;

/// Which file, and which of its columns play which part.
struct DataOptions {
  std::string path;
  Text columns, weights, labels;

  void declare(Parser& parser);
  Selection selection() const;
};

/// What is assumed.
struct ModelOptions {
  Text components, family, covariance, prior, weights_prior, file;

  void declare(Parser& parser);
  /// Nothing was said about the model.
  bool empty() const;
  /// The model they describe, or the one in the file. Throws InputError where they contradict each
  /// other.
  Model model() const;
  /// work(), of which complaints about the prior begin with the option that gave it.
  template <typename Work>
  auto located(Work work) const {
    try {
      return work();
    } catch (const std::invalid_argument& error) {
      throw InputError(place_of(error.what()) + error.what());
    }
  }

 private:
  std::string place_of(std::string_view complaint) const;
};

/// How to infer it.
struct BackendOptions {
  Text method, assignment;

  void declare(Parser& parser);
  /// --method gibbs, which is no backend.
  bool gibbs() const;
  /// `fallback` is the method when none was asked for.
  Backend backend(const std::string& fallback) const;
  /// Refuses what the method cannot use: a prior that em would ignore, a hard assignment in vb.
  void check(const Backend& backend, const ModelOptions& model) const;
};

/// Where to begin and when to stop.
struct SearchOptions {
  Text init, seed, restarts, tolerance, max_iterations, acceleration, precision, threads;

  void declare(Parser& parser);
  /// The file --init names, or "" when the start is an automatic one.
  std::string start_file() const;
  /// All but a start from a file.
  FitOptions options() const;
};

/// Batches instead of whole passes, for fit.
struct StreamOptions {
  Text passes;

  void declare(Parser& parser);
  /// Refuses what the method or the search leave no room for. `gibbs`: the backend means nothing.
  void apply(bool gibbs, const Backend& backend, const SearchOptions& search,
             FitOptions& options) const;
};

/// How much to draw, for --method gibbs.
struct SamplingOptions {
  Text chains, warm_up, draws, level;

  void declare(Parser& parser);
  /// Refuses them where nothing is sampled; `intervals`: there are some, of another kind.
  void check_unused(bool intervals) const;
  /// Refuses what a sampler has no use for. All but a start from a file.
  GibbsOptions options(const BackendOptions& backend, const SearchOptions& search) const;
  double probability() const;
};

/// How sure the fit is, for fit.
struct CertaintyOptions {
  Text method, replicates;

  void declare(Parser& parser);
  bool asked() const { return method.has_value(); }
  /// Refuses what the method of the fit, or the other options, leave no room for.
  void check(bool gibbs, const Backend& backend) const;
  UncertaintyOptions options(const SearchOptions& search, double level) const;
};

}  // namespace varimix::cli
