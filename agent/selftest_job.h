#ifndef AGENT_SELFTEST_JOB_H_
#define AGENT_SELFTEST_JOB_H_

#include <condition_variable>
#include <cstdint>
#include <string>
#include <thread>

#include "agent/upload/outbox.h"
#include "common/base/mutex.h"
#include "proto/agent.pb.h"

namespace barrage {

// A selftest of this host, as a coordinator ordered it: `barrage selftest` as a process of its own, with as many loops
// as this agent has, from which its whole chain comes (coordinator, agent, simulator). A thread waits for it and puts
// SelftestDone into the outbox, which outlives the job.
class SelftestJob {
 public:
  // `program`: where barrage is; empty: it is looked for beside this program, in the build tree and on PATH.
  SelftestJob(const wire::SelftestOrder& order, uint32_t loops, std::string program, Outbox& outbox);

  // Ends what still runs, and then says nothing.
  ~SelftestJob();

  SelftestJob(const SelftestJob&) = delete;
  SelftestJob& operator=(const SelftestJob&) = delete;

 private:
  wire::SelftestDone Measure(const wire::SelftestOrder& order, uint32_t loops, const std::string& program);

  Mutex mutex_;
  std::condition_variable_any changed_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace barrage

#endif  // AGENT_SELFTEST_JOB_H_
