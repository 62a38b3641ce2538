#include "coordinator/fleet/fleet_selftest.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"

namespace barrage {
namespace {

using Links = std::vector<std::shared_ptr<AgentLink>>;

constexpr std::chrono::milliseconds kGlance(100);

// What the agents answered so far, by id.
class Answers {
 public:
  void Put(const std::string& id, wire::SelftestDone done) {
    const MutexLock lock(mutex_);
    answers_[id] = std::move(done);
    changed_.notify_all();
  }

  // Waits a moment for the next one, if `id` has none.
  bool Await(const std::string& id) {
    const MutexLock lock(mutex_);
    if (!answers_.contains(id)) changed_.wait_for(mutex_, kGlance);
    return answers_.contains(id);
  }

  wire::SelftestDone Of(const std::string& id) {
    const MutexLock lock(mutex_);
    return answers_[id];
  }

 private:
  Mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, wire::SelftestDone> answers_ ABSL_GUARDED_BY(mutex_);
};

bool IsHere(const FleetServer& fleet, const std::string& id) {
  for (const AgentPresence& agent : fleet.agents()) {
    if (agent.id == id) return true;
  }
  return false;
}

AgentSelftest Await(const FleetServer& fleet, const AgentLink& link, std::chrono::steady_clock::time_point deadline,
                    const StopSignal& stop, Answers& answers) {
  AgentSelftest result{.id = link.id(), .host = link.facts().host(), .json = "", .fault = ""};
  while (!answers.Await(link.id())) {
    if (stop.level() != StopLevel::kNone) result.fault = "interrupted";
    if (!IsHere(fleet, link.id())) result.fault = "its stream ended";
    if (std::chrono::steady_clock::now() > deadline) result.fault = "it did not answer in time";
    if (!result.fault.empty()) return result;
  }
  const wire::SelftestDone done = answers.Of(link.id());
  result.json = done.json();
  result.fault = done.fault();
  return result;
}

// One agent of each host, taken out of `waiting`.
Links NextRound(Links& waiting) {
  Links round, rest;
  std::set<std::string> hosts;
  for (std::shared_ptr<AgentLink>& link : waiting) {
    (hosts.insert(link->facts().host()).second ? round : rest).push_back(std::move(link));
  }
  waiting = std::move(rest);
  return round;
}

}  // namespace

std::vector<AgentSelftest> RunFleetSelftest(FleetServer& fleet, const wire::SelftestOrder& order,
                                            absl::Duration patience, const StopSignal& stop,
                                            const std::function<void(const std::string&)>& notice) {
  const auto answers = std::make_shared<Answers>();  // a reader may still be in the listener when this returns
  fleet.attendance().Listen([answers](const AgentLink& link, const wire::AgentMessage& message) {
    if (message.has_selftest_done()) answers->Put(link.id(), message.selftest_done());
  });
  wire::CoordinatorMessage message;
  *message.mutable_selftest() = order;
  std::vector<AgentSelftest> results;
  for (Links waiting = fleet.attendance().Connected(); !waiting.empty();) {
    const Links round = NextRound(waiting);
    for (const std::shared_ptr<AgentLink>& link : round) {
      notice(absl::StrCat("agent ", link->id(), " on ", link->facts().host(), " measures itself"));
      link->Send(message);
    }
    const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(patience);
    for (const std::shared_ptr<AgentLink>& link : round) {
      results.push_back(Await(fleet, *link, deadline, stop, *answers));
    }
  }
  fleet.attendance().Listen(nullptr);
  std::sort(results.begin(), results.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return results;
}

}  // namespace barrage
