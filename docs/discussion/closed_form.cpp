// One Gaussian: the formula, Newton's method, the library's ml and EM.
#include <algorithm>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

struct Moments {
  double n = 0, mean = 0, variance = 0;  // variance: divisor N
};

Moments moments(const std::vector<double>& x) {
  long double sum = 0, squares = 0;
  const auto n = static_cast<long double>(x.size());
  for (const double v : x) sum += v;
  for (const double v : x) squares += (v - sum / n) * (v - sum / n);
  return {static_cast<double>(n), static_cast<double>(sum / n), static_cast<double>(squares / n)};
}

/// log L of one Gaussian, from the moments.
double log_likelihood(const Moments& s, double mean, double log_variance) {
  const double squares = s.variance + (s.mean - mean) * (s.mean - mean);
  return -s.n / 2 * (std::log(2 * M_PI) + log_variance + squares * std::exp(-log_variance));
}

/// Newton's method in (mean, log variance), damped until every step rises; knows no formula for the
/// end.
ClosedForm::Route newton(const Moments& s, double mean, double log_variance,
                         std::vector<std::array<double, 2>>& walk) {
  std::size_t steps = 0;
  walk.push_back({mean, std::exp(log_variance / 2)});
  for (; steps < 100; ++steps) {
    const double v = std::exp(log_variance), gap = s.mean - mean;
    const double squares = s.variance + gap * gap;
    const double g1 = s.n * gap / v, g2 = s.n / 2 * (squares / v - 1);
    const double h11 = s.n / v, h12 = s.n * gap / v, h22 = s.n / 2 * squares / v;
    double d1 = 0, d2 = 0, next = 0;
    const double here = log_likelihood(s, mean, log_variance);
    for (double damping = 0;; damping = std::max(2 * damping, 0.1)) {
      const double a = h11 * (1 + damping), c = h22 * (1 + damping);
      d1 = (c * g1 - h12 * g2) / (a * c - h12 * h12);
      d2 = (a * g2 - h12 * g1) / (a * c - h12 * h12);
      next = log_likelihood(s, mean + d1, log_variance + d2);
      if ((a * c > h12 * h12 && next >= here) || damping > 1e6) break;
    }
    mean += d1;
    log_variance += d2;
    walk.push_back({mean, std::exp(log_variance / 2)});
    if (std::abs(d1) < 1e-10 && std::abs(d2) < 1e-10) break;
  }
  return {"direct ascent (Newton)", mean, std::exp(log_variance),
          log_likelihood(s, mean, log_variance), steps + 1};
}

ClosedForm::Route by_library(const std::string& name, const Backend& backend) {
  const Fit f =
      fit(Model(1, gaussian()), waiting(), backend, until_still(Belief(point({{1, 55, 400}}))));
  return {name, f.mean(0)[0], f.covariance(0)(0, 0), f.log_likelihood, f.iterations};
}

/// Where log L is `fall` below its maximum: (mean, sd), a closed curve.
void add_contour(const Moments& s, double fall, Json& out) {
  // log L = -n/2 (log v + (s2 + (mean - m)^2) / v) + const: solved for the mean, sd by sd.
  const auto slack = [&](double sd) {
    const double v = sd * sd;
    return 2 * fall / s.n + 1 + std::log(s.variance) - std::log(v) - s.variance / v;
  };
  const double best = std::sqrt(s.variance);
  const auto zero = [&](double outside) {
    double inside = best;
    for (int i = 0; i < 100; ++i) {
      const double middle = (inside + outside) / 2;
      (slack(middle) > 0 ? inside : outside) = middle;
    }
    return inside;
  };
  const double low = zero(0.05 * best), high = zero(20 * best);
  for (int i = 0; i <= 80; ++i) {
    const double angle = 2 * M_PI * i / 80;
    const double sd = (low + high) / 2 + (high - low) / 2 * std::cos(angle);
    const double reach = sd * std::sqrt(std::max(0.0, slack(sd)));
    out.push_back({{"mean", seen(s.mean + (std::sin(angle) < 0 ? -reach : reach))},
                   {"sd", seen(sd)},
                   {"fall", fall},
                   {"order", i}});
  }
}

}  // namespace

ClosedForm closed_form() {
  const Moments s = moments(values(waiting()));
  ClosedForm out;
  out.routes.push_back(
      {"closed form", s.mean, s.variance, log_likelihood(s, s.mean, std::log(s.variance)), 0});
  out.routes.push_back(newton(s, 55, std::log(400.0), out.walk));
  out.routes.push_back(by_library("`ml`", ml()));
  out.routes.push_back(by_library("`em`, $K = 1$", em()));
  for (const ClosedForm::Route& r : out.routes)
    out.gap = std::max(out.gap, gap({r.mean, r.variance, r.log_likelihood},
                                    {s.mean, s.variance, out.routes[0].log_likelihood}));
  return out;
}

Section closed_form_section() {
  const ClosedForm found = closed_form();
  Section out{"closed_form", {}, {}};
  std::vector<std::vector<std::string>> rows;
  for (const ClosedForm::Route& r : found.routes)
    rows.push_back({r.name, fixed(r.mean, 6), fixed(r.variance, 5), fixed(r.log_likelihood, 6),
                    r.steps == 0 ? "none" : whole(r.steps)});
  out.numbers["table"] = table(
      {"way", "$\\hat\\mu$, min", "$\\hat\\sigma^2$, min²", "$\\log L$, nats", "steps"}, rows);
  out.numbers["digits"] = found.gap < 1e-11 ? "11" : "fewer than 11";
  out.numbers["steps"] = whole(found.routes[1].steps);

  Json contours = Json::array(), walk = Json::array();
  const Moments s = moments(values(waiting()));
  for (const double fall : {1.0, 5.0, 20.0, 50.0, 100.0, 200.0}) add_contour(s, fall, contours);
  for (std::size_t i = 0; i < found.walk.size(); ++i)
    walk.push_back({{"mean", seen(found.walk[i][0])}, {"sd", seen(found.walk[i][1])}, {"step", i}});
  const Json end = {{{"mean", seen(s.mean)}, {"sd", seen(std::sqrt(s.variance))}}};
  out.figures.push_back(
      figure("closed_form",
             "Contours of the log-likelihood of one Gaussian and a walk to its maximum", R"({
    "width": 480, "height": 300,
    "layer": [
      {"data": {"name": "contours"},
       "mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.8},
       "encoding": {"order": {"field": "order"}, "detail": {"field": "fall"},
         "color": {"field": "fall", "type": "ordinal", "title": ["nats below", "the maximum"],
           "scale": {"range": ["#243B53", "#486581", "#627D98", "#829AB1", "#9FB3C8", "#BCCCDC"]},
           "legend": {"orient": "right"}}}},
      {"data": {"name": "walk"},
       "mark": {"type": "line", "color": "#D55E00", "strokeWidth": 2,
                "point": {"filled": true, "size": 45, "color": "#D55E00"}},
       "encoding": {"order": {"field": "step"}}},
      {"data": {"name": "end"},
       "mark": {"type": "point", "shape": "cross", "size": 320, "strokeWidth": 2, "opacity": 1,
                "color": "#1F2933"}},
      {"data": {"values": [{"mean": 55, "sd": 20, "text": "start"}]},
       "mark": {"type": "text", "align": "left", "dx": 8, "dy": -8, "fontSize": 12,
                "color": "#D55E00"},
       "encoding": {"text": {"field": "text"}}}],
    "encoding": {
      "x": {"field": "mean", "type": "quantitative", "title": "mean μ, minutes",
            "scale": {"zero": false}},
      "y": {"field": "sd", "type": "quantitative", "title": "standard deviation σ, minutes",
            "scale": {"zero": false}}}
  })",
             {{"contours", contours}, {"walk", walk}, {"end", end}}));
  return out;
}

}  // namespace varimix::discussion
