#include "uncertainty/gibbs_rows.hpp"

#include <cmath>
#include <string>

#include "fit/refuse.hpp"
#include "varimix/select.hpp"

namespace varimix::internal {
namespace {

/// How many of a row's cells are observed.
std::size_t observed_cells(const Data& data, std::size_t n) {
  std::size_t count = 0;
  for (std::size_t d = 0; d < data.columns(); ++d) count += std::isnan(data.value(n, d)) ? 0 : 1;
  return count;
}

void check_weights(const Data& data) {
  double total = 0;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    const double w = data.weight(n);
    if (w != std::floor(w))
      refuse("row " + std::to_string(n + 1) + " weighs " + text(w) +
             ": a Gibbs sampler draws a component for each of the rows it stands for; accepted: "
             "whole numbers");
    total += w;
  }
  if (total > kMostUnits)
    refuse("the rows stand for " + text(total) +
           ": a Gibbs sampler draws a component for each of them; accepted: up to " +
           text(kMostUnits));
}

}  // namespace

GibbsRows::GibbsRows(const Model& model, const Data& data, const Summary& summary)
    : named_(model.components(), false), summary_(summary) {
  check_weights(data);
  const bool latent = model.family().missing_cells_are_latent();
  std::vector<double> weights;
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; n < data.rows(); ++n) {
    const double w = data.weight(n);
    if (!takes_part(data, n)) continue;
    const std::size_t observed = observed_cells(data, n);
    // A row of nothing but its label says all it can by its count.
    const bool open = latent && observed > 0 && observed < data.columns();
    const std::size_t copies = open ? static_cast<std::size_t>(w) : 1;
    for (std::size_t i = 0; i < copies; ++i) {
      if (open) open_.push_back(row_of_.size());
      row_of_.push_back(n);
      weights.push_back(w / static_cast<double>(copies));
      labels.push_back(data.label(n));
    }
    if (data.label(n) != kLatent) named_[static_cast<std::size_t>(data.label(n))] = true;
  }
  std::vector<double> values;
  values.reserve(row_of_.size() * data.columns());
  for (std::size_t d = 0; d < data.columns(); ++d)
    for (const std::size_t n : row_of_) values.push_back(data.value(n, d));
  summary_.rows = row_of_.size();
  seen_ = std::make_unique<const Data>(Data::own(std::move(values), row_of_.size(), data.columns())
                                           .with_weights(std::move(weights))
                                           .with_labels(std::move(labels)));
  rows_ = std::make_unique<const Rows>(*seen_, summary_);
}

CompletedRows::CompletedRows(const GibbsRows& rows)
    : seen_(rows), size_(rows.size()), summary_(rows.seen().summary()) {
  if (rows.open().empty()) return;
  const Data& seen = rows.seen().data();
  values_.reserve(size_ * seen.columns());
  std::size_t missing = 0;
  for (std::size_t d = 0; d < seen.columns(); ++d)
    for (std::size_t m = 0; m < size_; ++m) {
      values_.push_back(seen.value(m, d));
      missing += std::isnan(values_.back()) ? 1 : 0;
    }
  for (const std::size_t m : rows.open()) missing -= seen.columns() - observed_cells(seen, m);
  summary_.complete = missing == 0;  // but for rows of nothing but a label
  data_ = std::make_unique<const Data>(Data(Data::Layout{values_.data(),
                                                         Data::Element::float64,
                                                         size_,
                                                         seen.columns(),
                                                         1,
                                                         static_cast<std::ptrdiff_t>(size_),
                                                         {}})
                                           .with_weights(seen.weights())
                                           .with_labels(seen.labels()));
  rows_ = std::make_unique<const Rows>(*data_, summary_);
}

}  // namespace varimix::internal
