// log p = F + KL, with log p by enumeration of all 4096 assignments of twelve rows.
#include <algorithm>

#include "discussion/claims.hpp"
#include "discussion/figure.hpp"

namespace varimix::discussion {
namespace {

constexpr std::size_t kRows = 12, kSteps = 7;

/// F(q, theta) = sum_n sum_k r (log pi f - log r), and KL(q || p(z | x, theta)).
Divergence::Bar split(const std::string& label, const Data& data, const std::vector<double>& q,
                      const std::vector<Component>& at) {
  Divergence::Bar out{label, 0, 0};
  const std::size_t k_all = at.size();
  for (std::size_t n = 0; n < data.rows(); ++n) {
    double density = 0;
    for (const Component& c : at)
      density += c.weight * normal_density(data.value(n, 0), c.mean, c.variance);
    for (std::size_t k = 0; k < k_all; ++k) {
      const double joint =
          at[k].weight * normal_density(data.value(n, 0), at[k].mean, at[k].variance);
      const double r = q[n * k_all + k];
      if (r == 0) continue;
      out.bound += r * (std::log(joint) - std::log(r));
      out.divergence += r * (std::log(r) - std::log(joint / density));
    }
  }
  return out;
}

Partition dealt() {
  Partition out;
  for (std::size_t n = 0; n < kRows; ++n) out.components.push_back(n % 3 == 0 ? 0 : 1);
  return out;
}

Json bars(const std::vector<Divergence::Bar>& all, double base) {
  Json out = Json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Divergence::Bar& b = all[i];
    out.push_back(
        {{"at", b.label}, {"i", i}, {"from", base}, {"to", seen(b.bound)}, {"part", "F"}});
    out.push_back({{"at", b.label},
                   {"i", i},
                   {"from", seen(b.bound)},
                   {"to", seen(b.bound + b.divergence)},
                   {"part", "KL"}});
  }
  return out;
}

}  // namespace

Divergence divergence() {
  const Data data = head(waiting(), kRows);
  const Model model(2, gaussian());
  Divergence out;
  // EM half step by half step: q = responsibilities of the last theta (E), then a new theta (M).
  const std::vector<Fit> fits = path(model, data, em(), dealt(), kSteps);
  for (std::size_t t = 0; t < fits.size(); ++t) {
    const std::vector<double> q = responsibilities(fits[t], data);
    const auto add = [&](const std::string& step, const Fit& at) {
      out.em.push_back(split(step + whole(t + 1), data, q, components(at)));
      out.em_exact.push_back(exact_log_likelihood(at.model, data, at.summary));
    };
    add("E", fits[t]);
    if (t + 1 < fits.size()) add("M", fits[t + 1]);
  }
  out.log_evidence = exact_log_evidence(model.with_default_prior(), data, 1);
  for (const Fit& f : path(model, data, vb(), dealt(), 11))
    out.vb.push_back({whole(out.vb.size() + 1), f.objective, out.log_evidence - f.objective});
  return out;
}

Section divergence_section() {
  const Divergence found = divergence();
  Section out{"divergence", {}, {}};
  out.numbers["evidence"] = fixed(found.log_evidence, 4);
  out.numbers["first bound"] = fixed(found.vb.front().bound, 4);
  out.numbers["first gap"] = fixed(found.vb.front().divergence, 4);
  out.numbers["bound"] = fixed(found.vb.back().bound, 4);
  out.numbers["gap"] = fixed(found.vb.back().divergence, 4);
  out.numbers["beyond"] = fixed(found.vb.back().divergence - std::log(2), 4);
  out.numbers["assignments"] = whole(std::size_t{1} << kRows);
  out.numbers["rows"] = whole(kRows);
  double low = found.em.front().bound;
  for (const Divergence::Bar& b : found.em) low = std::min(low, b.bound);
  const double em_base = std::floor(low) - 1;
  const double vb_base = std::floor(found.vb.front().bound) - 1;
  const std::string panel = R"(
      "encoding": {
        "x": {"field": "at", "type": "ordinal", "title": "X", "sort": {"field": "i"},
              "axis": {"labelAngle": 0}},
        "y": {"field": "from", "type": "quantitative", "title": "nats",
              "scale": {"zero": false, "nice": false}},
        "y2": {"field": "to"},
        "color": {"field": "part", "type": "nominal", "title": null,
          "scale": {"domain": ["F", "KL"], "range": ["#0072B2", "#E69F00"]},
          "legend": {"orient": "right"}}}})";
  const auto panel_of = [&](const std::string& title, const std::string& data,
                            const std::string& x) {
    std::string text = panel;
    text.replace(text.find("\"X\""), 3, "\"" + x + "\"");
    return R"({"width": 290, "height": 250, "title": ")" + title + R"(", "data": {"name": ")" +
           data + R"("}, "mark": {"type": "bar"},)" + text;
  };
  out.figures.push_back(figure(
      "divergence", "The log-likelihood and the log evidence as bound and divergence",
      "{\"hconcat\": [" + panel_of("EM: log p(x | θ), half step by half step", "em", "step") + "," +
          panel_of("VB: log p(x)", "vb", "iteration") + "]}",
      {{"em", bars(found.em, em_base)}, {"vb", bars(found.vb, vb_base)}}));
  return out;
}

}  // namespace varimix::discussion
