#ifndef AGENT_LOAD_TRANSFER_H_
#define AGENT_LOAD_TRANSFER_H_

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "agent/load/answer_tracker.h"
#include "agent/load/outcome_decision.h"
#include "agent/load/pacer.h"
#include "agent/load/run_context.h"
#include "agent/load/worker_types.h"
#include "agent/loop/curl_driver.h"
#include "agent/loop/event_loop.h"
#include "agent/loop/socket_stamps.h"
#include "agent/loop/timer.h"

namespace barrage {

// What the transfers of one loop stand on. All of it outlives them.
struct TransferGround {
  const RunContext& context;
  EventLoop& loop;
  SocketStamps& stamps;
  CurlDriver& driver;
  LoadCounters& counters;
};

// One stream of a loop: sends one request after another and makes a record of each. Its handle and multi stay, so that
// its multi has a connection to reuse for it.
class Transfer final : public CurlClient {
 public:
  // The request that `transfer` carried ended; it is free for another.
  using OnFinished = std::function<void(Transfer& transfer, FinishedRecord&& finished)>;

  // `number` counts the loop's transfers: it chooses among a name's addresses.
  Transfer(const TransferGround& ground, size_t number, OnFinished on_finished);
  ~Transfer() override;

  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Stamps the request and sends it: with a connection to reuse, it is in the socket on return. May finish before it
  // returns. Requires a body, targets, and that no request is in flight here.
  void Dispatch(Due due);

  // Ends the request that is in flight, for a reason that is not the server's.
  void Cut(TransferEnd reason);

  bool in_flight() const { return in_flight_; }
  uint32_t slot() const { return due_.slot; }
  uint32_t url_index() const { return due_.waiting.request.url_index(); }
  size_t number() const { return number_; }
  CurlMulti& multi() const { return *handle_.multi; }

  void OnDone(CURLcode code) override;

 private:
  static size_t OnHeader(char* data, size_t size, size_t count, void* self);
  static size_t OnBody(char* data, size_t size, size_t count, void* self);
  static int OnConnected(void* self, char*, char*, int, int);

  void SetOptions();
  void Send();
  void SendWhatIsLeft();
  bool MaySendAgain(CURLcode code) const;
  bool over_tls() const;
  bool answer_began() const;
  void SendAgain();
  std::optional<int64_t> SentNs() const;
  void ArmDeadline(int64_t earliest_ns);
  void OnDeadline();
  size_t TakeHeader(absl::string_view line);
  size_t TakeBody(absl::string_view bytes);
  void Finish(TransferEnd end, CURLcode code);

  const TransferGround ground_;
  const size_t number_;
  const OnFinished on_finished_;
  CurlDriver::Handle handle_;
  AnswerTracker tracker_;
  Timer deadline_;

  // Of the request in flight.
  Due due_;
  FinishedRecord finished_;
  SocketUse use_;
  std::string request_id_;
  curl_slist own_header_{};  // X-Request-ID, then the common ones
  bool in_flight_ = false;
  int attempts_ = 0;         // connections it was sent on
  int64_t answer_ns_ = 0;    // arrival of the answer's first header; 0: none came
  bool head_done_ = false;   // the final answer's headers are whole
  bool encoded_ = false;     // body bytes are not those on the wire
  bool gave_grace_ = false;  // a deadline found the loop late and waits for what is in the socket
  uint64_t late_read_ = 0;   // the newest read whose lateness was counted
  int64_t read_late_ns_ = 0;
  std::array<char, 4> body_tail_{};
  std::array<char, CURL_ERROR_SIZE> curl_error_{};
};

}  // namespace barrage

#endif  // AGENT_LOAD_TRANSFER_H_
