#include "backend/maximum_likelihood.hpp"

#include <algorithm>
#include <cmath>

#include "belief/belief.hpp"

namespace varimix::internal {
namespace {

constexpr double kSufficientRise = 1e-4;  // Armijo's condition
constexpr int kMostRefusals = 30;
// A rise below this share of the objective is rounding.
constexpr double kRounding = 1e-14;

}  // namespace

void MaximumLikelihoodRule::begin(const Belief& belief, const Statistics& statistics) {
  std::vector<std::string> ignored;
  accept(point_summary(model_.family(), belief, ignored), statistics, statistics.evidence);
}

void MaximumLikelihoodRule::accept(const Point& at, const Statistics& statistics,
                                   double objective) {
  const bool first = !started_;
  if (first) coordinates_.lay_out(at);
  Vector next = coordinates_.coordinates(at), gradient, information;
  if (first) at_ = next;
  coordinates_.differentiate(at, statistics, gradient, information);
  if (!first) memory_.remember(next - at_, gradient_ - gradient);
  at_ = std::move(next);
  gradient_ = std::move(gradient);
  information_ = std::move(information);
  objective_ = objective;
  started_ = true;
  refusals_ = 0;
  choose_direction();
}

void MaximumLikelihoodRule::choose_direction() {
  direction_ = memory_.direction(gradient_, information_);
  slope_ = gradient_.dot(direction_);
  if (!(slope_ > 0) || !direction_.allFinite()) {
    memory_.forget();
    direction_ = memory_.direction(gradient_, information_);
    slope_ = gradient_.dot(direction_);
  }
  step_ = 1;
}

Belief MaximumLikelihoodRule::update(const Statistics& statistics) {
  if (!started_) {
    proposal_.weights.clear();
    for (const double n : statistics.counts)
      proposal_.weights.push_back(n / statistics.total_weight);
    proposal_.parameters.resize(statistics.components * model_.family().sizes().point);
    model_.family().estimate_rules()->estimate(statistics, bounds_, proposal_.parameters);
    return proposal_;
  }
  proposal_ = coordinates_.point(at_ + step_ * direction_);
  return proposal_;
}

Judgement MaximumLikelihoodRule::judge(const Statistics& statistics, double objective) {
  if (!started_) {
    accept(proposal_, statistics, objective);
    return Judgement::accepted;
  }
  if (verdict_ != Judgement::accepted) return verdict_;
  const double rise = objective - objective_;
  if (rise >= kSufficientRise * step_ * slope_ && rise >= 0) {
    accept(proposal_, statistics, objective);
    return Judgement::accepted;
  }
  const bool only_rounding = slope_ <= kRounding * std::abs(objective_);
  if (only_rounding || ++refusals_ > kMostRefusals) {
    if (memory_.empty() || only_rounding) {
      verdict_ = only_rounding ? Judgement::exhausted : Judgement::stuck;
      return verdict_;
    }
    memory_.forget();
    refusals_ = 0;
    choose_direction();
    return Judgement::refused;
  }
  // The parabola through both values and the slope at the start; well inside what was tried.
  const double bend = std::isfinite(rise) ? step_ * slope_ - rise : 0.0;
  const double parabola = bend > 0 ? 0.5 * slope_ * step_ * step_ / bend : 0.1 * step_;
  step_ = std::clamp(parabola, 0.1 * step_, 0.5 * step_);
  return Judgement::refused;
}

}  // namespace varimix::internal
