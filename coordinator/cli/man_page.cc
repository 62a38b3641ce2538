#include "coordinator/cli/man_page.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/version.h"
#include "coordinator/plan/option_table.h"

namespace barrage {
namespace {

constexpr OptionGroup kOrder[] = {
    OptionGroup::kSweep,  OptionGroup::kTarget,  OptionGroup::kLoad,   OptionGroup::kDataset, OptionGroup::kFleet,
    OptionGroup::kReport, OptionGroup::kCompare, OptionGroup::kExport, OptionGroup::kOutput,  OptionGroup::kGeneral};

// As running text: what troff would take for its own is escaped.
std::string Plain(absl::string_view text) {
  std::string out =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"'", "\\(aq"}, {"^", "\\(ha"}, {"~", "\\(ti"}});
  if (absl::StartsWith(out, ".")) out.insert(0, "\\&");
  return out;
}

std::string Bold(absl::string_view text) { return absl::StrCat("\\fB", Plain(text), "\\fR"); }
std::string Italic(absl::string_view text) { return absl::StrCat("\\fI", Plain(text), "\\fR"); }

void AppendItem(absl::string_view head, absl::string_view text, std::string& page) {
  absl::StrAppend(&page, ".TP\n", head, "\n", text, "\n");
}

void AppendOption(const OptionRow& row, std::string& page) {
  const std::string names =
      absl::StrJoin(NamesOf(row), ", ", [](std::string* out, absl::string_view name) { *out += Bold(name); });
  std::string text = Plain(absl::StrCat(row.help, "."));
  if (!row.default_text.empty()) absl::StrAppend(&text, " Default: ", Plain(row.default_text), ".");
  if (!row.other_environment.empty()) absl::StrAppend(&text, " Also from ", Bold(row.other_environment), ".");
  AppendItem(absl::StrCat(names, row.value.empty() ? "" : absl::StrCat(" ", Italic(row.value)), row.list ? " ..." : ""),
             text, page);
}

std::string CommandNames(OptionGroup group) {
  std::vector<std::string> names;
  for (const CommandRow& command : Commands()) {
    if (command.Accepts(group)) names.emplace_back(command.name);
  }
  return absl::StrJoin(names, ", ");
}

void AppendOptions(std::string& page) {
  page += ".SH OPTIONS\n";
  for (const OptionGroup group : kOrder) {
    absl::StrAppend(&page, ".SS ", SectionOf(group), "\nOf ", Plain(CommandNames(group)), ".\n");
    for (const OptionRow& row : Options()) {
      if (row.group == group && row.level == OptionLevel::kHonoured) AppendOption(row, page);
    }
  }
  for (const auto& [level, title] : {std::pair(OptionLevel::kAccepted, "Of other tools, without effect here"),
                                     std::pair(OptionLevel::kLater, "Of other tools, refused here")}) {
    absl::StrAppend(&page, ".SS ", title, "\n");
    for (const OptionRow& row : Options()) {
      if (row.level == level) AppendOption(row, page);
    }
  }
}

struct ExitText {
  int code;
  const char* text;
};
constexpr ExitText kExits[] = {
    {kExitOk, "The run is done, and its measurement stands."},
    {kExitInternal, "An internal error, or the disk is full."},
    {kExitUsage, "The command line, the plan or an input file is wrong."},
    {kExitTarget, "The target is unreachable, not ready or lost; ports, open files or TLS."},
    {kExitAgents, "Agents are missing or were lost."},
    {kExitInvalid, "The measurement is INVALID; with \\fB\\-\\-strict\\fR also when it is DEGRADED."},
    {kExitThreshold, "A threshold of \\fB\\-\\-assert\\fR failed."},
    {kExitInterrupted, "Interrupted; what was measured is written. 143 after SIGTERM."},
};

void AppendEnds(std::string& page) {
  page +=
      ".SH PLAN FILE\n"
      "Each option but those of one command line is a key of the plan file, in the section of its heading above:\n"
      "\\fB\\-\\-request\\-rate\\fR is \\fBload.request_rate\\fR.\n"
      "\\fBbarrage schema\\fR prints its JSON Schema, \\fB\\-\\-write\\-plan\\fR writes one, \\fBbarrage validate\\fR "
      "checks one.\n"
      ".SH ENVIRONMENT\n"
      "Each option is also a variable: \\fB\\-\\-request\\-rate\\fR is \\fBBARRAGE_REQUEST_RATE\\fR.\n"
      "Flags win over variables, variables over the plan file.\n";
  AppendItem(Bold("OPENAI_API_KEY"), "The key that the target asks for.", page);
  AppendItem("\\fBHTTP_PROXY\\fR, \\fBHTTPS_PROXY\\fR, \\fBNO_PROXY\\fR",
             "Obeyed, with a warning; \\fB\\-\\-no\\-proxy\\fR ignores them.", page);
  AppendItem(Bold("NO_COLOR"), "No colours.", page);
  AppendItem(Bold("GITHUB_STEP_SUMMARY"), "A file that the report is added to, in Markdown.", page);
  page += ".SH EXIT STATUS\n";
  for (const ExitText& row : kExits) AppendItem(Bold(absl::StrCat(row.code)), row.text, page);
  page +=
      ".SH EXAMPLES\n"
      "Eight requests at once against a server on this machine:\n"
      ".PP\n.EX\nbarrage profile \\-m MODEL \\-u localhost:8000 \\-\\-concurrency 8\n.EE\n"
      ".PP\nTwenty requests a second for a minute, with a threshold:\n"
      ".PP\n.EX\nbarrage profile \\-m MODEL \\-\\-request\\-rate 20 \\-\\-benchmark\\-duration 60 \\(rs\n"
      "  \\-\\-assert \\(aqttft.p99<300ms\\(aq\n.EE\n"
      ".SH SEE ALSO\n.BR curl (1)\n";
}

}  // namespace

std::string ManPage() {
  std::string page = absl::StrCat(
      ".\\\" Made by: barrage man\n"
      ".TH BARRAGE 1 \"\" \"Barrage ",
      kVersion,
      "\" \"User Commands\"\n"
      ".SH NAME\n"
      "barrage \\- measure an OpenAI\\-compatible LLM service under load\n"
      ".SH SYNOPSIS\n.B barrage\n.I COMMAND\n.RI [ options ]\n"
      ".SH DESCRIPTION\n"
      "Barrage measures how fast a fleet can drive an OpenAI\\-compatible LLM service, and how well it answers.\n"
      "Without a command the options are those of \\fBprofile\\fR.\n"
      ".SH COMMANDS\n");
  for (const CommandRow& row : Commands()) {
    AppendItem(absl::StrCat(Bold(row.name), row.alias.empty() ? "" : absl::StrCat(", ", Bold(row.alias)),
                            row.operand.empty() ? "" : absl::StrCat(" ", Italic(row.operand))),
               Plain(absl::StrCat(row.summary, ".")), page);
  }
  AppendOptions(page);
  AppendEnds(page);
  return page;
}

int RunMan(const CommandLine&) {
  PrintResult(ManPage());
  return kExitOk;
}

}  // namespace barrage
