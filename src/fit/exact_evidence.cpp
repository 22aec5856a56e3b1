#include <algorithm>
#include <cmath>
#include <limits>

#include "backend/rule.hpp"
#include "belief/belief.hpp"
#include "fit/door.hpp"
#include "fit/refuse.hpp"
#include "statistics/expectation_pass.hpp"
#include "varimix/evidence.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// log sum exp, a term at a time.
class LogSum {
 public:
  void add(double term) {
    if (term == -kInfinity) return;
    if (term <= highest_) {
      sum_ += std::exp(term - highest_);
      return;
    }
    sum_ = sum_ * std::exp(highest_ - term) + 1;
    highest_ = term;
  }
  double value() const { return sum_ > 0 ? highest_ + std::log(sum_) : -kInfinity; }

 private:
  double highest_ = -kInfinity, sum_ = 0;
};

/// The rows whose component is open, and how many ways there are to choose.
struct Assignments {
  std::vector<std::size_t> open;
  std::vector<std::int32_t> fixed;  ///< [N] the label; kLatent for open and absent rows
  std::size_t count = 1;

  Assignments(const Data& data, std::size_t components) : fixed(data.rows(), kLatent) {
    for (std::size_t n = 0; n < data.rows(); ++n) {
      if (!takes_part(data, n)) continue;
      if (data.label(n) != kLatent) {
        fixed[n] = data.label(n);
        continue;
      }
      if (data.weight(n) != 1)
        refuse(
            "row " + std::to_string(n + 1) + " weighs " + text(data.weight(n)) +
            ": exact evidence enumerates one component per row; accepted: weights 0 and 1 (repeat "
            "rows instead), or a known label");
      open.push_back(n);
      if (count > kMostAssignments / components)
        refuse("exact evidence enumerates K^N assignments, here more than " +
               std::to_string(kMostAssignments) +
               "; accepted: up to 21 open rows at K = 2, 13 at K = 3");
      count *= components;
    }
  }
  /// The i-th choice: digits of i in base K.
  std::vector<std::int32_t> at(std::size_t i, std::size_t components) const {
    std::vector<std::int32_t> z = fixed;
    for (const std::size_t n : open) {
      z[n] = static_cast<std::int32_t>(i % components);
      i /= components;
    }
    return z;
  }
};

/// log p(x, z): the ELBO of the data with every label known is exact, for its posterior is.
double log_joint(const Model& model, const Data& labelled, const Summary& summary,
                 const Bounds& bounds, Rule& rule, ThreadTeam& team) {
  const Rows rows(labelled, summary);
  const Family& family = model.family();
  const PassContext context{rows, family, bounds, team};
  const auto given = [&](const Block& block, double* r, std::size_t stride) {
    for (std::size_t k = 0; k < model.components(); ++k)
      std::fill_n(r + k * stride, block.rows, 0.0);
  };
  const Belief belief = rule.update(assignment_pass(context, model.components(), given));
  return expectation_pass(context, scorer(family, belief), Assignment::soft).evidence -
         rule.penalty(belief);
}

}  // namespace
}  // namespace internal

double exact_log_evidence(const Model& model, const Data& data, std::size_t threads) {
  using namespace internal;
  const Summary summary = summarize(data);
  std::vector<std::string> warnings;
  const bool explicit_prior = model.prior_kind() == Model::Prior::given;
  check_data(*model.family().with_columns(data.columns()), model.components(), explicit_prior, data,
             summary);
  const Model resolved = model_for(MeanField{}, model, data, summary, warnings);
  const Bounds bounds = resolved.family().bounds(summary);
  const Assignments assignments(data, model.components());
  constexpr std::size_t kChunk = 4096;
  const std::size_t chunks = (assignments.count + kChunk - 1) / kChunk;
  std::vector<double> partial(chunks);
  ThreadTeam team(threads);
  team.run(chunks, [&](std::size_t chunk) {
    ThreadTeam alone(1);
    const auto rule = make_rule(MeanField{}, resolved, bounds);
    LogSum sum;
    const std::size_t end = std::min(assignments.count, (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i)
      sum.add(log_joint(resolved, data.with_labels(assignments.at(i, model.components())), summary,
                        bounds, *rule, alone));
    partial[chunk] = sum.value();
  });
  LogSum total;
  for (const double part : partial) total.add(part);
  return total.value();
}

double exact_log_likelihood(const Model& model, const Data& data, const Point& point) {
  using namespace internal;
  const Summary summary = summarize(data);
  const FamilyPtr family = model.family().with_columns(data.columns());
  const Model over_columns(model.components(), family);
  check_data(*family, model.components(), true, data, summary);
  check_start(over_columns, data, Start(Belief(point)));
  const Assignments assignments(data, model.components());
  ThreadTeam team(1);
  const Bounds bounds = family->bounds(summary);
  const Scorer at = scorer(*family, Belief(point));
  LogSum sum;
  for (std::size_t i = 0; i < assignments.count; ++i) {
    const Data labelled = data.with_labels(assignments.at(i, model.components()));
    const Rows rows(labelled, summary);
    sum.add(expectation_pass({rows, *family, bounds, team}, at, Assignment::soft).evidence);
  }
  return sum.value();
}

}  // namespace varimix
