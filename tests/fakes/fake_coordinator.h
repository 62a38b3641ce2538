#ifndef TESTS_FAKES_FAKE_COORDINATOR_H_
#define TESTS_FAKES_FAKE_COORDINATOR_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/base/rng.h"
#include "proto/agent.grpc.pb.h"

namespace barrage {

struct FakeCoordinatorOptions {
  bool answers_progress = true;
  std::optional<wire::Reject> reject;  // instead of Welcome
  // Each record batch breaks the stream with this probability: half of these before the batch is taken, half after it
  // was taken and before its Ack. From `seed`.
  double break_probability = 0;
  uint64_t seed = 0;
};

// A coordinator for one agent, in this process: welcomes it, answers its Progress, keeps its batches and acknowledges
// them in order, and says what the test tells it to say.
class FakeCoordinator final : public wire::Coordinator::Service {
 public:
  // What came so far.
  struct Seen {
    int streams = 0;         // that were greeted
    bool connected = false;  // a welcomed stream is open
    std::vector<wire::Hello> hellos;
    std::vector<wire::Ready> ready;
    std::vector<wire::RunFailed> failed;
    std::vector<wire::PhaseDone> phases_done;
    std::vector<wire::Drained> drained;
    std::vector<wire::ClockEcho> echoes;
    std::vector<std::string> tokenizers_wanted;  // by sha256
    uint64_t progress = 0;
    wire::HealthSample health;                // the newest
    std::map<uint64_t, std::string> batches;  // by sequence, as taken
    bool gap = false;                         // one came before the one before it
  };

  explicit FakeCoordinator(FakeCoordinatorOptions options = {});
  ~FakeCoordinator() override;

  int port() const { return port_; }
  const std::string& nonce() const { return nonce_; }

  // Waits until `holds`, which sees what came. False after 20 s.
  bool Await(const std::function<bool(const Seen&)>& holds);
  Seen seen() const;

  // Says it on the open stream. False: there is none.
  bool Say(const wire::CoordinatorMessage& message);

  // Breaks the open stream off.
  void BreakStream();

  // Takes no stream any more: the agent finds nobody.
  void Vanish();

  // No batch breaks the stream from now on.
  void StopBreaking();

 private:
  using Stream = grpc::ServerReaderWriter<wire::CoordinatorMessage, wire::AgentMessage>;

  grpc::Status Enlist(grpc::ServerContext* context, Stream* stream) override;
  bool Greet(Stream& stream);
  // False: the stream is to be broken off.
  bool Take(const wire::AgentMessage& message, Stream& stream) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool TakeBatch(const wire::RecordBatch& batch, Stream& stream) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  uint64_t Acked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return seen_.batches.size(); }

  const FakeCoordinatorOptions options_;
  const std::string nonce_ = "a nonce of this test";
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;

  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  Seen seen_ ABSL_GUARDED_BY(mutex_);
  Rng rng_ ABSL_GUARDED_BY(mutex_);
  bool breaking_ ABSL_GUARDED_BY(mutex_) = true;
  grpc::ServerContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the open stream
  Stream* stream_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace barrage

#endif  // TESTS_FAKES_FAKE_COORDINATOR_H_
