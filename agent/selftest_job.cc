#include "agent/selftest_job.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/child_process.h"
#include "common/base/find_program.h"
#include "common/base/log.h"
#include "common/base/temporary_folder.h"

namespace barrage {
namespace {

constexpr std::chrono::milliseconds kGlance(50);
constexpr std::chrono::seconds kPatience(20);  // it ends a run and a simulator of its own first
constexpr size_t kMostWords = 2000;            // of what it printed, in a fault

std::vector<std::string> WordsOf(const wire::SelftestOrder& order, uint32_t loops, const std::string& program,
                                 const std::string& folder) {
  std::vector<std::string> words = {program, "selftest", "--loops", absl::StrCat(loops), "--artifact-dir", folder};
  if (order.level_s() > 0) words.insert(words.end(), {"--benchmark-duration", absl::StrCat(order.level_s())});
  if (order.has_concurrency()) words.insert(words.end(), {"--concurrency", absl::StrCat(order.concurrency())});
  if (order.has_request_rate()) words.insert(words.end(), {"--request-rate", absl::StrCat(order.request_rate())});
  return words;
}

wire::SelftestDone Fault(std::string why) {
  wire::SelftestDone done;
  done.set_fault(why.size() > kMostWords ? why.substr(why.size() - kMostWords) : std::move(why));
  return done;
}

}  // namespace

SelftestJob::SelftestJob(const wire::SelftestOrder& order, uint32_t loops, std::string program, Outbox& outbox) {
  thread_ = std::thread([this, order, loops, program = std::move(program), &outbox] {
    wire::AgentMessage message;
    *message.mutable_selftest_done() = Measure(order, loops, program);
    const MutexLock lock(mutex_);
    if (!stop_) outbox.Put(std::move(message));
  });
}

SelftestJob::~SelftestJob() {
  {
    const MutexLock lock(mutex_);
    stop_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

wire::SelftestDone SelftestJob::Measure(const wire::SelftestOrder& order, uint32_t loops, const std::string& given) {
  std::string program = given;
  if (program.empty()) {
    auto found = FindProgram("barrage", "coordinator", OwnPath(), std::getenv("PATH"));
    if (!found.ok()) return Fault(std::string(found.status().message()));
    program = *std::move(found);
  }
  const TemporaryFolder folder("barrage-selftest");  // outlives the child, which writes to it
  if (folder.path().empty()) return Fault("no temporary folder can be made");
  auto child = ChildProcess::Start(WordsOf(order, loops, program, folder.path()),
                                   {.without_settings = true, .patience = kPatience});
  if (!child.ok()) return Fault(std::string(child.status().message()));
  bool stopped = false;
  while (!stopped && !child->Ended()) {
    const MutexLock lock(mutex_);
    if (!stop_) changed_.wait_for(mutex_, kGlance);
    stopped = stop_;
  }
  wire::SelftestDone done;
  if (stopped) {
    LogInfo("the selftest is given up");
    return done;
  }
  std::ostringstream json;
  json << std::ifstream(folder.path() + "/selftest.json").rdbuf();
  if (const int status = child->Wait(); status != 0 || json.str().empty()) {
    return Fault(absl::StrCat(program, " selftest: exit ", status, ": ", child->Output()));
  }
  done.set_json(json.str());
  return done;
}

}  // namespace barrage
