#include "agent/load/worker.h"

#include <curl/curl.h>
#include <pthread.h>

#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/load/body_cache.h"
#include "agent/load/worker_loop.h"
#include "agent/loop/event_loop.h"

namespace barrage {
namespace {

constexpr size_t kBodyCacheBytes = size_t{16} << 20;

}  // namespace

class Worker::Impl {
 public:
  Impl(WorkerOptions options, RecordSink on_record, PhaseDoneSink on_phase_done)
      : bodies_(options.setup, kBodyCacheBytes),
        loop_(options.clock),
        thread_([this, options, on_record = std::move(on_record), on_phase_done = std::move(on_phase_done)] {
          pthread_setname_np(pthread_self(), absl::StrCat("loop-", options.loop).c_str());
          WorkerLoop loop(options.setup, {options.loop, options.loops}, loop_, options.clock, seam_, on_record,
                          on_phase_done);
          loop.Run();
        }) {}

  ~Impl() {
    Send(QuitCommand());
    thread_.join();
  }

  void Send(WorkerCommand command) {
    const bool first = seam_.commands.With([&command](std::vector<WorkerCommand>& commands) {
      commands.push_back(std::move(command));
      return commands.size() == 1;
    });
    if (first) loop_.Wake();
  }

  WorkerSeam& seam() { return seam_; }
  BodyCache& bodies() { return bodies_; }

 private:
  BodyCache bodies_;  // of the thread that calls Add
  EventLoop loop_;
  WorkerSeam seam_;
  std::thread thread_;
};

Worker::Worker(WorkerOptions options, RecordSink on_record, PhaseDoneSink on_phase_done) {
  // Once a process, before its first loop; thread-safe since libcurl 7.84.
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(ready);
  impl_ = std::make_unique<Impl>(std::move(options), std::move(on_record), std::move(on_phase_done));
}

Worker::~Worker() = default;

void Worker::WarmUp(uint32_t connections, int64_t deadline_ns, WarmUpSink done) {
  impl_->Send(WarmUpCommand{connections, deadline_ns, std::move(done)});
}

void Worker::Add(std::vector<Assigned> requests, bool last) {
  AddCommand command{.requests = {}, .last = last};
  command.requests.reserve(requests.size());
  for (Assigned& one : requests) {
    absl::StatusOr<SharedBody> body = impl_->bodies().Get(one.request, *one.payload);
    command.requests.push_back({.request = std::move(one.request), .body = std::move(body), .granted_ns = 0});
  }
  impl_->Send(std::move(command));
}

void Worker::Start(const StartOrder& order) { impl_->Send(order); }

void Worker::AddSlots(uint32_t slots) { impl_->Send(AddSlotsCommand{slots}); }

void Worker::Stop(StopMode mode) { impl_->Send(mode); }

void Worker::SetLease(int64_t until_ns) { impl_->seam().lease_until_ns.store(until_ns, std::memory_order_release); }

void Worker::SetDispatchAllowed(bool allowed) { impl_->Send(AllowCommand{allowed}); }

LoopHealth Worker::TakeHealth() { return impl_->seam().health.Take(); }
LoopHealth Worker::LookAtHealth() { return impl_->seam().health.Look(); }

}  // namespace barrage
