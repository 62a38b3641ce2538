#ifndef AGENT_LOAD_WORKER_H_
#define AGENT_LOAD_WORKER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "agent/load/loop_health.h"
#include "agent/load/worker_types.h"
#include "common/base/clock.h"
#include "proto/run.pb.h"

namespace barrage {

struct WorkerOptions {
  std::shared_ptr<const wire::RunSetup> setup;  // endpoint is in the endpoint table, urls are not empty
  uint32_t loop = 0;                            // this loop's number, in every record it makes
  uint32_t loops = 1;                           // of this agent
  int expected_streams = 1;                     // of this loop at once
  const Clock& clock;                           // outlives the worker
};

// One thread with one event loop that sends requests when they are due and makes a record of each. It serves the
// phases of one run, one after another:
//
//   WarmUp → (Add* → Start → Add* → [Stop] → phase done)*
//
// Every request added becomes exactly one record before its phase is done: what dispatch's end finds unsent is
// `not_sent`. Methods hand a command over and return at once; any thread may call them, but calls of Add must not
// overlap each other. Sinks run on the loop thread and must never wait; they may call the worker's methods.
class Worker {
 public:
  // Starts the thread. `on_record` takes every record; `on_phase_done` is called when the phase's last request was
  // added, nothing waits and nothing is in flight (after the records).
  Worker(WorkerOptions options, RecordSink on_record, PhaseDoneSink on_phase_done);

  // Cuts what runs: no sink is called after it returns. Must not be called on the loop thread.
  ~Worker();

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Opens `connections` connections, each with one GET of RunSetup.warm_path, by `deadline_ns`; then calls `done` on
  // the loop thread. With 0 connections it still resolves the targets' names. Not while a phase runs.
  void WarmUp(uint32_t connections, int64_t deadline_ns, WarmUpSink done);

  // Requests in the order of dispatch. They belong to the phase that runs; before Start, or after the phase's `last`,
  // to the next one. `last`: nothing follows in this phase.
  void Add(std::vector<Assigned> requests, bool last);

  // Begins the next phase; the one before must be done. Without this call nothing is dispatched.
  void Start(const StartOrder& order);

  // So many slots more for the phase that runs. Requires that its slots are shared ones.
  void AddSlots(uint32_t slots);

  // Ends dispatch: what waits becomes `not_sent`, also what is added later in this phase, and the phase needs no
  // `last` any more. It holds for the rest of the run: a phase started later dispatches nothing. Between phases it is
  // done at once, under number 0.
  void Stop(StopMode mode);

  // Requests are dispatched only before `until_ns` (agent's CLOCK_MONOTONIC, read afresh before each): nothing is
  // before the first call. Passing it pauses dispatch until a later call.
  void SetLease(int64_t until_ns);

  // False pauses dispatch (the spool is full); true resumes it.
  void SetDispatchAllowed(bool allowed);

  // The counters now (at most 50 ms old) and what was measured since the last call.
  LoopHealth TakeHealth();
  // The counters alone; what was measured stays for TakeHealth.
  LoopHealth LookAtHealth();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_WORKER_H_
