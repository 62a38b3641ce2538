#include "coordinator/cli/command_line.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/near_name.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/parse_flags.h"
#include "coordinator/cli/passed_through.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/plan/plan_builder.h"
#include "coordinator/plan/plan_file.h"
#include "coordinator/plan/plan_validator.h"

namespace barrage {
namespace {

constexpr size_t kMaxPlanBytes = 16 << 20;

std::string DidYouMean(absl::string_view word, const std::vector<std::string>& known) {
  const auto near = NearName(word, known);
  return near ? absl::StrCat(" (did you mean ", *near, "?)") : "";
}

struct OtherCommand {
  absl::string_view name, advice;
};
// Commands of GenAI-Perf and AIPerf that people may bring, and some that this program's design names.
constexpr OtherCommand kOtherCommands[] = {
    {"config", "its files have other keys than a plan; barrage profile --plan FILE reads one, --write-plan makes one"},
    {"template", "barrage profile --write-plan FILE makes a plan"},
    {"create-template", "barrage profile --write-plan FILE makes a plan"},
    {"process-export-files", "one run holds all its agents' records: there is nothing to put together"},
    {"plot", "report.html, beside each run, has charts"},
    {"analyze-trace", "this version reads no traces"},
    {"search", "this version does not search for the highest load; barrage analyze sweeps it"},
    {"bench",
     "that is vllm's, whose flags have other names: docs/from-vllm-bench.md; barrage profile --model M --url URL"},
    {"benchmark", "that is GuideLLM's, whose flags have other names; barrage profile --model M --url URL"},
    {"resume", "this version resumes no run; barrage report DIR reports what was recorded"},
};

std::string UnknownCommand(const std::string& word) {
  for (const OtherCommand& other : kOtherCommands) {
    if (other.name == word) return absl::StrCat("there is no command '", word, "': ", other.advice);
  }
  std::vector<std::string> names;
  for (const CommandRow& row : Commands()) {
    names.emplace_back(row.name);
    if (!row.alias.empty()) names.emplace_back(row.alias);
  }
  return absl::StrCat("unknown command '", word, "'", DidYouMean(word, names), "; barrage --help lists them");
}

std::string UnknownFlag(const std::string& flag, const CommandRow& command) {
  const OptionRow* const elsewhere = FindFlag(flag);
  if (elsewhere != nullptr) return absl::StrCat(flag, " is no option of barrage ", command.name);
  std::vector<std::string> names;
  for (const OptionRow* const row : OptionsOf(command)) {
    for (const absl::string_view name : NamesOf(*row)) {
      if (absl::StartsWith(name, "--")) names.emplace_back(name);
    }
  }
  return absl::StrCat("unknown option ", flag, DidYouMean(flag, names));
}

// The spelling that was most likely used, for messages.
std::string SpellingOf(const OptionRow& row, const std::vector<std::string>& words) {
  for (const absl::string_view name : NamesOf(row)) {
    for (const std::string& word : words) {
      if (word == name || absl::StartsWith(word, absl::StrCat(name, "="))) return std::string(name);
    }
  }
  return absl::StrCat("--", NameOf(row));
}

void AddFlags(const std::vector<GivenOption>& options, const std::vector<std::string>& words, OptionTree& tree) {
  for (const GivenOption& given : options) {
    tree.Add({given.row, given.texts, OriginKind::kFlag, SpellingOf(*given.row, words)});
  }
}

// What stands after "--" was meant for perf_analyzer. A list there adds to what stands before it.
void AddPassedThrough(const std::vector<std::string>& given, CommandLine& line) {
  const std::vector<std::string> words = InOwnWords(given, line.problems);
  ParsedFlags parsed = ParseFlags(OptionsOf(*line.command), words, false);
  for (GivenOption& option : parsed.options) {
    const OptionValue* const before = line.options.Find(absl::StrCat("--", NameOf(*option.row)));
    if (option.row->list && before != nullptr) {
      option.texts.insert(option.texts.begin(), before->texts.begin(), before->texts.end());
    }
  }
  AddFlags(parsed.options, words, line.options);
  for (const std::string& word : parsed.unknown) {
    line.warnings.push_back(absl::StrCat(word, " after -- has no effect: it is perf_analyzer's own"));
  }
  // There a rate without a distribution is constant.
  const bool has_rate = std::any_of(parsed.options.begin(), parsed.options.end(),
                                    [](const GivenOption& given) { return NameOf(*given.row) == "request-rate"; });
  if (has_rate && line.options.Find("--request-distribution") == nullptr) {
    line.options.Add({FindFlag("--request-distribution"), {"constant"}, OriginKind::kFlag, "--request-distribution"});
  }
}

void AddPlanFileOf(CommandLine& line) {
  const OptionValue* const given = line.options.Find("--plan");
  if (given == nullptr || given->texts.empty()) return;
  const std::string& path = given->texts.back();
  const auto text = ReadTextFile(path, kMaxPlanBytes);
  if (text.ok()) {
    AddPlanFile(*text, path, line.options, line.problems);
  } else {
    line.problems.push_back(absl::StrCat(given->where, " ", text.status().message()));
  }
}

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string>& words, Environment environment) {
  CommandLine line;
  line.environment = environment;
  std::vector<std::string> rest = words;
  if (!rest.empty() && !absl::StartsWith(rest.front(), "-")) {
    line.command = FindCommand(rest.front());
    if (line.command == nullptr) {
      line.problems.push_back(UnknownCommand(rest.front()));
      return line;
    }
    rest.erase(rest.begin());
  }
  line.words = rest;
  const bool named = line.command != nullptr;
  if (!named) line.command = FindCommand("profile");
  const auto mark = std::find(rest.begin(), rest.end(), "--");
  const std::vector<std::string> own(rest.begin(), mark);

  ParsedFlags parsed = ParseFlags(OptionsOf(*line.command), own, !line.command->operand.empty());
  AddFlags(parsed.options, own, line.options);
  for (const std::string& flag : parsed.unknown) line.problems.push_back(UnknownFlag(flag, *line.command));
  if (line.command->operand.empty()) {
    for (const std::string& word : parsed.operands) {
      line.problems.push_back(absl::StrCat("unexpected word '", word, "'"));
    }
  }
  line.operands = std::move(parsed.operands);
  if (mark != rest.end()) AddPassedThrough({mark + 1, rest.end()}, line);
  AddEnvironment(OptionsOf(*line.command), environment, line.options);
  AddPlanFileOf(line);

  line.settings = BuildSettings(line.options, line.problems, line.warnings);
  for (std::string& problem : ValidatePlan(line.settings.plan, line.options)) {
    line.problems.push_back(std::move(problem));
  }
  const Invocation& invocation = line.settings.invocation;
  if (!named && (invocation.help || invocation.help_all)) line.command = nullptr;
  return line;
}

}  // namespace barrage
