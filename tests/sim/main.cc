// barrage-sim: listens, prints its URL, serves until SIGTERM or SIGINT, then writes the journal and says how late it
// was.
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/sim/server.h"

namespace barrage::sim {
namespace {

constexpr uint64_t kEnoughWrites = 1000;

void RaiseOpenFileLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void WarnIfLate(const LatenessSummary& late) {
  if (!late.too_late()) return;
  std::fprintf(stderr, "barrage-sim: WARNING: %s: p99 is over 2 ms, its own schedule was not kept\n",
               Describe(late).c_str());
}

// Looks once a second whether the schedule is kept; warns once.
void WaitForSignal(const sigset_t& signals, const AllStats& stats) {
  bool warned = false;
  const timespec second{1, 0};
  while (sigtimedwait(&signals, nullptr, &second) < 0) {
    if (warned) continue;
    const LatenessSummary late = Summarize(stats);
    warned = late.writes >= kEnoughWrites && late.too_late();
    if (warned) WarnIfLate(late);
  }
}

bool WriteJournal(const Journal& journal, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) {
    std::perror(path.c_str());
    return false;
  }
  const std::string lines = journal.ToJsonLines();
  const bool written = std::fwrite(lines.data(), 1, lines.size(), file) == lines.size();
  if (std::fclose(file) == 0 && written) return true;
  std::perror(path.c_str());
  return false;
}

int Serve(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);  // before there are threads: they inherit it
  RaiseOpenFileLimit();
  const absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
  if (!server.ok()) {
    std::fprintf(stderr, "barrage-sim: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  std::printf("%s\n", (*server)->url().c_str());
  std::fflush(stdout);
  WaitForSignal(signals, (*server)->stats());
  (*server)->Stop();

  const LatenessSummary late = Summarize((*server)->stats());
  std::fprintf(stderr, "barrage-sim: %s\n", Describe(late).c_str());
  WarnIfLate(late);
  const Journal& journal = (*server)->journal();
  if (journal.dropped() > 0) {
    std::fprintf(stderr, "barrage-sim: WARNING: %zu requests are not in the journal: --journal-limit-mb\n",
                 journal.dropped());
  }
  if (options.journal_file.empty()) return 0;
  return WriteJournal(journal, options.journal_file) ? 0 : 1;
}

}  // namespace
}  // namespace barrage::sim

int main(int argc, char** argv) {
  const auto options = barrage::sim::ParseOptions(std::vector<std::string>(argv + 1, argv + argc));
  if (!options.ok()) {
    std::fprintf(stderr, "%s\n--help lists the flags.\n", std::string(options.status().message()).c_str());
    return 2;
  }
  if (options->help) {
    std::fputs(barrage::sim::HelpText().c_str(), stdout);
    return 0;
  }
  return barrage::sim::Serve(*options);
}
