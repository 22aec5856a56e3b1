// What a person sees: charts, and a page that holds them.
//
// The page is one HTML file that needs nothing else: it asks no network for anything. Its charts
// are drawn by a runtime, JavaScript text that the build puts into the command and that an
// installed varimix keeps in share/varimix/vega-runtime.js; a program hands it over in PageOptions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "varimix/fit.hpp"
#include "varimix/select.hpp"
#include "varimix/uncertainty.hpp"

namespace varimix {

/// A chart as a Vega-Lite 6 spec that holds its data and its look: for notebooks and papers.
struct Plot {
  std::string name;         ///< "density", "trace", ...; letters, digits and _
  std::string title;        ///< what it shows
  std::string description;  ///< what is to be read off, for who cannot see it
  std::string json;         ///< the spec
};

/// `data` are those of the fit. Intervals are those of `uncertainty`, or the posterior's own.
std::vector<Plot> plots(const Fit& fit, const Data& data, const Uncertainty* uncertainty = nullptr);
/// Several methods, one model, the same data.
std::vector<Plot> plots(std::span<const Fit> fits, const Data& data);
/// Criteria by K, then the charts of the point fit that BIC prefers.
std::vector<Plot> plots(const ModelSelection& selection, const Data& data);

struct PageOptions {
  std::string_view runtime;  ///< JavaScript that draws; must not be empty
  std::string source;        ///< where the data came from, for the heading
  std::string text;          ///< the same in plain text, shown on demand; may be empty
};

/// The page. Throws std::invalid_argument without a runtime.
std::string report_html(const Fit& fit, const Data& data, const PageOptions& options,
                        const Uncertainty* uncertainty = nullptr);
std::string report_html(std::span<const Fit> fits, const Data& data, const PageOptions& options);
std::string report_html(const ModelSelection& selection, const Data& data,
                        const PageOptions& options);

}  // namespace varimix
