// The data of a command, and fits to them: what is wrong with the data is told with file and line.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "varimix/fit.hpp"
#include "varimix/read.hpp"

namespace varimix::cli {

struct Input {
  Table table;
  Dataset dataset;
};

/// The data's columns: as asked for, else those of the model where it names some.
Input read_input(const DataOptions& data, const Model& model);

/// Says once more what is wrong with the data, now with the file and the line.
[[noreturn]] void refuse_data(const Input& input, const Family& family, const std::string& why);

/// One fit, its progress on a terminal. Throws InputError with one line.
Fit fit_input(const Model& model, const Backend& backend, const Input& input, FitOptions options);

}  // namespace varimix::cli
