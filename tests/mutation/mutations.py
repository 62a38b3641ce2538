"""What is broken, one at a time: a formula, a rank, an outcome rule, a rule against counting twice, the edge of a window.

Each names a source, the text to replace (it must stand there once), what takes its place, and the tests that must notice.
"""
import dataclasses

METRICS, TESTS = "coordinator/metrics/", "tests/coordinator/metrics:"


@dataclasses.dataclass(frozen=True)
class Mutation:
    what: str
    source: str
    old: str
    new: str
    tests: tuple[str, ...]


def _metric(what, name, old, new, *tests):
    return Mutation(what, f"{METRICS}{name}.cc", old, new, tuple(TESTS + test for test in tests))


def _other(what, source, old, new, *tests):
    return Mutation(what, source, old, new, tests)


FORMULAS = "request_formulas_test"
SUMMARY = "summarize_test"

MUTATIONS = [
    # Formulas of one request.
    _metric("TTFT to the second token", "request_formulas", "return facts.content.front().at_ns - facts.start_ns;",
            "return facts.content[facts.content.size() > 1].at_ns - facts.start_ns;", FORMULAS),
    _metric("second token from the start", "request_formulas", "return facts.content[1].at_ns - facts.content[0].at_ns;",
            "return facts.content[1].at_ns - facts.start_ns;", FORMULAS),
    _metric("ITL over n tokens", "request_formulas", "return DivideHalfEven(*decode, *facts.tokens.output - 1);",
            "return DivideHalfEven(*decode, *facts.tokens.output);", FORMULAS),
    _metric("ITL of one token", "request_formulas", "if (!decode || facts.tokens.output.value_or(0) < 2) return std::nullopt;",
            "if (!decode || facts.tokens.output.value_or(0) < 1) return std::nullopt;", FORMULAS),
    _metric("longest gap of the first two", "request_formulas", "for (size_t i = 1; i < facts.content.size(); ++i) {",
            "for (size_t i = 1; i < 2; ++i) {", FORMULAS),
    _metric("latency from schedule to the stream's end", "request_formulas",
            "{ return Between(facts.record->intended_ns, facts.answer_end_ns); }",
            "{ return Between(facts.record->intended_ns, facts.record->stream_end_ns); }", FORMULAS),
    _metric("TTFT from schedule from the dispatch", "request_formulas",
            "return Between(facts.record->intended_ns, facts.content.front().at_ns);",
            "return Between(facts.start_ns, facts.content.front().at_ns);", FORMULAS),
    _metric("user throughput of n tokens", "request_formulas", "return PerSecond(*facts.tokens.output - 1, DecodeTime(facts));",
            "return PerSecond(*facts.tokens.output, DecodeTime(facts));", FORMULAS),
    _metric("prefill over the latency", "request_formulas", "return PerSecond(facts.tokens.input, TimeToFirstToken(facts));",
            "return PerSecond(facts.tokens.input, RequestLatency(facts));", FORMULAS),
    _metric("time per output token without the first", "request_formulas",
            "return DivideHalfEven(facts.content.back().at_ns - facts.start_ns, n);",
            "return DivideHalfEven(facts.content.back().at_ns - facts.content.front().at_ns, n);", FORMULAS),
    _metric("usage's difference over usage", "request_formulas", "return DivideHalfEven(difference * 100 * kMillionths, *counted);",
            "return DivideHalfEven(difference * 100 * kMillionths, *usage);", FORMULAS),
    _metric("HTTP waiting from the dispatch", "request_formulas",
            "return Between(facts.record->request_sent_ns, facts.record->first_byte_ns);",
            "return Between(facts.start_ns, facts.record->first_byte_ns);", FORMULAS),
    _metric("a role is a token", "request_facts", "return IsContent(event.kind);",
            "return IsContent(event.kind) || event.kind == EventKind::kRole;", FORMULAS),
    _metric("reasoning is the first output", "request_facts", "return IsContent(event.kind) && event.kind != EventKind::kReasoning;",
            "return IsContent(event.kind);", FORMULAS),
    _metric("latency ends with the stream", "request_facts", ": facts.content.back().at_ns;", ": facts.end_ns;", FORMULAS),
    _metric("rounded down", "rational", "if (twice > denominator || (twice == denominator && quotient % 2 != 0)) ++quotient;",
            "if (twice > denominator && quotient < 0) ++quotient;", FORMULAS),
    # Sums of a window.
    _metric("failures are throughput", "run_totals", "totals.throughput_over_all ? totals.ended : totals.ended_ok",
            "totals.throughput_over_all ? totals.ended : totals.ended", SUMMARY),
    _metric("error rate over the scheduled", "run_totals", "return Ratio(FailuresOf(totals.started), dispatched);",
            "return Ratio(FailuresOf(totals.started), SumOf(totals.started) + 1);", SUMMARY),
    _metric("good requests over the ok", "run_totals", "return Ratio(totals.good, totals.ended);",
            "return Ratio(totals.good, totals.ended_ok + 1);", SUMMARY),
    _metric("input tokens left out of the total", "run_totals",
            "return PerSecond(totals.output_tokens + totals.input_tokens * kMillionths, kMillionths, totals);",
            "return PerSecond(totals.output_tokens, kMillionths, totals);", SUMMARY),
    _metric("a token counts in each window", "totals_builder", "totals.output_tokens += DivideHalfEven(tokens * inside, events);",
            "totals.output_tokens += tokens;", SUMMARY),
    _metric("duration over the failures too in aiperf's way", "totals_builder", "if (!facts.ok()) return;\n  AddTokens",
            "AddTokens", SUMMARY),
    # Statistics.
    _metric("percentile rank over n", "percentile", "const Int128 thousandths = Int128{count - 1} * per_mille;",
            "const Int128 thousandths = Int128{count} * per_mille - (per_mille == 1000 ? 1000 : 0);", "percentile_test"),
    _metric("no interpolation", "percentile", "Int128{above} * position.thousandths;", "Int128{below} * position.thousandths;",
            "percentile_test"),
    _metric("deviation of a sample", "distribution", "static_cast<long double>(around_q) / count - shift * shift;",
            "static_cast<long double>(around_q) / (count > 1 ? count - 1 : 1) - shift * shift;", "value_set_test"),
    _metric("interval's lower rank one up", "order_interval", "interval.low = k;", "interval.low = k + 1;", "order_interval_test"),
    _metric("interval's upper rank one down", "order_interval", "interval.high = k + 1;", "interval.high = k;",
            "order_interval_test"),
    _metric("90 % interval", "order_interval", "cumulative >= 0.975L * total", "cumulative >= 0.95L * total",
            "order_interval_test"),
    _metric("intervals beyond the samples", "order_interval", "if (interval.low < 1 || interval.high > count || interval.high < 0)",
            "if (interval.low < 0 || interval.high < 0)", "order_interval_test"),
    _metric("no zeros for further tokens", "gap_set", "const int64_t zeros = with_further_tokens ? further_tokens_ : 0;",
            "const int64_t zeros = 0;", "gap_set_test"),
    _metric("one gap stands for its request", "gap_set", "sizes[entry.group] += entry.times;", "sizes[entry.group] = entry.times;",
            "gap_set_test"),
    _metric("histogram keeps no maximum", "value_set", "return std::clamp(value, min_, max_);", "return value;", "value_set_test"),
    # Failures beside the rest.
    _metric("failures count as the least", "request_column", "std::max(values_.max(), longest_failed_.value_or(values_.max()))",
            "std::min(values_.max(), longest_failed_.value_or(values_.max()))", "request_column_test"),
    _metric("cut requests are dropped", "request_column", "for (const int64_t value : cut_) values_.Add(value);",
            "cut_.clear();", "request_column_test"),
    _metric("what was sent again is timed", "gap_table", "if (!facts.timed() || facts.content.size() < 2) return;\n  for",
            "if (!facts.ok() || facts.content.size() < 2) return;\n  for", SUMMARY),
    # Tokens.
    _metric("usage though one answer lacks it", "token_counts",
            "return evidence.ok > 0 && evidence.with_usage == evidence.ok ?",
            "return evidence.ok > 0 && evidence.with_usage > 0 ?", "token_counts_test"),
    _metric("reasoning left out of the tokenizer's count", "token_counts",
            "if (counts.output && counts.reasoning) *counts.output += *counts.reasoning;", "", "token_counts_test"),
    # Windows and concurrency.
    _metric("steady from 90 %", "window", "(95 * slots + 99) / 100", "(90 * slots + 99) / 100", "window_test"),
    _metric("a window's end is inside", "window", "std::upper_bound(edges.bounds.begin(), edges.bounds.end(), at_ns)",
            "std::lower_bound(edges.bounds.begin(), edges.bounds.end(), at_ns)", SUMMARY),
    _metric("what the clocks put before the start is in no slice", "window", "std::max(agent_ns, edges.t0_ns)", "agent_ns", "window_test"),
    _metric("steady state ends at its last dip", "in_flight", "plateau->to_ns = to;", "if (plateau->to_ns == from) plateau->to_ns = to;",
            "in_flight_test"),
    _metric("the end of a request is inside", "in_flight",
            "for (; end != ends_.end() && *end == now; ++end) --running;",
            "for (; end != ends_.end() && *end < now; ++end) --running;", "in_flight_test"),
    # The ledger.
    _metric("a second record counts again", "phase_ledger", "++duplicates_;\n    return;", "", "phase_ledger_test"),
    _metric("what a lost agent held was not sent", "phase_ledger",
            "const Outcome outcome = open_grant && lost ? Outcome::kLostAgent : Outcome::kNotSent;",
            "const Outcome outcome = Outcome::kNotSent;", "phase_ledger_test"),
    _metric("a missing record is no fault", "phase_ledger", "    ++result.missing;\n", "", "phase_ledger_test"),
    _metric("not sent is a fact of one process only", "phase_ledger",
            "if (state == kOpen && holder == static_cast<int32_t>(agent)) state = kNotSentRecord;",
            "state = kNotSentRecord;", "phase_ledger_test"),
    _metric("an interrupt excuses nothing", "run_ledger",
            "if (interrupted || lost_and_continued) ledgers.excused", "if (lost_and_continued) ledgers.excused",
            "invalid_reasons_test"),
    # The verdict.
    _metric("delivered from 80 %", "invalid_reasons", "constexpr double kLeastDelivered = 0.90;",
            "constexpr double kLeastDelivered = 0.80;", "invalid_reasons_test"),
    _metric("error rate reached is passed", "invalid_reasons", "100.0 * static_cast<double>(failures) > *limit",
            "100.0 * static_cast<double>(failures) >= *limit", "invalid_reasons_test"),
    _metric("busy from 95 %", "degraded_reasons", "kBusiestLoop = 0.85", "kBusiestLoop = 0.95", "degraded_reasons_test"),
    _metric("throttling is forgiven", "degraded_reasons", "if (agent.nr_throttled.value_or(0) > 0) {",
            "if (agent.nr_throttled.value_or(0) > 1000) {", "degraded_reasons_test"),
    _metric("lag limit without the median", "degraded_reasons",
            "return std::max(kLeastLagLimitNs, static_cast<int64_t>(metric.value->percentiles[kP50] * 1e6 / 100));",
            "return kLeastLagLimitNs;", "degraded_reasons_test"),
    _metric("the clock's residual against twice its bound", "degraded_reasons",
            "agent.clock.residual_ns <= limit_ns", "agent.clock.residual_ns <= 2 * limit_ns + 1'000'000",
            "degraded_reasons_test"),
    _metric("coalesced kernel stamps are good", "stamp_stats", "if (event.kernel_stamped && !event.coalesced) return",
            "if (event.kernel_stamped) return", "stamp_stats_test"),
    _metric("first tokens are stamped as well as all", "stamp_stats", "if (first) first_errors_.Add", "first_errors_.Add",
            "stamp_stats_test", "degraded_reasons_test"),
    _metric("a held back request is no fault", "degraded_reasons", "if (input.budget.send_lag.p99 > limit_ns) {",
            "if (input.budget.send_lag.p50 > 2 * limit_ns) {", "degraded_reasons_test"),
    _metric("connecting is held back", "schedule_lag", "std::max(*record.dispatched_ns, stood_ns)", "*record.dispatched_ns",
            "degraded_reasons_test"),
    _metric("health from before the run", "health_digest", "if (sample->at_ns() <= from_ns) {", "if (sample->at_ns() < 0) {",
            "health_digest_test"),
    _metric("a threshold beats an INVALID", "exit_code", "if (verdict == Verdict::kInvalid ||", "if (", "exit_code_test"),
    _other("equal is less", "coordinator/plan/threshold.cc", "return observed < limit;", "return observed <= limit;",
           "tests/coordinator/metrics:slo_test"),
    _metric("no value is good", "slo", "if (!value) return false;", "if (!value) return true;", "slo_test"),
    # Outcomes.
    _other("a clean end is ok", "agent/load/outcome_decision.cc",
           "return facts.response_byte ? Outcome::kTruncated : Outcome::kConnectError;",
           "return facts.response_byte ? Outcome::kOk : Outcome::kConnectError;", "tests/agent/load:outcome_decision_test"),
    _other("an error event is forgiven", "agent/load/outcome_decision.cc", "if (facts.error_said) return Outcome::kStreamError;", "",
           "tests/agent/load:outcome_decision_test"),
    _other("no token is ok", "agent/load/outcome_decision.cc",
           "return facts.has_tokens || !facts.asks_tokens ? Outcome::kOk : Outcome::kEmpty;", "return Outcome::kOk;",
           "tests/agent/load:outcome_decision_test"),
    _other("299 is an error", "agent/load/outcome_decision.cc", "*facts.http_status > 299", "*facts.http_status > 298",
           "tests/agent/load:outcome_decision_test"),
    # Reading what was stored, and what a server sent.
    _other("a batch sent twice counts twice", "coordinator/store/record_log_reader.cc",
           "if (!seen.emplace(batch.agent(), batch.incarnation(), batch.sequence()).second) continue;", "",
           "tests/coordinator/store:record_log_test"),
    _other("batches of another process are the same", "coordinator/store/record_log_reader.cc",
           "seen.emplace(batch.agent(), batch.incarnation(), batch.sequence())",
           'seen.emplace(batch.agent(), "", batch.sequence())', "tests/coordinator/store:record_log_test"),
    _other("data lines are joined without a line end", "common/sse/sse_parser.cc", 'absl::StrAppend(&data_, "\\n", value);',
           'absl::StrAppend(&data_, value);', "tests/common/sse:sse_parser_test"),
    _other("CR LF is two line ends", "common/sse/sse_parser.cc", "skip_line_feed_ = bytes[end] == '\\r';", "skip_line_feed_ = false;",
           "tests/common/sse:sse_parser_test"),
    _other("reasoning is content", "common/openai/answer_reader.cc",
           "if (seen & AnswerHandler::kReasoning) return EventKind::kReasoning;",
           "if (seen & AnswerHandler::kReasoning) return EventKind::kContent;", "tests/common/openai:read_event_test"),
    _other("an event named error is judged by its data", "common/openai/answer_reader.cc", 'if (name != "error") return status;',
           "return status;", "tests/common/openai:read_event_test"),
    _other("clocks: the middle is the low end", "common/clock_fit/offset_line.cc", "std::floor((low + high) / 2)",
           "std::floor(low)", "tests/common/clock_fit:clock_fit_test"),
]
