#include <chrono>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/results_pages.h"
#include "coordinator/cli/signal_watch.h"

namespace barrage {

// Serves health, metrics and the results of runs until SIGTERM or SIGINT: the process of a pod in which people run
// others.
int RunServe(const CommandLine& line) {
  StopSignal stop;
  const SignalWatch signals(stop, [](StopLevel) {});
  const std::string address = line.settings.invocation.http.value_or(":8080");
  const std::string& folder = line.settings.plan.output.artifact_dir;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    PrintError(absl::StrCat("cannot create ", folder, ": ", error.message()));
    return kExitUsage;
  }
  const auto server = ServeResults(address, line.settings, nullptr);
  if (!server.ok()) {
    PrintError(server.status().message());
    return kExitUsage;
  }
  PrintNotice(absl::StrCat("serving health, metrics and the results in ", folder, " on port ", (*server)->port(),
                           "; SIGTERM ends it"));
  while (stop.level() == StopLevel::kNone) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  return kExitOk;
}

}  // namespace barrage
