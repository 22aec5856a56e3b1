// What a person, or another program, reads.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "varimix/fit.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix {

/// A readable page of text: method, objective, why it stopped, one line per component, warnings.
std::string summary_text(const Fit& fit);
/// Format varimix-fit/1, 17 significant digits: reading it back loses no bit.
std::string to_json(const Fit& fit);
/// Both with standard errors and intervals: a table behind the page; in JSON the member
/// "uncertainty", which fit_from_json passes over.
std::string summary_text(const Fit& fit, const Uncertainty& uncertainty);
std::string to_json(const Fit& fit, const Uncertainty& uncertainty);
/// Throws std::invalid_argument with one line (what is wrong, what is accepted).
Fit fit_from_json(std::string_view text);

}  // namespace varimix
