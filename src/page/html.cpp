#include "page/html.hpp"

#include <fmt/format.h>

#include "page/style.hpp"
#include "varimix/version.hpp"

namespace varimix::internal {
namespace {

// No source of anything but what stands in the page itself; Vega compiles its expressions.
constexpr char kPolicy[] =
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:";

std::string cells(const std::vector<std::string>& row) {
  std::string out;
  for (std::size_t i = 0; i < row.size(); ++i)
    out += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", escaped(row[i]))
                  : fmt::format("<td>{}</td>", escaped(row[i]));
  return "<tr>" + out + "</tr>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

HtmlPage::HtmlPage(const std::string& title, const std::string& subtitle) : title_(title) {
  body_ = fmt::format("<header><h1>{}</h1><p>{}</p></header>\n<main>\n", escaped(title),
                      escaped(subtitle));
}

void HtmlPage::warnings(const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  body_ +=
      "<section class=\"warnings\" aria-labelledby=\"warnings\"><h2 id=\"warnings\">Warnings"
      "</h2><ul>\n";
  for (const std::string& line : lines) body_ += "<li>" + escaped(line) + "</li>\n";
  body_ += "</ul></section>\n";
}

void HtmlPage::heading(const std::string& text) { body_ += "<h2>" + escaped(text) + "</h2>\n"; }

void HtmlPage::facts(const Facts& entries) {
  body_ += "<dl>\n";
  for (const auto& [name, value] : entries)
    body_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), escaped(value));
  body_ += "</dl>\n";
}

void HtmlPage::table(const HtmlTable& table) {
  if (table.rows.empty()) return;
  body_ += fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table>"
      "<caption>{0}</caption>\n<thead><tr>",
      escaped(table.caption));
  for (const std::string& heading : table.headings)
    body_ += "<th scope=\"col\">" + escaped(heading) + "</th>";
  body_ += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) body_ += cells(row);
  body_ += "</tbody></table></div>\n";
}

void HtmlPage::figures(std::span<const Plot> plots) {
  body_ += "<div class=\"figures\">\n";
  for (const Plot& plot : plots)
    body_ += fmt::format(
        "<figure id=\"{0}\"><div class=\"chart\" role=\"img\" aria-label=\"{1}. {2}\"></div>\n"
        "<script type=\"application/json\">{3}</script>\n"
        "<figcaption><strong>{1}.</strong> {2}</figcaption></figure>\n",
        escaped(plot.name), escaped(plot.title), escaped(plot.description), plot.json);
  body_ +=
      "</div>\n<noscript><p>The charts are drawn by JavaScript, which is switched off "
      "here.</p></noscript>\n";
}

void HtmlPage::folded(const std::string& summary, const std::string& text) {
  if (text.empty()) return;
  body_ += fmt::format("<details><summary>{}</summary><pre tabindex=\"0\">{}</pre></details>\n",
                       escaped(summary), escaped(text));
}

std::string HtmlPage::finish(std::string_view runtime) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<link rel=\"icon\" "
      "href=\"data:,\">\n<style>{}</style>\n</head>\n<body>\n",
      kPolicy, escaped(title_), kStyle);
  out += body_;
  out += fmt::format("</main>\n<footer>varimix {}</footer>\n<script>", VARIMIX_VERSION_STRING);
  out += runtime;
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace varimix::internal
