#include "report/uncertainty_report.hpp"

#include <fmt/format.h>

#include <span>

#include "report/fit_json.hpp"
#include "report/table.hpp"
#include "varimix/report.hpp"

namespace varimix {
namespace internal {
namespace {

constexpr char kWeight[] = "weight";

bool is_matrix(const Estimate& estimate) { return estimate.parameter == "covariance"; }

std::string method_words(const std::string& method) {
  if (method == "information") return "Standard errors, from the observed information of the data";
  if (method == "bootstrap") return "Standard errors, from fits to rows drawn anew from the data";
  if (method == "parametric-bootstrap")
    return "Standard errors, from fits to rows drawn from the fit";
  if (method == "linear-response")
    return "Posterior standard deviations, corrected by linear response";
  return "Posterior standard deviations";
}

}  // namespace

std::string estimate_name(const Estimate& estimate, const std::vector<std::string>& columns) {
  if (estimate.parameter == kWeight || columns.size() < 2) return estimate.parameter;
  const std::string out = estimate.parameter + " " + columns.at(estimate.column);
  return is_matrix(estimate) ? out + ", " + columns.at(estimate.row) : out;
}

std::string uncertainty_text(const Uncertainty& of, const std::vector<std::string>& columns) {
  TextTable table;
  table.numbers("component", 1);
  table.words("parameter");
  // Rows differ by orders of magnitude: each number shows digits of its own.
  table.words("value");
  table.words("se");
  table.words(fmt::format("{:.4g} % interval", 100 * of.level));
  for (const Estimate& e : of.estimates)
    table.row(
        {static_cast<double>(e.component + 1), estimate_name(e, columns), short_number(e.value),
         fmt::format("{:.4g}", e.standard_error),
         fmt::format("[{}, {}]", short_number(e.interval.lower), short_number(e.interval.upper))});
  std::string out = "\n" + method_words(of.method) + "\n" + table.text(2);
  for (const std::string& warning : of.warnings) out += wrapped("- " + warning, 2) + "\n";
  return out;
}

void write_estimates(JsonWriter& json, const Uncertainty& of,
                     const std::vector<std::string>& columns,
                     const std::function<void(std::size_t)>& more) {
  json.key("estimates").begin_list(JsonWriter::Layout::kLines);
  for (std::size_t p = 0; p < of.estimates.size(); ++p) {
    const Estimate& e = of.estimates[p];
    json.begin_object();
    json.key("component").count(e.component + 1);
    json.key("parameter").text(e.parameter);
    if (is_matrix(e)) json.key("row").text(columns.at(e.row));
    if (e.parameter != kWeight) json.key("column").text(columns.at(e.column));
    json.key("value").number(e.value);
    json.key("standard_error").number(e.standard_error);
    json.key("interval").numbers(std::vector<double>{e.interval.lower, e.interval.upper});
    if (more) more(p);
    json.end();
  }
  json.end();
}

void write_uncertainty(JsonWriter& json, const Uncertainty& of,
                       const std::vector<std::string>& columns) {
  json.key("uncertainty").begin_object(JsonWriter::Layout::kLines);
  json.key("method").text(of.method);
  json.key("level").number(of.level);
  write_estimates(json, of, columns);
  json.key("covariance").begin_list(JsonWriter::Layout::kLines);
  const std::size_t size = of.estimates.size();
  for (std::size_t p = 0; p < size; ++p)
    json.numbers(std::span(of.covariance).subspan(p * size, size));
  json.end();
  json.key("warnings").texts(of.warnings);
  json.end();
}

}  // namespace internal

std::string summary_text(const Fit& fit, const Uncertainty& uncertainty) {
  return summary_text(fit) + internal::uncertainty_text(uncertainty, fit.model.columns());
}

std::string to_json(const Fit& fit, const Uncertainty& uncertainty) {
  internal::JsonWriter json;
  internal::write_fit(json, fit, [&](internal::JsonWriter& more) {
    internal::write_uncertainty(more, uncertainty, fit.model.columns());
  });
  return json.str();
}

}  // namespace varimix
