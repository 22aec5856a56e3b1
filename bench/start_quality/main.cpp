// Does the default start find the optimum? EM with default settings against mclust's own fits run
// to their tight end, tests/references/mclust_fits.csv; one line per fit, the share reached at the
// end.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

#include "varimix/varimix.hpp"

namespace varimix::bench {
namespace {

/// mclust's names of the models that varimix has.
const std::map<std::string, Covariance> kModels = {
    {"E", Covariance::tied},        {"V", Covariance::full},       {"EEE", Covariance::tied},
    {"VII", Covariance::spherical}, {"VVI", Covariance::diagonal}, {"VVV", Covariance::full}};

std::string text(const Table& table, const std::string& name, std::size_t row) {
  for (const Column& column : table.columns)
    if (column.name == name) return column.levels.at(static_cast<std::size_t>(column.codes[row]));
  throw std::runtime_error("no column " + name);
}

double number(const Table& table, const std::string& name, std::size_t row) {
  for (std::size_t d = 0; d < table.columns.size(); ++d)
    if (table.columns[d].name == name) return table.value(row, d);
  throw std::runtime_error("no column " + name);
}

Data data_of(const std::string& name, std::size_t components) {
  const bool column = name == "waiting" || name == "eruptions";
  const std::string file = column ? "faithful" : name;
  const Table table = read_table(VARIMIX_TEST_DATA "/" + file + ".csv");
  Selection selection;
  for (const Column& c : table.columns)
    if (c.numeric && (!column || c.name == name)) selection.columns.push_back(c.name);
  return select(table, selection, components).data;
}

/// Whether the fit reached the reference; nothing where varimix refuses the model.
std::optional<bool> line(const std::string& data, const std::string& model, std::size_t components,
                         double tight, std::uint64_t seed) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  try {
    const Fit em = fit(Model(components, gaussian(kModels.at(model))), data_of(data, components),
                       ExpectationMaximization{}, {.seed = seed});
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const bool reached = em.log_likelihood >= tight - 1e-4 && !em.spurious;
    std::cout << fmt::format(
        "{:<11} {:<5} {:>2} {:>14.5f} {:>14.5f} {:>+11.5f} {:>8.4f} {:<8} {}\n", data, model,
        components, em.log_likelihood, tight, em.log_likelihood - tight, seconds,
        em.spurious ? "spurious" : "", reached ? "" : "missed");
    return reached;
  } catch (const std::invalid_argument& refusal) {
    std::cout << fmt::format("{:<11} {:<5} {:>2} left out: {}\n", data, model, components,
                             refusal.what());
    return std::nullopt;
  }
}

int run(std::uint64_t seed) {
  const Table table = read_table(VARIMIX_TEST_REFERENCES "/mclust_fits.csv");
  std::cout << fmt::format("{:<11} {:<5} {:>2} {:>14} {:>14} {:>11} {:>8} {}\n", "data", "model",
                           "K", "log-lik.", "mclust, tight", "difference", "seconds", "spurious");
  std::size_t fits = 0, reached = 0, other = 0;
  for (std::size_t n = 0; n < table.rows(); ++n) {
    const std::string model = text(table, "model", n);
    const double tight = number(table, "loglik_tight", n);
    if (!kModels.contains(model) || std::isnan(tight)) {
      ++other;
      continue;
    }
    const std::optional<bool> ok =
        line(text(table, "dataset", n), model, static_cast<std::size_t>(number(table, "G", n)),
             tight, seed);
    fits += ok ? 1 : 0;
    reached += ok.value_or(false) ? 1 : 0;
  }
  std::cout << fmt::format(
      "reached, less 1e-4 and not spurious: {} of {}, {:.1f} %; rows of other models or without "
      "reference: {}\n",
      reached, fits, 100.0 * static_cast<double>(reached) / static_cast<double>(fits), other);
  return 10 * reached >= 9 * fits ? 0 : 1;
}

}  // namespace
}  // namespace varimix::bench

int main(int argc, char** argv) {
  return varimix::bench::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0);
}
