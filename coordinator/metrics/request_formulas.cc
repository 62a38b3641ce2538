#include "coordinator/metrics/request_formulas.h"

#include <algorithm>

#include "coordinator/metrics/rational.h"
#include "coordinator/metrics/schedule_lag.h"

namespace barrage::formula {
namespace {

using Value = std::optional<int64_t>;

constexpr Int128 kNsPerSecond = 1'000'000'000;

Value Between(const Value& from, const Value& to) {
  if (!from || !to) return std::nullopt;
  return *to - *from;
}

// `count` a second over `ns`, in millionths.
Value PerSecond(const Value& count, const Value& ns) {
  if (!count || !ns || *ns <= 0) return std::nullopt;
  return DivideHalfEven(*count * kNsPerSecond * kMillionths, *ns);
}

// From c₀ to the end of the answer: the n − 1 tokens after the first.
Value DecodeTime(const RequestFacts& facts) {
  if (!TimeToFirstToken(facts)) return std::nullopt;
  return Between(facts.content.front().at_ns, facts.decode_end_ns);
}

Value DifferencePercent(const Value& usage, const Value& counted) {
  if (!usage || !counted || *counted <= 0) return std::nullopt;
  const Int128 difference = Int128{std::max(*usage, *counted)} - std::min(*usage, *counted);
  return DivideHalfEven(difference * 100 * kMillionths, *counted);
}

}  // namespace

Value TimeToFirstToken(const RequestFacts& facts) {
  if (!facts.record->streamed || facts.content.empty()) return std::nullopt;
  return facts.content.front().at_ns - facts.start_ns;
}

Value TimeToSecondToken(const RequestFacts& facts) {
  if (facts.content.size() < 2) return std::nullopt;
  return facts.content[1].at_ns - facts.content[0].at_ns;
}

Value TimeToFirstOutputToken(const RequestFacts& facts) {
  if (!facts.record->streamed) return std::nullopt;
  return Between(facts.start_ns, facts.first_output_ns);
}

Value InterTokenLatency(const RequestFacts& facts) {
  const Value decode = DecodeTime(facts);
  if (!decode || facts.tokens.output.value_or(0) < 2) return std::nullopt;
  return DivideHalfEven(*decode, *facts.tokens.output - 1);
}

Value TimePerOutputToken(const RequestFacts& facts) {
  const int64_t n = facts.tokens.output.value_or(0);
  if (facts.per_output_token == PerOutputToken::kAfterFirst) {
    const Value decode = Between(TimeToFirstToken(facts), RequestLatency(facts));
    return decode && n >= 2 ? Value(DivideHalfEven(*decode, n - 1)) : std::nullopt;
  }
  if (facts.per_output_token == PerOutputToken::kNone || n < 1 || !TimeToFirstToken(facts)) return std::nullopt;
  return DivideHalfEven(facts.content.back().at_ns - facts.start_ns, n);
}

Value MaxStall(const RequestFacts& facts) {
  if (facts.content.size() < 2) return std::nullopt;
  int64_t largest = 0;
  for (size_t i = 1; i < facts.content.size(); ++i) {
    largest = std::max(largest, facts.content[i].at_ns - facts.content[i - 1].at_ns);
  }
  return largest;
}

Value RequestLatency(const RequestFacts& facts) { return Between(facts.start_ns, facts.answer_end_ns); }

Value StreamEndLatency(const RequestFacts& facts) { return Between(facts.start_ns, facts.record->stream_end_ns); }

Value TtftFromSchedule(const RequestFacts& facts) {
  if (!TimeToFirstToken(facts)) return std::nullopt;
  return Between(facts.record->intended_ns, facts.content.front().at_ns);
}

Value LatencyFromSchedule(const RequestFacts& facts) { return Between(facts.record->intended_ns, facts.answer_end_ns); }

Value TokenThroughputPerUser(const RequestFacts& facts) {
  if (facts.tokens.output.value_or(0) < 2) return std::nullopt;
  return PerSecond(*facts.tokens.output - 1, DecodeTime(facts));
}

Value EndToEndTokenThroughput(const RequestFacts& facts) {
  return PerSecond(facts.tokens.output, RequestLatency(facts));
}

Value PrefillThroughputPerUser(const RequestFacts& facts) {
  return PerSecond(facts.tokens.input, TimeToFirstToken(facts));
}

Value OutputSequenceLength(const RequestFacts& facts) { return facts.tokens.output; }
Value InputSequenceLength(const RequestFacts& facts) { return facts.tokens.input; }
Value ReasoningTokens(const RequestFacts& facts) { return facts.tokens.reasoning; }

Value ScheduleLagTotal(const RequestFacts& facts) {
  const std::optional<ScheduleLag> lag = LagOf(*facts.record);
  return lag ? Value(lag->total_ns) : std::nullopt;
}

Value ScheduleLagCoordinator(const RequestFacts& facts) {
  const std::optional<ScheduleLag> lag = LagOf(*facts.record);
  return lag ? Value(lag->coordinator_ns) : std::nullopt;
}

Value ScheduleLagLoop(const RequestFacts& facts) {
  const std::optional<ScheduleLag> lag = LagOf(*facts.record);
  return lag ? Value(lag->loop_ns) : std::nullopt;
}

Value ScheduleLagConnection(const RequestFacts& facts) {
  return LagOf(*facts.record) ? ConnectionLagOf(*facts.record) : std::nullopt;
}

Value BlockedByCap(const RequestFacts& facts) { return facts.record->blocked_ns; }

Value HttpDns(const RequestFacts& facts) { return Between(facts.start_ns, facts.record->dns_done_ns); }

Value HttpConnecting(const RequestFacts& facts) {
  return Between(facts.record->dns_done_ns.value_or(facts.start_ns), facts.record->connect_done_ns);
}

Value HttpTls(const RequestFacts& facts) { return Between(facts.record->connect_done_ns, facts.record->tls_done_ns); }

Value HttpSending(const RequestFacts& facts) {
  const RequestRecord& record = *facts.record;
  const int64_t connected = record.tls_done_ns.value_or(record.connect_done_ns.value_or(facts.start_ns));
  return Between(connected, record.request_sent_ns);
}

Value HttpWaiting(const RequestFacts& facts) {
  return Between(facts.record->request_sent_ns, facts.record->first_byte_ns);
}

Value HttpReceiving(const RequestFacts& facts) {
  return Between(facts.record->first_byte_ns, facts.record->stream_end_ns);
}

Value HttpBytesSent(const RequestFacts& facts) { return static_cast<int64_t>(facts.record->bytes_sent); }
Value HttpBytesReceived(const RequestFacts& facts) { return static_cast<int64_t>(facts.record->bytes_received); }

Value UsagePromptDifference(const RequestFacts& facts) {
  if (!facts.record->usage) return std::nullopt;
  return DifferencePercent(facts.record->usage->prompt, facts.tokenizer_input);
}

Value UsageCompletionDifference(const RequestFacts& facts) {
  if (!facts.record->usage || !facts.record->tokenizer_output_tokens) return std::nullopt;
  const int64_t counted = *facts.record->tokenizer_output_tokens + facts.record->tokenizer_reasoning_tokens.value_or(0);
  return DifferencePercent(facts.record->usage->completion, counted);
}

Value UsageReasoningDifference(const RequestFacts& facts) {
  if (!facts.record->usage) return std::nullopt;
  return DifferencePercent(facts.record->usage->reasoning, facts.record->tokenizer_reasoning_tokens);
}

Value Elapsed(const RequestFacts& facts) { return facts.end_ns - facts.start_ns; }
Value ElapsedFromSchedule(const RequestFacts& facts) { return Between(facts.record->intended_ns, facts.end_ns); }

}  // namespace barrage::formula
