// The data as a Gibbs sampler takes them: the rows that take part, and the copy in which missing
// cells are filled anew in every sweep.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "data/rows.hpp"
#include "varimix/model.hpp"

namespace varimix::internal {

/// Rows that take part, each once with its weight; one that stands for several and has latent
/// missing cells as often as it weighs, since each of these has values of its own there. Immutable;
/// chains share it.
class GibbsRows {
 public:
  /// Throws std::invalid_argument where a weight is no whole number, or there are more than 1e7
  /// rows by weight. Outlived by the model.
  GibbsRows(const Model& model, const Data& data, const Summary& summary);
  GibbsRows(const GibbsRows&) = delete;
  GibbsRows& operator=(const GibbsRows&) = delete;

  std::size_t size() const { return row_of_.size(); }  ///< M
  /// The row of the data that each is. [M]
  const std::vector<std::size_t>& row_of() const { return row_of_; }
  /// [M], whole numbers.
  const std::vector<double>& weights() const { return seen_->weights(); }
  /// As observed, missing cells NaN.
  const Rows& seen() const { return *rows_; }
  /// Those with cells to be filled.
  const std::vector<std::size_t>& open() const { return open_; }
  /// Components that a known label names: they keep their places. [K]
  const std::vector<bool>& named() const { return named_; }

 private:
  std::vector<std::size_t> row_of_, open_;
  std::vector<bool> named_;
  std::unique_ptr<const Data> seen_;
  Summary summary_;
  std::unique_ptr<const Rows> rows_;
};

/// One chain's own copy, cells filled.
class CompletedRows {
 public:
  explicit CompletedRows(const GibbsRows& rows);
  CompletedRows(const CompletedRows&) = delete;
  CompletedRows& operator=(const CompletedRows&) = delete;

  void fill(std::size_t m, std::size_t d, double value) { values_[d * size_ + m] = value; }
  const Rows& rows() const { return rows_ ? *rows_ : seen_.seen(); }

 private:
  const GibbsRows& seen_;
  std::size_t size_;
  std::vector<double> values_;  ///< [M x D] column-major; empty where nothing is to be filled
  std::unique_ptr<const Data> data_;
  Summary summary_;
  std::unique_ptr<const Rows> rows_;
};

}  // namespace varimix::internal
