// Charts as Vega-Lite specs: one look for the report page, --plots and the pictures of the docs.
// A spec holds its data and its look; whatever draws Vega-Lite 6 draws it without more.
//
//   Table t;
//   t.numbers("x", x).numbers("y", y).texts("series", names);
//   Chart chart{"gain", "What each iteration gains", "A line that falls from ...", {}};
//   chart.spec = layers(t, {line(axis("x", "Iteration"), axis("y", "Nats"), series(names))});
//   std::string text = to_json(chart);
//
// Fields of the data have names of ours ("x", "density"); names from outside go into titles and
// values only, where Vega-Lite reads them as plain text, whatever they hold.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace varimix::internal {

using Json = nlohmann::ordered_json;

struct Chart {
  std::string name;         ///< of its file: letters, digits, _
  std::string title;        ///< what it shows, in a line
  std::string description;  ///< the same for who cannot see it: what is to be read off
  Json spec;                ///< data, marks and sizes; to_json adds title, description and look
};

/// Config of every chart: fonts, sizes, colours, quiet axes; black on white, as print wants it.
Json theme();
/// Of eight colours that all kinds of colour vision tell apart [OkabeIto2008]; they repeat.
std::string colour(std::size_t k);
inline constexpr char kInk[] = "#1a1a1a";   ///< the sum of all, totals, marks
inline constexpr char kBars[] = "#c9ced6";  ///< the data

/// So many significant digits, all that a picture can show; null where not finite.
Json number(double value, int digits = 6);

/// Inline data, column by column; all of one length.
class Table {
 public:
  /// Six digits of the range of the column, where the values lie close together; never fewer than
  /// six of each value.
  Table& numbers(const std::string& field, std::span<const double> values);
  Table& texts(const std::string& field, std::span<const std::string> values);
  /// The same word in every row; after a column that tells their number.
  Table& text(const std::string& field, const std::string& value);
  std::size_t rows() const { return rows_.size(); }
  /// {"values": [{field: value, ...}, ...]}
  Json json() const;

 private:
  Json& row(std::size_t n, std::size_t count);
  std::vector<Json> rows_;
};

// --- Encoding channels.

/// Quantitative; `title` with the unit. `zero`: the axis must hold 0.
Json axis(const std::string& field, const std::string& title, bool zero = false);
/// Quantitative, logarithmic.
Json log_axis(const std::string& field, const std::string& title);
/// Words in the order given.
Json words(const std::string& field, const std::string& title, std::span<const std::string> order);
/// Colour by the field "series": these names in this order, with a legend; `first_ink`: the first
/// one is drawn in ink (the total), the others in colours.
Json series(std::span<const std::string> names, bool first_ink = false);

// --- Layers: a mark and its encoding; `data` only where it differs from the chart's own.

Json layer(Json mark, Json encoding, const Table* data = nullptr);
Json line(Json x, Json y, Json color, const Table* data = nullptr);
/// Bars from field "from" to field "to", from 0 up to y: a histogram.
Json bars(const std::string& x_title, Json y, const Table* data = nullptr);
/// A filled area from 0 up to y; stacked where asked for.
Json area(Json x, Json y, Json color, bool stacked, const Table* data = nullptr);
Json points(Json x, Json y, Json color, const Table* data = nullptr);
/// An interval from field "lower" to field "upper" along x.
Json rules(const std::string& x_title, Json y, Json color, const Table* data = nullptr);

/// One view of several layers over `data`, 520 x 300 unless changed.
Json layers(const Table& data, std::vector<Json> of);

/// The whole spec: $schema, title, description, config, data. One line; safe inside a <script>.
std::string to_json(const Chart& chart);
/// Any JSON as text that cannot end a <script>; broken UTF-8 is replaced.
std::string script_safe(const Json& json);

}  // namespace varimix::internal
