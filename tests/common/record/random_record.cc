#include "tests/common/record/random_record.h"

#include <optional>
#include <string>

namespace barrage {
namespace {

int64_t Below(int64_t bound, Rng& rng) { return static_cast<int64_t>(rng.Below(static_cast<uint64_t>(bound))); }
bool Coin(Rng& rng) { return rng.Below(2) == 0; }

template <typename T>
void Maybe(std::optional<T>& field, int64_t value, Rng& rng) {
  if (Coin(rng)) field = static_cast<T>(value);
}

TokenUsage RandomUsage(Rng& rng) {
  TokenUsage usage;
  for (std::optional<int64_t>* count :
       {&usage.prompt, &usage.completion, &usage.total, &usage.reasoning, &usage.cached}) {
    Maybe(*count, Below(int64_t{1} << 31, rng), rng);
  }
  return usage;
}

}  // namespace

StreamEvent RandomEvent(int64_t previous_ns, Rng& rng) {
  const int64_t kGapsUs[] = {0, 20000, 20000, Below(100, rng), Below(40'000'000, rng)};
  StreamEvent event;
  event.at_ns = previous_ns / 1000 * 1000 + kGapsUs[rng.Below(5)] * 1000;
  event.kind = Coin(rng) ? EventKind::kContent : static_cast<EventKind>(rng.Below(kEventKinds));
  event.has_choices = rng.Below(8) != 0;
  event.kernel_stamped = rng.Below(8) != 0;
  event.coalesced = rng.Below(8) == 0;
  if (rng.Below(4) == 0) event.tokens = static_cast<uint32_t>(rng.Below(6));
  event.lateness_ns = Below(1'000'000, rng) * 1000;
  return event;
}

RequestRecord RandomRecord(Rng& rng) {
  RequestRecord r;
  r.index = Below(2'000'000, rng) - 1'000'000;
  r.payload_id = rng.Below(1 << 20);
  Maybe(r.session, Below(1000, rng), rng);
  Maybe(r.turn, Below(10, rng), rng);
  r.loop = static_cast<uint32_t>(rng.Below(8));
  r.url_index = static_cast<uint32_t>(rng.Below(3));
  r.model_index = static_cast<uint32_t>(rng.Below(3));
  const int64_t now = Below(int64_t{1} << 50, rng);
  Maybe(r.intended_ns, now - Below(1'000'000'000, rng), rng);
  Maybe(r.dispatched_ns, now, rng);
  for (std::optional<int64_t>* at : {&r.granted_ns, &r.dns_done_ns, &r.connect_done_ns, &r.tls_done_ns,
                                     &r.request_sent_ns, &r.first_byte_ns, &r.stream_end_ns}) {
    Maybe(*at, now + Below(10'000'000'000, rng), rng);
  }
  Maybe(r.blocked_ns, Below(1'000'000, rng), rng);
  Maybe(r.asked_output_tokens, Below(4096, rng), rng);
  Maybe(r.cancel_after_ns, Below(1'000'000'000, rng), rng);
  r.events = EventTrace(r.dispatched_ns.value_or(r.intended_ns.value_or(0)));
  int64_t at = now;
  for (int64_t i = Below(50, rng); i > 0; --i) {
    const StreamEvent event = RandomEvent(at, rng);
    at = event.at_ns;
    r.events.Append(event);
  }
  r.outcome = kOutcomes[rng.Below(kOutcomes.size())].outcome;
  for (bool* flag : {&r.streamed, &r.saw_done, &r.saw_finish_reason, &r.connection_reused, &r.timeout_was_no_progress,
                     &r.usage_dropped, &r.clamped_stamps, &r.body_has_text}) {
    *flag = Coin(rng);
  }
  r.resends = static_cast<uint32_t>(rng.Below(2));
  Maybe(r.http_status, 200 + Below(400, rng), rng);
  Maybe(r.retry_after_s, Below(60, rng), rng);
  r.bytes_sent = rng.Below(1 << 20);
  r.bytes_received = rng.Below(1 << 30);
  if (Coin(rng)) r.peer = "10.0.3." + std::to_string(rng.Below(4)) + ":8000";
  if (Coin(rng)) r.error = "refused " + std::to_string(rng.Below(4));
  r.lateness_max_ns = Below(1'000'000, rng);
  if (Coin(rng)) r.usage = RandomUsage(rng);
  Maybe(r.tokenizer_output_tokens, Below(4096, rng), rng);
  Maybe(r.tokenizer_reasoning_tokens, Below(4096, rng), rng);
  Maybe(r.answer_inputs, Below(64, rng), rng);
  return r;
}

}  // namespace barrage
