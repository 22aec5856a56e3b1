// An E-pass of a fit on its way, ready to be repeated: what every iteration of every backend pays.
#pragma once

#include <memory>

#include "belief/belief.hpp"
#include "common/cases.hpp"
#include "statistics/expectation_pass.hpp"

namespace varimix::bench {

/// On one set of rows, which must outlive it.
class Pass {
 public:
  Pass(const Model& model, const Data& data, const Backend& backend, const Start& start,
       std::size_t threads = 1)
      : data_(data),
        fitted_(fit(model, data, backend,
                    {.start = start, .tolerance = 0, .max_iterations = 2, .threads = threads})),
        summary_(summarize(data, true)),
        rows_(data_, summary_),
        bounds_(fitted_.model.family().bounds(summary_)),
        team_(threads),
        scorer_(internal::scorer(fitted_.model.family(), fitted_.belief)) {}
  Pass(const Pass&) = delete;  // its parts refer to each other
  Pass& operator=(const Pass&) = delete;

  Statistics operator()() {
    return internal::expectation_pass({rows_, fitted_.model.family(), bounds_, team_}, scorer_,
                                      internal::Assignment::soft);
  }
  const Model& model() const { return fitted_.model; }  ///< resolved
  const Bounds& bounds() const { return bounds_; }

 private:
  Data data_;
  Fit fitted_;
  Summary summary_;
  internal::Rows rows_;
  Bounds bounds_;
  internal::ThreadTeam team_;
  Scorer scorer_;
};

/// The case, drawn when it was not the last one asked for: Google Benchmark asks again and again.
inline const Case& drawn(const CaseSize& size) {
  static std::unique_ptr<const Case> last;
  if (!last || last->size.name != size.name) {
    last.reset();  // two of them may be large
    last = std::make_unique<const Case>(size);
  }
  return *last;
}

}  // namespace varimix::bench
