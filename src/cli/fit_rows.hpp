// FIT.json DATA: what predict, impute, outliers and merge share. A fit, and rows it need not have
// seen.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "varimix/data.hpp"
#include "varimix/fit.hpp"

namespace varimix::cli {

struct FitAndRows {
  std::string fit_path, data_path;
  Text columns, weights, labels;

  /// FIT.json, DATA and --columns; with `weighted` --weights too, with `labelled` --labels.
  void declare(Parser& parser, bool weighted = false, bool labelled = false);
  /// Throws InputError when both are standard input, or `output` is one of them.
  void check(const std::string& output) const;
  Fit read() const;
  /// The columns of DATA that the fit has, in its order, under their names there; one without any
  /// value is no mistake here, all its cells are missing. Throws InputError naming file, row and
  /// column.
  Data read_rows(const Fit& fit) const;

 private:
  std::vector<std::string> column_names(const Fit& fit) const;
};

}  // namespace varimix::cli
