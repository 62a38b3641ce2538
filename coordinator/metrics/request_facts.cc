#include "coordinator/metrics/request_facts.h"

#include <algorithm>

namespace barrage {

bool CountsAsContent(ContentRule rule, const StreamEvent& event) {
  switch (rule) {
    case ContentRule::kAnyToken:
      return IsContent(event.kind);
    case ContentRule::kTextOnly:
      return event.kind == EventKind::kContent;
    case ContentRule::kWithChoices:
      return event.has_choices && event.kind != EventKind::kDone && event.kind != EventKind::kComment &&
             event.kind != EventKind::kError;
  }
  return false;
}

RequestFacts ReadFacts(const RequestRecord& record, const Definitions& definitions, TokenSource source,
                       const wire::PayloadFacts* payload) {
  RequestFacts facts;
  facts.record = &record;
  facts.start_ns = *record.dispatched_ns;
  facts.content = record.events.Events();
  facts.end_ns = record.stream_end_ns.value_or(facts.content.empty() ? facts.start_ns : facts.content.back().at_ns);
  // Tokens are counted by what an event brings, whatever the definitions take for a chunk.
  int64_t token_events = 0, reasoning_events = 0, last_event_ns = facts.start_ns;
  for (const StreamEvent& event : facts.content) {
    if (event.kind != EventKind::kDone && event.kind != EventKind::kComment) last_event_ns = event.at_ns;
    token_events += IsContent(event.kind);
    reasoning_events += event.kind == EventKind::kReasoning;
  }
  if (definitions.content == ContentRule::kTextOnly) token_events -= reasoning_events;
  std::erase_if(facts.content, [&](const StreamEvent& event) { return !CountsAsContent(definitions.content, event); });
  const auto output = std::find_if(facts.content.begin(), facts.content.end(), [](const StreamEvent& event) {
    return IsContent(event.kind) && event.kind != EventKind::kReasoning;
  });
  if (output != facts.content.end()) facts.first_output_ns = output->at_ns;

  if (!record.streamed) {
    facts.answer_end_ns = record.stream_end_ns;
  } else if (!facts.content.empty()) {
    facts.answer_end_ns = definitions.latency_end == LatencyEnd::kStreamEnd   ? facts.end_ns
                          : definitions.latency_end == LatencyEnd::kLastEvent ? last_event_ns
                                                                              : facts.content.back().at_ns;
  }
  facts.decode_end_ns = facts.answer_end_ns;
  if (record.streamed && !facts.content.empty() && definitions.inter_token == InterToken::kLastToken) {
    facts.decode_end_ns = facts.content.back().at_ns;
  }
  facts.per_output_token = definitions.per_output_token;
  facts.tokens = CountTokens(source, record, payload, token_events, reasoning_events);
  // Of the tokenizer's counts the answer's is apart from the reasoning's; usage has one for both.
  if (definitions.content == ContentRule::kTextOnly && source == TokenSource::kTokenizer) {
    facts.tokens.output = record.tokenizer_output_tokens;
  }
  if (payload != nullptr && payload->has_tokenizer_tokens()) {
    facts.tokenizer_input = static_cast<int64_t>(payload->tokenizer_tokens());
  }
  if (record.answer_inputs) {
    facts.inputs = record.answer_inputs;
  } else if (payload != nullptr && payload->inputs() > 0) {
    facts.inputs = static_cast<int64_t>(payload->inputs());
  }
  return facts;
}

}  // namespace barrage
