#ifndef COORDINATOR_METRICS_REQUEST_FORMULAS_H_
#define COORDINATOR_METRICS_REQUEST_FORMULAS_H_

#include <cstdint>
#include <optional>

#include "coordinator/metrics/request_facts.h"

namespace barrage {

// The formulas of METRICS §3 that give one integer a request: ns, counts, bytes, or a quotient in millionths of its
// unit, rounded half-even once. Each is absent where the metric does not apply.
using RequestFormula = std::optional<int64_t> (*)(const RequestFacts&);

inline constexpr int64_t kMillionths = 1'000'000;

namespace formula {

std::optional<int64_t> TimeToFirstToken(const RequestFacts& facts);
std::optional<int64_t> TimeToSecondToken(const RequestFacts& facts);
std::optional<int64_t> TimeToFirstOutputToken(const RequestFacts& facts);
std::optional<int64_t> InterTokenLatency(const RequestFacts& facts);
std::optional<int64_t> TimePerOutputToken(const RequestFacts& facts);
std::optional<int64_t> MaxStall(const RequestFacts& facts);
std::optional<int64_t> RequestLatency(const RequestFacts& facts);
std::optional<int64_t> StreamEndLatency(const RequestFacts& facts);
std::optional<int64_t> TtftFromSchedule(const RequestFacts& facts);
std::optional<int64_t> LatencyFromSchedule(const RequestFacts& facts);

std::optional<int64_t> TokenThroughputPerUser(const RequestFacts& facts);
std::optional<int64_t> EndToEndTokenThroughput(const RequestFacts& facts);
std::optional<int64_t> PrefillThroughputPerUser(const RequestFacts& facts);

std::optional<int64_t> OutputSequenceLength(const RequestFacts& facts);
std::optional<int64_t> InputSequenceLength(const RequestFacts& facts);
std::optional<int64_t> ReasoningTokens(const RequestFacts& facts);

std::optional<int64_t> ScheduleLagTotal(const RequestFacts& facts);
std::optional<int64_t> ScheduleLagCoordinator(const RequestFacts& facts);
std::optional<int64_t> ScheduleLagLoop(const RequestFacts& facts);
std::optional<int64_t> ScheduleLagConnection(const RequestFacts& facts);
std::optional<int64_t> BlockedByCap(const RequestFacts& facts);

std::optional<int64_t> HttpDns(const RequestFacts& facts);
std::optional<int64_t> HttpConnecting(const RequestFacts& facts);
std::optional<int64_t> HttpTls(const RequestFacts& facts);
std::optional<int64_t> HttpSending(const RequestFacts& facts);
std::optional<int64_t> HttpWaiting(const RequestFacts& facts);
std::optional<int64_t> HttpReceiving(const RequestFacts& facts);
std::optional<int64_t> HttpBytesSent(const RequestFacts& facts);
std::optional<int64_t> HttpBytesReceived(const RequestFacts& facts);

// |usage − tokenizer| ÷ tokenizer, in millionths of a per cent.
std::optional<int64_t> UsagePromptDifference(const RequestFacts& facts);
std::optional<int64_t> UsageCompletionDifference(const RequestFacts& facts);
std::optional<int64_t> UsageReasoningDifference(const RequestFacts& facts);

// How long a request that gave no value had run: from its dispatch, and from when it was due.
std::optional<int64_t> Elapsed(const RequestFacts& facts);
std::optional<int64_t> ElapsedFromSchedule(const RequestFacts& facts);

}  // namespace formula
}  // namespace barrage

#endif  // COORDINATOR_METRICS_REQUEST_FORMULAS_H_
