// What the experiments share: data, paths of a fit, numbers as text, a few curves.
#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "discussion/section.hpp"
#include "varimix/varimix.hpp"

namespace varimix::discussion {

// ---- Data

/// 272 waiting times between eruptions of Old Faithful, minutes [AzzaliniBowman1990].
const Data& waiting();
/// Velocities of 82 galaxies, 1000 km/s [Roeder1990].
const Data& galaxies();
/// A file of tests/data.
Data read_data(const std::string& file);
/// The first rows.
Data head(const Data& data, std::size_t rows);
std::vector<double> values(const Data& data, std::size_t column = 0);
/// Values below `cut` are component 1, the others component 2.
Partition split_at(const Data& data, double cut);

// ---- Mixtures of univariate Gaussians as points

struct Component {
  double weight, mean, variance;
};
Point point(const std::vector<Component>& components);
/// Of the point summary.
std::vector<Component> components(const Fit& fit);
/// A fit that was never fitted, to draw from.
Fit truth(const std::vector<Component>& components);
double normal_density(double x, double mean, double variance);

// ---- Running

Backend em();
Backend hard_em();
Backend map();
Backend ml();
Backend vb();
Backend vb_point();
/// One thread, as many iterations as leave only rounding to move.
FitOptions to_the_end(Start start);
/// One thread, until the objective stands still: stops early, with half of the digits.
FitOptions until_still(Start start);
/// One thread, this many iterations.
FitOptions exactly(std::size_t iterations, Start start);
/// The fit after 1, 2, ... iterations, each run from the start; ends early where the fit does.
std::vector<Fit> path(const Model& model, const Data& data, const Backend& backend,
                      const Start& start, std::size_t iterations);
/// Weights, then the family's parameters, of the point summary.
std::vector<double> parameters(const Fit& fit);
/// Largest difference, relative to the larger of the two and 1.
double gap(const std::vector<double>& a, const std::vector<double>& b);
/// Slope of log y against log x by least squares.
double log_slope(const std::vector<double>& x, const std::vector<double>& y);

// ---- Text

std::string fixed(double x, int decimals);    ///< with a proper minus sign
std::string percent(double x, int decimals);  ///< 0.95 -> "95 %"
std::string whole(std::size_t x);             ///< 12 345
/// A Markdown table; the first columns, `texts` of them, are aligned to the left, the others to the
/// right.
std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, std::size_t texts = 1);

// ---- Curves

/// A point of a figure, rounded to what an eye can see.
double seen(double x, int significant = 5);
/// Level curves of f over a rectangle, as straight pieces {x, y, x2, y2, level}.
Json level_curves(const std::function<double(double, double)>& f, std::array<double, 2> x,
                  std::array<double, 2> y, std::size_t cells, const std::vector<double>& levels);

}  // namespace varimix::discussion
