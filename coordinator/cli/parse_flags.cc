#include "coordinator/cli/parse_flags.h"

#include <algorithm>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace barrage {
namespace {

// As CLI11 writes them: "--url,-u", and "!--no-streaming" for a flag's opposite.
std::string NamesFor(const OptionRow& row) {
  std::string names = absl::StrJoin(NamesOf(row), ",");
  if (row.kind == ValueKind::kFlag && !absl::StartsWith(NameOf(row), "no-")) {
    absl::StrAppend(&names, ",!--no-", NameOf(row));
  }
  return names;
}

CLI::Option* Add(const OptionRow& row, bool operands_expected, CLI::App& app) {
  if (row.kind == ValueKind::kFlag) {
    return app.add_flag(NamesFor(row))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  // No value at all is allowed here, so that CLI11 does not stop at the first option that lacks one.
  const int most = row.list && !operands_expected ? 10'000 : 1;
  return app.add_option(NamesFor(row))->expected(0, most)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

bool LooksLikeFlag(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9') && word[1] != '.';
}

bool IsFlagOf(const std::vector<const OptionRow*>& rows, const std::string& word) {
  return std::any_of(rows.begin(), rows.end(), [&](const OptionRow* row) {
    const std::vector<absl::string_view> names = NamesOf(*row);
    return row->kind == ValueKind::kFlag && std::find(names.begin(), names.end(), word) != names.end();
  });
}

// "--fixed-schedule true", which GenAI-Perf takes, as "--fixed-schedule=true".
std::vector<std::string> WithFlagsJoined(const std::vector<const OptionRow*>& rows,
                                         const std::vector<std::string>& words) {
  std::vector<std::string> joined;
  for (const std::string& word : words) {
    const std::string lower = absl::AsciiStrToLower(word);
    if ((lower == "true" || lower == "false") && !joined.empty() && IsFlagOf(rows, joined.back())) {
      absl::StrAppend(&joined.back(), "=", lower);
    } else {
      joined.push_back(word);
    }
  }
  return joined;
}

// A word after an unknown flag is its value, if it has one.
void SplitRemaining(const std::vector<std::string>& remaining, ParsedFlags& parsed) {
  bool after_unknown = false;
  for (const std::string& word : remaining) {
    if (LooksLikeFlag(word)) {
      parsed.unknown.push_back(word.substr(0, word.find('=')));
      after_unknown = !absl::StrContains(word, "=");
    } else if (!std::exchange(after_unknown, false)) {
      parsed.operands.push_back(word);
    }
  }
}

}  // namespace

ParsedFlags ParseFlags(const std::vector<const OptionRow*>& rows, const std::vector<std::string>& words,
                       bool operands_expected) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::pair<const OptionRow*, CLI::Option*>> options;
  options.reserve(rows.size());
  for (const OptionRow* const row : rows) options.emplace_back(row, Add(*row, operands_expected, app));

  ParsedFlags parsed;
  std::vector<std::string> reversed = WithFlagsJoined(rows, words);
  std::reverse(reversed.begin(), reversed.end());  // as CLI11 wants them
  app.parse(reversed);
  for (const auto& [row, option] : options) {
    if (option->count() == 0) continue;
    GivenOption given{row, option->results()};
    std::erase(given.texts, "");  // CLI11's word for a missing value
    if (!row->list && given.texts.size() > 1) given.texts.erase(given.texts.begin(), given.texts.end() - 1);
    parsed.options.push_back(std::move(given));
  }
  SplitRemaining(app.remaining(), parsed);
  return parsed;
}

}  // namespace barrage
