// The look of the page's figures.
#pragma once

#include <string>

#include "discussion/section.hpp"

namespace varimix::discussion {

/// Okabe and Ito's colours, told apart by every kind of colour vision.
inline constexpr const char* kBlue = "#0072B2";
inline constexpr const char* kRed = "#D55E00";
inline constexpr const char* kGreen = "#009E73";
inline constexpr const char* kPink = "#CC79A7";
inline constexpr const char* kOrange = "#E69F00";
inline constexpr const char* kSky = "#56B4E9";
inline constexpr const char* kInk = "#1F2933";

/// A Vega-Lite specification written as JSON, with the page's theme and named data sets put in.
Figure figure(const std::string& name, const std::string& description, const std::string& spec,
              Json datasets);

}  // namespace varimix::discussion
