#include "coordinator/cli/live_progress.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/progress_text.h"
#include "coordinator/cli/terminal.h"

namespace barrage {
namespace {

constexpr int64_t kLinePeriodNs = 10'000'000'000;
constexpr int64_t kJsonPeriodNs = 1'000'000'000;

}  // namespace

LiveProgress::Form LiveProgress::FormOf(ProgressStyle style) {
  switch (style) {
    case ProgressStyle::kAuto:
      return IsTerminal(STDERR_FILENO) ? Form::kBlock : Form::kLines;
    case ProgressStyle::kDashboard:
      return Form::kBlock;
    case ProgressStyle::kSimple:
      return Form::kLines;
    case ProgressStyle::kJson:
      return Form::kJson;
    case ProgressStyle::kNone:
      return Form::kNothing;
  }
  return Form::kNothing;
}

LiveProgress::LiveProgress(ProgressStyle style) : form_(FormOf(style)) {}

LiveProgress::~LiveProgress() { Finish(); }

void LiveProgress::Finish() {
  const MutexLock lock(mutex_);
  Clear();
}

void LiveProgress::Clear() {
  if (drawn_lines_ > 0) PrintRaw(absl::StrCat("\x1b[", drawn_lines_, "A\x1b[J"));
  drawn_lines_ = 0;
}

bool LiveProgress::IsDue(const FleetProgress& progress) {
  const int64_t period = form_ == Form::kJson ? kJsonPeriodNs : kLinePeriodNs;
  const bool due = last_phase_ != progress.phase || progress.now_ns - last_line_ns_ >= period;
  if (due) {
    last_phase_ = progress.phase;
    last_line_ns_ = progress.now_ns;
  }
  return due;
}

void LiveProgress::OnProgress(const FleetProgress& progress) {
  const MutexLock lock(mutex_);
  const ProgressRates rates = rates_.Update(progress.now_ns, progress.totals.ended(), progress.totals.output_tokens);
  if (form_ == Form::kBlock) {
    const auto lines = ProgressLines(progress, rates, TerminalWidth(STDERR_FILENO));
    Clear();
    PrintRaw(absl::StrCat(absl::StrJoin(lines, "\n"), "\n"));
    drawn_lines_ = lines.size();
  } else if (form_ != Form::kNothing && IsDue(progress)) {
    PrintNotice(form_ == Form::kJson ? ProgressJson(progress, rates) : ProgressLine(progress, rates));
  }
}

void LiveProgress::OnNotice(absl::string_view sentence) {
  const MutexLock lock(mutex_);
  Clear();
  PrintNotice(absl::StrCat("barrage: ", sentence));
}

}  // namespace barrage
