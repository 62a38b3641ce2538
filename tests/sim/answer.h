#ifndef TESTS_SIM_ANSWER_H_
#define TESTS_SIM_ANSWER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/sim/event_text.h"
#include "tests/sim/fault.h"
#include "tests/sim/generation_request.h"
#include "tests/sim/http_text.h"
#include "tests/sim/journal.h"
#include "tests/sim/latency_model.h"

namespace barrage::sim {

enum class RoleChunk { kFirst, kWithToken, kNone };

struct AnswerSpec {
  GenerationRequest request;
  PlannedOutput output;
  LatencyModel latency;
  FaultKind fault = FaultKind::kNone;
  Framing framing;
  RoleChunk role_chunk = RoleChunk::kFirst;
  int64_t tokens_per_event = 1;
  int64_t tail_gap_ns = 0;  // last token to usage, usage to [DONE]
  uint64_t key = 0;
  std::string model;
  int64_t created_unix_s = 0;
};

// What becomes of the connection once a piece is sent.
enum class After { kMore, kComplete, kClose, kReset };

// One write of an answer.
struct Piece {
  std::string bytes;  // may be empty: nothing is sent, only `after` counts
  WriteKind kind = WriteKind::kToken;
  int64_t tokens = 0;
  After after = After::kMore;
};

// The writes of one answer and when each is due. Knows no socket and no clock: the due times come from the schedule
// alone, so a late write makes no other one late.
class Answer {
 public:
  // Admitted at `start_ns`. Requires spec.output.tokens >= 1 and spec.tokens_per_event >= 1.
  Answer(AnswerSpec spec, int64_t start_ns);

  // When the next write is due; kNeverNs for an answer that hangs. Requires that the last piece's `after` was kMore.
  int64_t next_due_ns() const { return due_ns_; }

  // Puts the next write into `piece`, whose buffer is reused.
  void Next(Piece* piece);

  int64_t ttft_ns() const { return schedule_.ttft_ns(); }

  // The next piece's lateness says something about the server: it is a token that a client waits for.
  bool next_is_timed() const { return phase_ == Phase::kTokens; }

 private:
  enum class Phase { kHead, kTokens, kUsage, kDone, kBody, kFragments };

  void NextHead(Piece* piece);
  void NextTokens(Piece* piece);
  bool StrikeMidStream(Piece* piece);
  void NextUsage(Piece* piece);
  void NextDone(Piece* piece);
  void NextBody(Piece* piece);
  void NextFragment(Piece* piece);
  void BeginFragments(int64_t gap_ns);
  void AddFragments(absl::string_view bytes, int64_t tokens);
  After end() const { return spec_.framing.keep_alive ? After::kComplete : After::kClose; }
  const char* finish_reason() const { return spec_.output.stopped_by_itself ? "stop" : "length"; }

  const AnswerSpec spec_;
  LatencySchedule schedule_;
  EventText text_;
  Phase phase_;
  int64_t due_ns_;
  int64_t sent_tokens_ = 0;
  int64_t strike_after_tokens_;  // where a mid-stream fault strikes
  bool garbage_sent_ = false;
  std::string event_;  // scratch
  struct FragmentTokens {
    size_t end;  // the byte that completes the event
    int64_t tokens;
  };
  std::string fragments_;
  std::vector<FragmentTokens> fragment_tokens_;
  size_t fragment_ = 0;
  size_t fragment_event_ = 0;
  int64_t fragment_gap_ns_ = 0;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_ANSWER_H_
