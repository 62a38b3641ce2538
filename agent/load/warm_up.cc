#include "agent/load/warm_up.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/load/transfer_end.h"

namespace barrage {
namespace {

constexpr uint32_t kAtOnce = 32;

size_t IgnoreBytes(char*, size_t size, size_t count, void*) { return size * count; }

}  // namespace

// One GET on a connection of its own.
class WarmUp::Probe final : public CurlClient {
 public:
  Probe(WarmUp& warm_up, size_t number)
      : warm_up_(warm_up), number_(number), handle_(NewHandle(warm_up, number, *this)) {
    CURL* const easy = handle_.easy.get();
    const RunContext& context = warm_up.ground_.context;
    context.Configure(easy);
    curl_easy_setopt(easy, CURLOPT_URL, warm_up.UrlOf(number).c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO,
                     context.TargetOf(static_cast<uint32_t>(number)).ConnectTo(context.ConnectionOf(number)));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, context.headers());
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &IgnoreBytes);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  }
  ~Probe() override {
    if (running_) handle_.multi->Remove(handle_.easy.get());
  }

  void Send() {
    running_ = true;
    handle_.multi->Add(handle_.easy.get());
  }
  void OnDone(CURLcode code) override {
    running_ = false;
    warm_up_.OnAnswered(*this, code);
  }
  size_t number() const { return number_; }
  bool running() const { return running_; }
  std::string Fault(CURLcode code) const { return FaultText(code, error_.data(), handle_.easy.get()); }

 private:
  static CurlDriver::Handle NewHandle(WarmUp& warm_up, size_t number, CurlClient& client) {
    return warm_up.ground_.driver.NewHandleOn(warm_up.pool_.at(number).multi(), client);
  }

  WarmUp& warm_up_;
  const size_t number_;
  CurlDriver::Handle handle_;
  bool running_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

WarmUp::WarmUp(const TransferGround& ground, StreamPool& pool, uint32_t connections, int64_t deadline_ns,
               WarmUpSink done)
    : ground_(ground),
      pool_(pool),
      connections_(connections),
      deadline_ns_(deadline_ns),
      done_(std::move(done)),
      go_(ground.loop.timers(), [this] { Go(); }) {
  pool_.Reserve(connections_);
  go_.Arm(ground_.loop.FreshNs());
}

WarmUp::~WarmUp() = default;

std::string WarmUp::UrlOf(size_t number) const {
  const std::string& path = ground_.context.setup().warm_path();
  return absl::StrCat(ground_.context.TargetOf(static_cast<uint32_t>(number)).origin, path.empty() ? "/" : path);
}

void WarmUp::OnAnswered(const Probe& probe, CURLcode code) {
  --running_;
  if (code == CURLE_OK) {
    ++open_;
  } else if (fault_.ok() || (IsTlsFault(code) && !tls_fault_)) {
    tls_fault_ = IsTlsFault(code);
    fault_ = absl::UnavailableError(absl::StrCat(UrlOf(probe.number()), ": ", probe.Fault(code)));
  }
  go_.Arm(ground_.loop.FreshNs());
}

void WarmUp::Go() {
  // A libcurl handle is 5 KB: those of all streams would double what they take.
  std::erase_if(probes_, [](const std::unique_ptr<Probe>& probe) { return !probe->running(); });
  const bool late = ground_.loop.FreshNs() >= deadline_ns_;
  while (!late && fault_.ok() && running_ < kAtOnce && begun_ < connections_) {
    probes_.push_back(std::make_unique<Probe>(*this, begun_++));
    ++running_;
    probes_.back()->Send();
  }
  const bool over = running_ == 0 && (!fault_.ok() || begun_ == connections_);
  if (!over && !late) {
    go_.Arm(deadline_ns_);
    return;
  }
  if (late && fault_.ok()) fault_ = absl::DeadlineExceededError(absl::StrCat(UrlOf(0), ": no answer in time"));
  // Where some connections stand, the server is there: the others are opened when they are needed.
  const WarmUpResult result{.status = tls_fault_ || open_ == 0 ? fault_ : absl::OkStatus(), .open = open_};
  probes_.clear();
  done_(result);
}

}  // namespace barrage
