#ifndef TESTS_FAKES_FAKE_AGENT_H_
#define TESTS_FAKES_FAKE_AGENT_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "proto/agent.grpc.pb.h"
#include "tests/fakes/fake_run.h"

namespace barrage {

struct FakeAgentOptions {
  std::string id = "agent";
  std::string incarnation;  // empty: made from the id
  uint32_t protocol_version = 2;
  std::optional<std::string> run_token;
  bool answers_probes = true;
  FakeRunOptions run;
};

// An agent that dials a coordinator in this process, speaks the whole protocol, and sends nothing: each request granted
// to it is finished as soon as the phase has started. It does not dial again by itself.
class FakeAgent {
 public:
  FakeAgent(int port, FakeAgentOptions options);

  // Dies if it is alive.
  ~FakeAgent();

  FakeAgent(const FakeAgent&) = delete;
  FakeAgent& operator=(const FakeAgent&) = delete;

  // Breaks its stream off, as the kernel does for a killed process.
  void Die();

  // The same process dials again, on a new stream: what it had stays. With `lost_slices` it never got the newest ones.
  void Redial(uint64_t lost_slices = 0);

  // Told to end: finishes nothing more, uploads, says Drained{leaving}.
  void Leave();

  // Waits until it has finished `requests` and their records are acknowledged; false after ten seconds.
  bool AwaitFinished(uint64_t requests);
  // Waits until it was admitted; false after ten seconds.
  bool AwaitWelcome();
  // Waits until its stream has ended; false after ten seconds.
  bool AwaitClosed();

  std::string assigned_id() const;
  std::optional<wire::Reject> reject() const;
  std::optional<wire::RunSetup> setup() const;
  std::vector<wire::Start> starts() const;
  std::vector<int64_t> finished() const;  // indices, in order
  bool was_stopped() const;
  // The tokenizer.json that it asked for, which it does when its run has one; the pieces came in order and were small.
  std::string tokenizer() const;
  uint64_t requests_without_payload() const;  // that came before, or without, what they ask

 private:
  using Stream = grpc::ClientReaderWriter<wire::AgentMessage, wire::CoordinatorMessage>;

  void Dial();
  void Read();
  void Beat();
  void On(const wire::CoordinatorMessage& message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SendMessages() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int port_;
  const FakeAgentOptions options_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<wire::Coordinator::Stub> stub_;
  std::unique_ptr<Stream> stream_;
  std::thread reader_, beater_;

  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = true;
  bool stop_beating_ ABSL_GUARDED_BY(mutex_) = false;
  std::string assigned_id_ ABSL_GUARDED_BY(mutex_);
  std::optional<wire::Reject> reject_ ABSL_GUARDED_BY(mutex_);
  FakeRun run_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace barrage

#endif  // TESTS_FAKES_FAKE_AGENT_H_
