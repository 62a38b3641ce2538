#ifndef AGENT_LOAD_ANSWER_TRACKER_H_
#define AGENT_LOAD_ANSWER_TRACKER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/load/load_counters.h"
#include "agent/load/worker_types.h"
#include "agent/loop/socket_use.h"
#include "common/openai/endpoint.h"
#include "common/sse/sse_parser.h"

namespace barrage {

// Turns the body of one answer, as it comes, into what its record says of it: events with their arrivals, usage, text.
class AnswerTracker {
 public:
  static constexpr size_t kMaxBodyBytes = size_t{64} << 20;
  static constexpr size_t kMaxTextBytes = size_t{1} << 20;  // an answer's text above it is not kept

  // The endpoint, the counters and the path in `parameters` outlive the tracker. With `want_text` it keeps the texts.
  AnswerTracker(const Endpoint& endpoint, const ReadParameters& parameters, LoadCounters& counters)
      : endpoint_(endpoint), parameters_(parameters), counters_(counters) {}

  // Another answer begins: its facts go into `finished`, whose record was dispatched; it outlives the answer.
  void Begin(FinishedRecord& finished, bool stream_asked);

  // What the headers said; before the first Take.
  void TakeHead(int http_status, absl::string_view content_type);

  // The next body bytes, which came with `read`; `late_ns` is the loop's lateness at that read. False when nothing
  // more is worth reading: the answer cannot be read.
  bool Take(absl::string_view bytes, const ReadStamp& read, int64_t late_ns);

  // The body is whole: reads it, if it was no stream, as the answer to `request_body`.
  void End(absl::string_view request_body);

  bool finished() const { return finished_answer_; }  // see AnswerFacts
  bool error_said() const { return error_said_; }
  bool unreadable() const { return unreadable_; }
  bool has_tokens() const { return has_tokens_; }
  bool mid_event() const { return parser_.mid_event(); }
  // The first bytes of a refusal's body.
  const std::string& refusal() const { return body_; }

 private:
  enum class Form { kUndecided, kEvents, kBody, kRefusal };

  absl::Status TakeEvent(const SseEvent& event, const ReadStamp& read, int64_t late_ns);
  void TakePart(AnswerPart& part);
  void KeepText(const AnswerPart& part);
  void Append(const AnswerPart& part, const ReadStamp& read, int64_t late_ns);
  void Fail(const absl::Status& fault);

  const Endpoint& endpoint_;
  const ReadParameters parameters_;
  LoadCounters& counters_;

  FinishedRecord* out_ = nullptr;
  Form form_ = Form::kUndecided;
  bool finished_answer_ = false, error_said_ = false, unreadable_ = false, has_tokens_ = false;
  SseParser parser_;
  std::string body_;
  // Of the newest event.
  uint64_t read_id_ = 0;
  int64_t kernel_wall_ns_ = 0, at_ns_ = 0;
  bool coalesced_ = false;
};

}  // namespace barrage

#endif  // AGENT_LOAD_ANSWER_TRACKER_H_
