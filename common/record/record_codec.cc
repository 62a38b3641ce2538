#include "common/record/record_codec.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/record/deflate.h"

namespace barrage {
namespace {

// Of a peer or an error's text. A text that is not valid UTF-8 would make the whole batch unreadable.
constexpr size_t kMostTextBytes = 4096;

// Bits of wire::Record.flags. On disk: never reuse one.
constexpr uint32_t kDispatched = 1 << 0;
constexpr uint32_t kStreamed = 1 << 1;
constexpr uint32_t kSawDone = 1 << 2;
constexpr uint32_t kSawFinishReason = 1 << 3;
constexpr uint32_t kConnectionReused = 1 << 4;
constexpr uint32_t kTimeoutWasNoProgress = 1 << 5;
constexpr uint32_t kUsageDropped = 1 << 6;
constexpr uint32_t kClampedStamps = 1 << 7;
constexpr uint32_t kBodyHasText = 1 << 8;
constexpr uint32_t kHasUsage = 1 << 9;

// Hostile sums wrap instead of being undefined.
int64_t Sum(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); }

int64_t BaseOf(const RequestRecord& record) { return record.dispatched_ns.value_or(record.intended_ns.value_or(0)); }

uint32_t FlagsOf(const RequestRecord& r) {
  return (r.dispatched_ns ? kDispatched : 0) | (r.streamed ? kStreamed : 0) | (r.saw_done ? kSawDone : 0) |
         (r.saw_finish_reason ? kSawFinishReason : 0) | (r.connection_reused ? kConnectionReused : 0) |
         (r.timeout_was_no_progress ? kTimeoutWasNoProgress : 0) | (r.usage_dropped ? kUsageDropped : 0) |
         (r.clamped_stamps ? kClampedStamps : 0) | (r.body_has_text ? kBodyHasText : 0) | (r.usage ? kHasUsage : 0);
}

void SetFlags(uint32_t flags, RequestRecord& r) {
  r.streamed = flags & kStreamed;
  r.saw_done = flags & kSawDone;
  r.saw_finish_reason = flags & kSawFinishReason;
  r.connection_reused = flags & kConnectionReused;
  r.timeout_was_no_progress = flags & kTimeoutWasNoProgress;
  r.usage_dropped = flags & kUsageDropped;
  r.clamped_stamps = flags & kClampedStamps;
  r.body_has_text = flags & kBodyHasText;
}

// One row an optional field: the record's member, the message's accessors, and whether it is a time after `base`.
template <typename Visit>
void ForEachOptional(Visit&& visit) {
#define BARRAGE_FIELD(member, field, is_time)                                                             \
  visit([](auto& r) -> auto& { return r.member; }, [](const wire::Record& m) { return m.has_##field(); }, \
        [](const wire::Record& m) { return m.field(); }, [](wire::Record& m, auto v) { m.set_##field(v); }, is_time)
  BARRAGE_FIELD(request_sent_ns, request_sent, true);
  BARRAGE_FIELD(first_byte_ns, first_byte, true);
  BARRAGE_FIELD(stream_end_ns, stream_end, true);
  BARRAGE_FIELD(intended_ns, intended, true);
  BARRAGE_FIELD(granted_ns, granted, true);
  BARRAGE_FIELD(dns_done_ns, dns_done, true);
  BARRAGE_FIELD(connect_done_ns, connect_done, true);
  BARRAGE_FIELD(tls_done_ns, tls_done, true);
  BARRAGE_FIELD(blocked_ns, blocked, false);
  BARRAGE_FIELD(asked_output_tokens, asked_output_tokens, false);
  BARRAGE_FIELD(cancel_after_ns, cancel_after, false);
  BARRAGE_FIELD(http_status, http_status, false);
  BARRAGE_FIELD(retry_after_s, retry_after_s, false);
  BARRAGE_FIELD(session, session, false);
  BARRAGE_FIELD(turn, turn, false);
  BARRAGE_FIELD(tokenizer_output_tokens, tokenizer_output, false);
  BARRAGE_FIELD(tokenizer_reasoning_tokens, tokenizer_reasoning, false);
  BARRAGE_FIELD(answer_inputs, answer_inputs, false);
#undef BARRAGE_FIELD
}

void EncodeUsage(const TokenUsage& usage, wire::Record& message) {
  if (usage.prompt) message.set_usage_prompt(*usage.prompt);
  if (usage.completion) message.set_usage_completion(*usage.completion);
  if (usage.total) message.set_usage_total(*usage.total);
  if (usage.reasoning) message.set_usage_reasoning(*usage.reasoning);
  if (usage.cached) message.set_usage_cached(*usage.cached);
}

TokenUsage DecodeUsage(const wire::Record& message) {
  TokenUsage usage;
  if (message.has_usage_prompt()) usage.prompt = message.usage_prompt();
  if (message.has_usage_completion()) usage.completion = message.usage_completion();
  if (message.has_usage_total()) usage.total = message.usage_total();
  if (message.has_usage_reasoning()) usage.reasoning = message.usage_reasoning();
  if (message.has_usage_cached()) usage.cached = message.usage_cached();
  return usage;
}

absl::StatusOr<RequestRecord> Decode(const wire::Record& m, const wire::RecordBatchBody& body, int64_t index,
                                     int64_t base) {
  RequestRecord r;
  r.index = index;
  r.payload_id = m.payload_id();
  SetFlags(m.flags(), r);
  if (m.flags() & kDispatched) r.dispatched_ns = base;
  const std::optional<Outcome> outcome = OutcomeFromNumber(m.outcome());
  if (!outcome) return absl::DataLossError(absl::StrCat("request ", index, ": unknown outcome ", m.outcome()));
  r.outcome = *outcome;
  ForEachOptional([&](auto member, auto has, auto get, auto, bool is_time) {
    if (has(m)) member(r) = Sum(static_cast<int64_t>(get(m)), is_time ? base : 0);
  });
  r.bytes_sent = m.bytes_sent();
  r.bytes_received = m.bytes_received();
  r.resends = m.resends();
  r.lateness_max_ns = m.lateness_max();
  r.loop = m.loop();
  r.url_index = m.url_index();
  r.model_index = m.model_index();
  if (m.flags() & kHasUsage) r.usage = DecodeUsage(m);
  if (static_cast<int64_t>(m.peer()) > body.peers_size() || static_cast<int64_t>(m.error()) > body.errors_size()) {
    return absl::DataLossError(absl::StrCat("request ", index, ": refers to a text that the batch lacks"));
  }
  if (m.peer() > 0) r.peer = body.peers(static_cast<int>(m.peer()) - 1);
  if (m.error() > 0) r.error = body.errors(static_cast<int>(m.error()) - 1);
  ASSIGN_OR_RETURN(r.events, EventTrace::FromEncoded({m.event_times(), m.event_runs(), m.event_lateness()}, base));
  return r;
}

absl::StatusOr<wire::RecordBatchBody> BodyOf(absl::string_view batch) {
  const absl::StatusOr<std::string> bytes = Inflate(batch, kMostBatchBytes);
  if (!bytes.ok()) return absl::DataLossError(absl::StrCat("record batch ", bytes.status().message()));
  wire::RecordBatchBody body;
  if (!body.ParseFromArray(bytes->data(), static_cast<int>(bytes->size()))) {
    return absl::DataLossError("record batch is not a valid message");
  }
  return body;
}

}  // namespace

uint32_t RecordBatchEncoder::Intern(const std::string& text, google::protobuf::RepeatedPtrField<std::string>& table) {
  const auto found = std::find(table.begin(), table.end(), text);
  if (found != table.end()) return static_cast<uint32_t>(found - table.begin()) + 1;
  *table.Add() = text;
  bytes_ += text.size() + 2;
  return static_cast<uint32_t>(table.size());
}

void RecordBatchEncoder::Add(const RequestRecord& r) {
  wire::Record& m = *body_.add_records();
  const int64_t base = BaseOf(r);
  m.set_index_delta(r.index - last_index_);
  m.set_base_delta(base - last_base_);
  last_index_ = r.index;
  last_base_ = base;
  m.set_payload_id(r.payload_id);
  m.set_outcome(static_cast<uint32_t>(r.outcome));
  m.set_flags(FlagsOf(r));
  ForEachOptional([&](auto member, auto, auto, auto set, bool is_time) {
    if (member(r)) set(m, *member(r) - (is_time ? base : 0));
  });
  m.set_bytes_sent(r.bytes_sent);
  m.set_bytes_received(r.bytes_received);
  m.set_resends(r.resends);
  m.set_lateness_max(r.lateness_max_ns);
  m.set_loop(r.loop);
  m.set_url_index(r.url_index);
  m.set_model_index(r.model_index);
  if (r.usage) EncodeUsage(*r.usage, m);
  if (r.peer) m.set_peer(Intern(ToValidUtf8(*r.peer, kMostTextBytes), *body_.mutable_peers()));
  if (r.error) m.set_error(Intern(ToValidUtf8(*r.error, kMostTextBytes), *body_.mutable_errors()));
  EventTrace::Encoded encoded = r.events.Encode();
  m.set_event_times(std::move(encoded.times));
  m.set_event_runs(std::move(encoded.runs));
  m.set_event_lateness(std::move(encoded.lateness));
  bytes_ += m.ByteSizeLong() + 3;
}

void RecordBatchEncoder::AddText(wire::KeptText text) {
  bytes_ += text.ByteSizeLong() + 4;
  *body_.add_texts() = std::move(text);
}

std::string RecordBatchEncoder::Finish() {
  std::string batch = Deflate(body_.SerializeAsString());
  body_.Clear();
  bytes_ = 0;
  last_index_ = last_base_ = 0;
  return batch;
}

absl::StatusOr<std::vector<wire::KeptText>> DecodeKeptTexts(absl::string_view batch) {
  ASSIGN_OR_RETURN(wire::RecordBatchBody body, BodyOf(batch));
  return std::vector<wire::KeptText>(std::make_move_iterator(body.mutable_texts()->begin()),
                                     std::make_move_iterator(body.mutable_texts()->end()));
}

absl::StatusOr<std::vector<RequestRecord>> DecodeRecordBatch(absl::string_view batch) {
  ASSIGN_OR_RETURN(const wire::RecordBatchBody body, BodyOf(batch));
  std::vector<RequestRecord> records;
  records.reserve(body.records_size());
  int64_t index = 0, base = 0;
  for (const wire::Record& message : body.records()) {
    index = Sum(index, message.index_delta());
    base = Sum(base, message.base_delta());
    ASSIGN_OR_RETURN(RequestRecord record, Decode(message, body, index, base));
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace barrage
