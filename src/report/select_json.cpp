#include "model/json_writer.hpp"
#include "report/select_table.hpp"

namespace varimix::internal {
namespace {

void write_count(JsonWriter& json, const std::optional<std::size_t>& count) {
  count ? json.count(*count) : json.null();
}

void write_covariance(JsonWriter& json, const Candidate& c) {
  json.key("covariance");
  c.covariance().empty() ? json.null() : json.text(c.covariance());
}

void write_row(JsonWriter& json, const Candidate& c, const SelectOptions& options) {
  const Criteria criteria = c.point ? c.point->criteria : Criteria{};
  json.begin_object();
  json.key("components").count(c.components());
  write_covariance(json, c);
  json.key("log_likelihood")
      .number(c.point ? std::optional(c.point->log_likelihood) : std::nullopt);
  json.key("bic").number(criteria.bic);
  json.key("aic").number(criteria.aic);
  json.key("icl").number(criteria.icl);
  json.key("elbo").number(c.elbo());
  json.key("free_parameters");
  write_count(json, criteria.free_parameters);
  json.key("elbo_plus_log_factorial").number(c.elbo_plus_log_factorial);
  json.key("components_in_use");
  write_count(json, c.components_in_use());
  json.key("cv_log_density").number(c.point_validation.log_density);
  json.key("cv_standard_error").number(c.point_validation.standard_error);
  json.key("cv_log_density_vb").number(c.variational_validation.log_density);
  json.key("cv_standard_error_vb").number(c.variational_validation.standard_error);
  json.key("converged")
      .flag(c.point && c.point->converged() && c.variational && c.variational->converged());
  json.key("spurious").flag(c.point && c.point->spurious);
  json.key("refusals").texts(refusals(c, method_name(options.point)));
  json.end();
}

void write_winner(JsonWriter& json, const char* criterion, const ModelSelection& all,
                  const std::optional<std::size_t>& winner) {
  json.key(criterion);
  if (!winner) return json.null();
  const Candidate& c = all.candidates[*winner];
  json.begin_object();
  json.key("components").count(c.components());
  write_covariance(json, c);
  json.end();
}

}  // namespace

std::string select_json(const SelectOptions& options, const ModelSelection& all) {
  const Winners best = all.winners();
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::kLines);
  json.key("format").text("varimix-select/1");
  json.key("method").text(method_name(options.point));
  json.key("folds");
  options.folds > 0 ? json.count(options.folds) : json.null();
  json.key("rows").begin_list(JsonWriter::Layout::kLines);
  for (const Candidate& c : all.candidates) write_row(json, c, options);
  json.end();
  json.key("winners").begin_object(JsonWriter::Layout::kLines);
  write_winner(json, "bic", all, best.bic);
  write_winner(json, "aic", all, best.aic);
  write_winner(json, "icl", all, best.icl);
  write_winner(json, "elbo", all, best.elbo);
  write_winner(json, "elbo_plus_log_factorial", all, best.elbo_plus_log_factorial);
  write_winner(json, "cv_log_density", all, best.point_validation);
  write_winner(json, "cv_log_density_vb", all, best.variational_validation);
  json.end();
  json.end();
  return json.str() + "\n";
}

}  // namespace varimix::internal
