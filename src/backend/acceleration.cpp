#include "backend/acceleration.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace varimix::internal {
namespace {

/// Pairs that Anderson's mixing remembers.
constexpr std::size_t kPairs = 6;
/// Nats per unit of weight: while the plain rule rises faster it chooses the basin by itself.
constexpr double kSmallRise = 1e-3;
/// The longest step, as a share of what one row's worth of information tells apart.
constexpr double kLongest = 1.0;
/// Plain steps after the first refusal; twice as many after every further one, to this number.
constexpr std::size_t kFewestPlain = 1, kMostPlain = 32;

}  // namespace

AcceleratedRule::AcceleratedRule(std::unique_ptr<Rule> plain, Acceleration how, const Model& model,
                                 const Bounds& bounds)
    : plain_(std::move(plain)), how_(how), coordinates_(model, bounds), mixing_(kPairs) {}

void AcceleratedRule::begin(const Belief& belief, const Statistics& statistics) {
  plain_->begin(belief, statistics);
  at_ = belief;
}

void AcceleratedRule::restart() {
  mixing_.forget();
  first_step_.reset();
  laid_out_ = false;
}

bool AcceleratedRule::small_steps() const {
  return rise_.has_value() && *rise_ < kSmallRise * total_weight_;
}

Belief AcceleratedRule::update(const Statistics& statistics) {
  extrapolated_ = false;
  if (std::exchange(refused_, false)) {
    proposal_ = next_;
    return proposal_;
  }
  total_weight_ = statistics.total_weight;
  next_ = plain_->update(statistics);
  proposal_ = next_;
  // A posterior to start a point's method from is another kind of belief.
  if (!at_ || at_->index() != next_.index() || !small_steps()) return proposal_;
  if (plain_left_ > 0) {
    --plain_left_;
    return proposal_;
  }
  if (const std::optional<Vector> further = extrapolate(statistics)) {
    if (std::optional<Belief> belief = coordinates_.belief(*further, next_)) {
      proposal_ = std::move(*belief);
      extrapolated_ = true;
    } else {
      restart();
    }
  }
  return proposal_;
}

std::optional<AcceleratedRule::Vector> AcceleratedRule::extrapolate(const Statistics& statistics) {
  if (!std::exchange(laid_out_, true)) coordinates_.lay_out(*at_, statistics);
  const Vector residual = coordinates_.measured(next_) - coordinates_.measured(*at_);
  const Vector next = coordinates_.coordinates(next_);
  if (!residual.allFinite() || residual.squaredNorm() > kLongest * total_weight_) {
    restart();
    return std::nullopt;
  }
  return how_ == Acceleration::anderson ? mix(next, residual)
                                        : square(coordinates_.coordinates(*at_), next, residual);
}

std::optional<AcceleratedRule::Vector> AcceleratedRule::mix(const Vector& next,
                                                            const Vector& residual) {
  mixing_.remember(next, residual);
  if (mixing_.size() < 2) return std::nullopt;
  return mixing_.mix();
}

// theta_0, theta_1 = M(theta_0), theta_2 = M(theta_1); r = theta_1 - theta_0, v = theta_2 - theta_1
// - r: theta_0 - 2 a r + a^2 v with a = -|r| / |v|; a = -1 is theta_2.
std::optional<AcceleratedRule::Vector> AcceleratedRule::square(const Vector& at, const Vector& next,
                                                               const Vector& residual) {
  if (!first_step_) {
    first_step_ = {at, residual};
    return std::nullopt;
  }
  const Step first = std::move(*first_step_);
  first_step_.reset();
  const double curvature = (residual - first.residual).norm();
  const double a = curvature > 0 ? -first.residual.norm() / curvature : -1;
  if (a > -1) return std::nullopt;
  const Vector r = at - first.at, v = (next - at) - r;
  return first.at - 2 * a * r + a * a * v;
}

Judgement AcceleratedRule::judge(const Statistics& statistics, double objective) {
  if (extrapolated_ && !(objective >= *objective_)) {
    refused_ = true;
    restart();
    plain_left_ = patience_;
    patience_ = std::min(2 * patience_, kMostPlain);
    return Judgement::refused;
  }
  if (extrapolated_) patience_ = std::max(patience_ / 2, kFewestPlain);
  const Judgement judgement = plain_->judge(statistics, objective);
  if (objective_) rise_ = objective - *objective_;
  objective_ = objective;
  at_ = proposal_;
  return judgement;
}

Acceleration resolve_acceleration(const FitOptions& options, const Backend& backend,
                                  const Family& family) {
  const auto* em = std::get_if<ExpectationMaximization>(&backend);
  const bool hard = em != nullptr && em->assignment == ExpectationMaximization::Assignment::hard;
  const bool ml = std::holds_alternative<MaximumLikelihood>(backend);
  const bool possible = !hard && !ml && family.direct_rules() != nullptr;
  if (options.acceleration == Acceleration::automatic)
    return possible && options.tolerance > 0 && !options.stream ? Acceleration::anderson
                                                                : Acceleration::none;
  if (options.acceleration == Acceleration::none || possible) return options.acceleration;
  throw std::invalid_argument(
      "acceleration " + to_string(options.acceleration) + ": " +
      (ml     ? "method ml takes quasi-Newton steps of its own"
       : hard ? "hard assignment ends after a few iterations by itself"
              : "family " + family.name() + " lacks unconstrained coordinates") +
      "; accepted: none");
}

}  // namespace varimix::internal
