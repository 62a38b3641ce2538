#include "tests/sim/answer.h"

#include <algorithm>
#include <utility>

#include "tests/sim/monotonic.h"

namespace barrage::sim {
namespace {

constexpr int64_t kDripGapNs = 1'000'000'000;
constexpr char kErrorEvent[] =
    "data: {\"error\":{\"message\":\"the engine stopped\",\"type\":\"InternalServerError\",\"code\":500}}\n\n";

}  // namespace

Answer::Answer(AnswerSpec spec, int64_t start_ns)
    : spec_(std::move(spec)),
      schedule_(spec_.latency, spec_.key, spec_.request.prompt_tokens),
      text_(spec_.request, spec_.model, spec_.key, spec_.created_unix_s),
      phase_(spec_.request.stream ? Phase::kHead : Phase::kBody),
      due_ns_(start_ns),
      strike_after_tokens_(std::max<int64_t>(1, spec_.output.tokens / 2)) {
  if (spec_.request.stream) return;
  due_ns_ += schedule_.ttft_ns();
  for (int64_t sent = spec_.tokens_per_event; sent < spec_.output.tokens; sent += spec_.tokens_per_event) {
    due_ns_ += schedule_.NextGapNs();
  }
}

void Answer::Next(Piece* piece) {
  piece->bytes.clear();
  piece->tokens = 0;
  piece->after = After::kMore;
  switch (phase_) {
    case Phase::kHead:
      return NextHead(piece);
    case Phase::kTokens:
      return NextTokens(piece);
    case Phase::kUsage:
      return NextUsage(piece);
    case Phase::kDone:
      return NextDone(piece);
    case Phase::kBody:
      return NextBody(piece);
    case Phase::kFragments:
      return NextFragment(piece);
  }
}

void Answer::NextHead(Piece* piece) {
  piece->kind = WriteKind::kHead;
  piece->bytes = StreamHead(spec_.framing);
  due_ns_ += schedule_.ttft_ns();
  phase_ = Phase::kTokens;
  switch (spec_.fault) {
    case FaultKind::kHangAfterHeaders:
      due_ns_ = kNeverNs;
      return;
    case FaultKind::kDrip:
      return BeginFragments(kDripGapNs);
    case FaultKind::kFragment:
      return BeginFragments(0);
    default:
      break;
  }
  if (spec_.role_chunk != RoleChunk::kFirst || !text_.has_role()) return;
  piece->kind = WriteKind::kRole;
  event_.clear();
  text_.AppendRole(&event_);
  AppendChunk(spec_.framing, event_, &piece->bytes);
}

void Answer::NextTokens(Piece* piece) {
  if (sent_tokens_ >= strike_after_tokens_ && StrikeMidStream(piece)) return;
  piece->kind = WriteKind::kToken;
  piece->tokens = std::min(spec_.tokens_per_event, spec_.output.tokens - sent_tokens_);
  const bool last = sent_tokens_ + piece->tokens == spec_.output.tokens;
  const bool with_role = sent_tokens_ == 0 && spec_.role_chunk == RoleChunk::kWithToken;
  event_.clear();
  text_.AppendTokens(sent_tokens_, piece->tokens, with_role, last ? finish_reason() : "", &event_);
  AppendChunk(spec_.framing, event_, &piece->bytes);
  sent_tokens_ += piece->tokens;
  if (!last) {
    due_ns_ += schedule_.NextGapNs();
    return;
  }
  due_ns_ += spec_.tail_gap_ns;
  phase_ = spec_.request.include_usage && text_.has_usage_event() ? Phase::kUsage : Phase::kDone;
}

// The fault's own write, where there is one. It comes in a token's place, at that token's time.
bool Answer::StrikeMidStream(Piece* piece) {
  piece->kind = WriteKind::kFault;
  switch (spec_.fault) {
    case FaultKind::kResetMidStream:
      piece->after = After::kReset;
      return true;
    case FaultKind::kCloseMidStream:
      piece->after = After::kClose;
      return true;
    case FaultKind::kCutChunk:
      event_.clear();
      text_.AppendTokens(sent_tokens_, 1, false, "", &event_);
      AppendChunk(spec_.framing, event_, &piece->bytes);
      piece->bytes.resize(piece->bytes.size() / 2);
      piece->after = After::kClose;
      return true;
    case FaultKind::kTruncate:
      AppendLastChunk(spec_.framing, &piece->bytes);
      piece->after = end();
      return true;
    case FaultKind::kErrorEvent:
      AppendChunk(spec_.framing, kErrorEvent, &piece->bytes);
      AppendLastChunk(spec_.framing, &piece->bytes);
      piece->after = end();
      return true;
    case FaultKind::kHangMidStream:
      due_ns_ = kNeverNs;
      return true;
    case FaultKind::kGarbageLine:
      if (std::exchange(garbage_sent_, true)) return false;
      AppendChunk(spec_.framing, "data: {\"choices\": [{\n\n", &piece->bytes);
      return true;
    default:
      return false;
  }
}

void Answer::NextUsage(Piece* piece) {
  piece->kind = WriteKind::kUsage;
  event_.clear();
  text_.AppendUsage(sent_tokens_, &event_);
  AppendChunk(spec_.framing, event_, &piece->bytes);
  due_ns_ += spec_.tail_gap_ns;
  phase_ = Phase::kDone;
}

void Answer::NextDone(Piece* piece) {
  piece->kind = WriteKind::kDone;
  event_.clear();
  text_.AppendClose(sent_tokens_, finish_reason(), &event_);
  if (spec_.fault != FaultKind::kNoDone && !event_.empty()) AppendChunk(spec_.framing, event_, &piece->bytes);
  AppendLastChunk(spec_.framing, &piece->bytes);
  piece->after = end();
}

void Answer::NextBody(Piece* piece) {
  piece->kind = WriteKind::kBody;
  piece->tokens = GivesTokens(spec_.request.api) ? spec_.output.tokens : 0;
  piece->after = end();
  std::string body = text_.WholeBody(spec_.output.tokens, finish_reason());
  if (spec_.fault == FaultKind::kErrorEvent) body = ErrorBody(500, "InternalServerError", "the engine stopped");
  if (spec_.fault == FaultKind::kGarbageLine) body.replace(body.size() / 2, 1, "\"{");
  piece->bytes = WholeReply(spec_.framing, 200, "application/json", body);
  const size_t head_bytes = piece->bytes.size() - body.size();
  const auto cut_to = [&](size_t body_bytes, After after) {
    piece->bytes.resize(head_bytes + body_bytes);
    piece->kind = WriteKind::kFault;
    piece->tokens = 0;
    piece->after = after;
  };
  switch (spec_.fault) {
    case FaultKind::kResetMidStream:
      return cut_to(body.size() / 2, After::kReset);
    case FaultKind::kCloseMidStream:
    case FaultKind::kCutChunk:
    case FaultKind::kTruncate:
      return cut_to(body.size() / 2, After::kClose);
    case FaultKind::kHangAfterHeaders:
    case FaultKind::kHangMidStream:
      cut_to(spec_.fault == FaultKind::kHangMidStream ? body.size() / 2 : 0, After::kMore);
      due_ns_ = kNeverNs;
      return;
    case FaultKind::kDrip:
    case FaultKind::kFragment:
      cut_to(0, After::kMore);
      AddFragments(body, spec_.output.tokens);
      fragment_gap_ns_ = spec_.fault == FaultKind::kDrip ? kDripGapNs : 0;
      phase_ = Phase::kFragments;
      return;
    default:
      return;
  }
}

// Renders the rest of the stream at once, to be sent one byte at a time.
void Answer::BeginFragments(int64_t gap_ns) {
  const int64_t first_due_ns = due_ns_;
  Piece piece;
  do {
    Next(&piece);
    AddFragments(piece.bytes, piece.tokens);
  } while (piece.after == After::kMore);
  due_ns_ = first_due_ns;
  fragment_gap_ns_ = gap_ns;
  phase_ = Phase::kFragments;
}

void Answer::AddFragments(absl::string_view bytes, int64_t tokens) {
  fragments_.append(bytes.data(), bytes.size());
  const bool chunked = spec_.request.stream && !spec_.framing.http10;
  if (tokens > 0) fragment_tokens_.push_back({fragments_.size() - (chunked ? 2 : 0), tokens});
}

void Answer::NextFragment(Piece* piece) {
  piece->kind = WriteKind::kFragment;
  piece->bytes.assign(1, fragments_[fragment_++]);
  if (fragment_event_ < fragment_tokens_.size() && fragment_tokens_[fragment_event_].end == fragment_) {
    piece->tokens = fragment_tokens_[fragment_event_++].tokens;
  }
  due_ns_ += fragment_gap_ns_;
  if (fragment_ == fragments_.size()) piece->after = end();
}

}  // namespace barrage::sim
