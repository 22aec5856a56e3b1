#include "cli/parser.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <utility>
#include <vector>

#include "cli/grammar.hpp"
#include "cli/values.hpp"
#include "varimix/error.hpp"

namespace varimix::cli {
namespace {

bool is_number(const std::string& text) {
  char* end = nullptr;
  static_cast<void>(std::strtod(text.c_str(), &end));
  return !text.empty() && end == text.c_str() + text.size();
}

struct Entry {
  std::string name;  ///< the long one
  std::string meta;
  std::vector<std::string> given;
  std::optional<std::string>* value = nullptr;
  std::string fallback;            ///< what it means without a value; empty: it needs one
  std::vector<std::string> words;  ///< known values

  /// What follows an option whose value may be left out is meant as its value.
  bool takes(const std::string& next) const {
    if (is_number(words.front())) return is_number(next);
    return !did_you_mean(next, words).empty();
  }
};

/// Options in the order of their declaration, the value's name behind each, in lines of at most 100
/// bytes.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat() {
    column_width(32);
    label("Positionals", "Arguments");
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_name().empty() ? "" : " " + option->get_type_name();
  }
  std::string make_usage(const CLI::App* app, std::string name) const override {
    const auto arguments =
        app->get_options([](const CLI::Option* o) { return o->get_positional(); });
    for (const CLI::Option* argument : arguments) name += " " + argument->get_name();
    return fmt::format("Usage: {} [options]\n", name);
  }
};

}  // namespace

struct Parser::State {
  CLI::App app;
  std::string group = "Options";
  std::vector<std::pair<std::string, std::string*>> arguments;
  std::deque<Entry> entries;  // CLI11 keeps their addresses
  std::vector<std::string> flags;
  std::vector<Slot> slots;

  std::string see_help() const { return fmt::format("see {} --help", app.get_name()); }
  void refuse_extra(const std::vector<std::string>& extra) const;
  void assign(Entry& entry) const;
  /// The arguments, with the values that were left out.
  std::vector<std::string> completed(std::span<const std::string> given) const;
};

Parser::Parser(const std::string& command, const std::string& purpose, const std::string& examples)
    : state_(std::make_unique<State>()) {
  CLI::App& app = state_->app;
  app.name(command);
  app.description(purpose + "\n");
  app.footer("Examples:\n" + examples);
  app.formatter(std::make_shared<HelpFormat>());
  app.set_help_flag("-h,--help", "print this page");
  app.allow_extras();
  state_->slots.push_back({{"-h", "--help"}, "", "print this page", {}});
}

Parser::~Parser() = default;

void Parser::argument(const std::string& name, const std::string& help, std::string& value,
                      std::vector<std::string> words) {
  state_->slots.push_back({{}, name, help, std::move(words)});
  state_->arguments.emplace_back(name, &value);
  state_->app.add_option(name, value, help)->type_name("");
}

void Parser::heading(const std::string& title) { state_->group = title; }

void Parser::option(const std::string& names, const std::string& meta, const std::string& help,
                    std::optional<std::string>& value, std::vector<std::string> words) {
  state_->slots.push_back({CLI::detail::split(names, ','), meta, help, std::move(words)});
  Entry& entry = state_->entries.emplace_back();
  entry.name = names.substr(names.find("--"));
  entry.meta = meta;
  entry.value = &value;
  state_->app.add_option(names, entry.given, help)
      ->type_name(meta)
      ->group(state_->group)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Parser::option_or(const std::string& fallback, const std::string& name,
                       const std::string& meta, const std::string& help,
                       std::optional<std::string>& value, std::vector<std::string> words) {
  option(name, meta, help, value, words);
  state_->entries.back().fallback = fallback;
  state_->entries.back().words = std::move(words);
}

void Parser::flag(const std::string& name, const std::string& help, bool& given) {
  state_->flags.push_back(name);
  state_->slots.push_back({{name}, "", help, {}});
  state_->app.add_flag(name, given, help)->group(state_->group);
}

void Parser::State::refuse_extra(const std::vector<std::string>& extra) const {
  const auto option = std::find_if(extra.begin(), extra.end(), [](const std::string& text) {
    return text.size() > 1 && text[0] == '-';
  });
  if (option == extra.end()) {
    std::string taken;
    for (const auto& [name, value] : arguments)
      taken += (taken.empty() ? "one " : " and one ") + name;
    throw InputError(fmt::format("'{}' is one argument too many; {} takes {}; {}", extra.front(),
                                 app.get_name(), taken.empty() ? "none" : taken, see_help()));
  }
  std::vector<std::string> known = {"--help"};
  for (const Entry& entry : entries) known.push_back(entry.name);
  known.insert(known.end(), flags.begin(), flags.end());
  const std::string word = option->substr(0, option->find('='));
  throw InputError(
      fmt::format("unknown option {}{}; {}", word, did_you_mean(word, known), see_help()));
}

void Parser::State::assign(Entry& entry) const {
  if (entry.given.empty()) return;
  if (entry.given.size() > 1) {
    throw InputError(fmt::format("{} is given {} times; accepted is one {}", entry.name,
                                 entry.given.size(), entry.meta));
  }
  const std::string& text = entry.given.front();
  const bool is_option = std::find(flags.begin(), flags.end(), text) != flags.end() ||
                         std::any_of(entries.begin(), entries.end(), [&](const Entry& other) {
                           return text == other.name || text.starts_with(other.name + "=");
                         });
  if (text.empty() || is_option) {
    throw InputError(fmt::format("{} needs a value, {}; {}", entry.name, entry.meta, see_help()));
  }
  *entry.value = text;
}

std::vector<std::string> Parser::State::completed(std::span<const std::string> given) const {
  std::vector<std::string> out(given.begin(), given.end());
  for (const Entry& entry : entries) {
    for (std::size_t i = 0; !entry.fallback.empty() && i < out.size(); ++i) {
      if (out[i] == "--") break;
      if (out[i] != entry.name) continue;
      const bool follows = i + 1 < out.size() && (out[i + 1].empty() || entry.takes(out[i + 1]));
      if (!follows) out[i] += "=" + entry.fallback;
    }
  }
  return out;
}

bool Parser::parse(std::span<const std::string> arguments) {
  State& state = *state_;
  if (arguments.size() == 1 && arguments.front() == kAskForSlots) throw state.slots;
  std::vector<std::string> reversed = state.completed(arguments);
  std::reverse(reversed.begin(), reversed.end());
  try {
    state.app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::string page = state.app.help();
    for (std::size_t at; (at = page.find("\n\n\n")) != std::string::npos;) page.erase(at, 1);
    while (page.ends_with("\n\n")) page.pop_back();
    std::fwrite(page.data(), 1, page.size(), stdout);
    return false;
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string text = error.what();
    throw InputError(
        fmt::format("{} needs a value; {}", text.substr(0, text.find(':')), state.see_help()));
  } catch (const CLI::ParseError& error) {
    throw InputError(fmt::format("{}; {}", error.what(), state.see_help()));
  }
  for (Entry& entry : state.entries) state.assign(entry);
  std::vector<std::string> extra = state.app.remaining();
  std::erase(extra, "--");  // said that no option follows, and was heard
  if (!extra.empty()) state.refuse_extra(extra);
  for (const auto& [name, value] : state.arguments) {
    if (value->empty()) throw InputError(fmt::format("{} is missing; {}", name, state.see_help()));
  }
  return true;
}

}  // namespace varimix::cli
