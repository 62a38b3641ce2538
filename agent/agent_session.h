#ifndef AGENT_AGENT_SESSION_H_
#define AGENT_AGENT_SESSION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "agent/agent_run.h"
#include "agent/coordinator_dialer.h"
#include "agent/coordinator_link.h"
#include "agent/event_queue.h"
#include "agent/host/limits.h"
#include "agent/selftest_job.h"
#include "agent/session_status.h"
#include "agent/tokenizer_shelf.h"
#include "agent/upload/outbox.h"
#include "common/base/clock.h"
#include "proto/agent.pb.h"

namespace barrage {

struct SessionOptions {
  CoordinatorAddress coordinator;
  wire::AgentFacts facts;  // complete; facts.id is what this agent asks to be called
  PortRange ports;
  std::string run_token;  // empty: none
  std::string api_key;    // for runs whose coordinator sends none
  std::chrono::nanoseconds drain_timeout = std::chrono::seconds(30);
  std::chrono::nanoseconds orphan_timeout = std::chrono::seconds(60);
  std::optional<std::chrono::nanoseconds> coordinator_timeout;  // absent: waits for ever
  std::string spool_folder;
  uint64_t record_memory_bytes = uint64_t{64} << 20;
  uint64_t spool_limit_bytes = uint64_t{4} << 30;
  bool once = false;    // ends after one run
  std::string barrage;  // the program for a selftest; empty: looked for beside this one
};

// An agent's life: dials its coordinator, serves one run after another, redials. It decides nothing about load.
class AgentSession {
 public:
  // How Run ends.
  static constexpr int kDone = 0, kReplaced = 1, kNoCoordinator = 4;

  // `status`, if any, and `clock` outlive the session.
  AgentSession(SessionOptions options, const Clock& clock, SessionStatus* status);
  ~AgentSession();

  AgentSession(const AgentSession&) = delete;
  AgentSession& operator=(const AgentSession&) = delete;

  // Serves until told to leave (kDone), after one run with `once` (kDone), without a coordinator for longer than
  // coordinator_timeout while no run is held (kNoCoordinator), or when another process took this agent's place.
  int Run();

  // Any thread, any number of times. The first lets streams end within drain_timeout, uploads and says Drained; the
  // second cuts the streams; the third ends Run at once.
  void Leave() { events_.Put(ToldToLeave{}); }

 private:
  void DropLink(int64_t now_ns);
  int64_t NextDeadline(int64_t now_ns) const;
  void OnTime(int64_t now_ns);
  void Handle(SessionEvent event);
  void OnMessage(wire::CoordinatorMessage message);
  void OnChallenge(const wire::Challenge& challenge);
  void OnWelcome(const wire::Welcome& welcome);
  void OnReject(const wire::Reject& reject);
  void OnSetup(wire::RunSetup setup);
  void OnLeave();
  void OnClosed(const absl::Status& status);
  void Abandon(absl::string_view why);
  void ReapRun();
  void Finish(int exit_code);
  void ShowStatus();

  const SessionOptions options_;
  const Clock& clock_;
  SessionStatus* const status_;
  EventQueue events_;
  Outbox outbox_;
  CoordinatorDialer dialer_;
  TokenizerShelf tokenizers_;

  std::unique_ptr<AgentRun> run_;
  std::optional<SelftestJob> selftest_;  // one at most, and none during a run
  uint64_t run_number_ = 0;
  std::string agent_id_;   // as the coordinator calls it
  bool welcomed_ = false;  // by the coordinator at the other end of the open stream
  bool refused_ = false;   // by it
  int64_t next_progress_ns_ = 0;
  int64_t detached_ns_ = 0;  // since when there is no coordinator

  int told_to_leave_ = 0;
  int64_t cut_ns_ = 0;            // leaving: streams are cut from then on
  bool said_goodbye_ = false;     // Drained{leaving} is in the outbox
  std::optional<int> exit_code_;  // set: the stream is being ended
  int64_t goodbye_ns_ = 0;        // and is waited for until then
};

}  // namespace barrage

#endif  // AGENT_AGENT_SESSION_H_
