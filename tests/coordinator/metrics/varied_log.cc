#include "tests/coordinator/metrics/varied_log.h"

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "common/base/rng.h"
#include "common/base/status_macros.h"
#include "common/record/record_codec.h"
#include "coordinator/plan/plan_yaml.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/record_log_writer.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

constexpr int kRequests = 600, kLost = 3, kNotSent = 5;
constexpr Outcome kFailures[] = {Outcome::kHttpError, Outcome::kStreamError,  Outcome::kTruncated,
                                 Outcome::kTimeout,   Outcome::kConnectError, Outcome::kProtocolError,
                                 Outcome::kEmpty};

Plan VariedPlan() {
  Plan plan;
  plan.target.urls = {"http://127.0.0.1:8000"};
  plan.target.models = {"m"};
  plan.load.request_rate = 250;
  plan.load.concurrency = 40;
  plan.load.request_count = kRequests;
  plan.fleet.on_agent_loss = OnAgentLoss::kContinue;
  plan.output.gpus = 4;
  plan.output.slice_duration = absl::Milliseconds(500);
  plan.output.goodput = {{.tag = "time_to_first_token", .limit = 45}, {.tag = "inter_token_latency", .limit = 6}};
  return plan;
}

EventKind KindOf(Rng& rng, int i) {
  if (i % 11 == 2) return EventKind::kToolCall;
  return i % 3 == 0 && rng.Below(3) == 0 ? EventKind::kReasoning : EventKind::kContent;
}

void AddEvents(Rng& rng, int i, double& at, RecordBuilder& builder) {
  builder.Event(at, EventKind::kRole);
  const int events = static_cast<int>(rng.Below(14)) + (i % 13 == 0 ? 0 : 1);
  for (int e = 0; e < events; ++e) {
    StreamEvent event;
    event.at_ns = RecordBuilder::At(at += 1 + 7 * rng.Uniform());
    event.kind = KindOf(rng, i);
    event.kernel_stamped = rng.Below(8) > 0;
    event.coalesced = rng.Below(40) == 0;
    event.lateness_ns = static_cast<int64_t>(rng.Below(300)) * 1000;
    builder.Event(event);
  }
  builder.Event(at + 0.5, EventKind::kUsage).Event(at + 0.75, EventKind::kDone);
}

void AddTokens(Rng& rng, int i, RecordBuilder& builder) {
  builder.Usage(80 + i % 23, 1 + static_cast<int64_t>(rng.Below(30))).Changed([&](RequestRecord& record) {
    if (i % 3 == 0) record.usage->reasoning = static_cast<int64_t>(rng.Below(20));
    record.tokenizer_output_tokens = *record.usage->completion + static_cast<int64_t>(rng.Below(3));
    if (i % 3 == 0) record.tokenizer_reasoning_tokens = 1 + static_cast<int64_t>(rng.Below(20));
    record.asked_output_tokens = i % 4 == 0 ? *record.usage->completion : 16;
    if (i % 5 == 0) record.answer_inputs = 1 + i % 4;
  });
}

RequestRecord RecordOf(Rng& rng, int i) {
  const double due = 4.0 * i, blocked = i % 6 == 1 ? 3 * rng.Uniform() : 0, late = i % 10 == 7 ? 1.5 : 0;
  double at = due + blocked + late + 0.05 + 0.4 * rng.Uniform();
  RecordBuilder builder(i);
  builder.Intended(due).Dispatched(at);
  if (late > 0) builder.Granted(due + late);
  if (i % 7 == 0) {
    builder.Changed([&](RequestRecord& record) {
      record.connection_reused = false;
      record.dns_done_ns = RecordBuilder::At(at + 0.1);
      record.connect_done_ns = RecordBuilder::At(at + 0.3);
      if (i % 14 == 0) record.tls_done_ns = RecordBuilder::At(at + 1.1);
    });
    at += 1.2;
  }
  builder.Sent(at += 0.1);
  builder.FirstByte(at += 10 + 40 * rng.Uniform());
  const bool streamed = i % 19 != 8;
  if (streamed) AddEvents(rng, i, at, builder);
  AddTokens(rng, i, builder);
  builder.End(at += 1 + rng.Uniform()).Changed([&](RequestRecord& record) {
    if (i % 6 == 1) record.blocked_ns = static_cast<int64_t>(blocked * kNsPerMs);
    record.streamed = streamed;
    record.body_has_text = !streamed;
    record.bytes_sent = 100 + static_cast<uint64_t>(i % 50);
    record.bytes_received = 1000 + 37 * static_cast<uint64_t>(i);
    record.loop = static_cast<uint32_t>(i % 2);
    if (i % 31 == 7) record.resends = 1;
    if (i % 9 == 4) {
      record.outcome = kFailures[static_cast<size_t>(i / 9) % std::size(kFailures)];
      record.error = "it failed";
    }
    if (i % 53 == 11) record.outcome = Outcome::kCancelledByPlan;
    if (i >= kRequests - kLost - kNotSent - 20 && i % 4 == 0) record.outcome = Outcome::kCancelledAtEnd;
  });
  return builder.Build();
}

wire::LogEntry BatchOf(uint32_t agent, uint64_t sequence, const std::vector<RequestRecord>& records) {
  RecordBatchEncoder encoder;
  for (const RequestRecord& record : records) encoder.Add(record);
  wire::LogEntry entry;
  entry.mutable_batch()->set_agent(agent);
  entry.mutable_batch()->set_incarnation("x");
  entry.mutable_batch()->set_sequence(sequence);
  entry.mutable_batch()->set_body(encoder.Finish());
  return entry;
}

template <typename Facts, typename Take>
void Append(const std::vector<Facts>& facts, const Take& take, RecordLogWriter& log) {
  for (const Facts& fact : facts) {
    wire::LogEntry entry;
    *take(entry) = fact;
    log.Append(entry);
  }
}

}  // namespace

absl::Status WriteVariedLog(const std::string& directory) {
  Rng rng(3, "varied");
  VectorRunLog run(2);
  std::vector<RequestRecord> records[2];
  for (int i = 0; i < kRequests; ++i) {
    run.Grant(static_cast<uint32_t>(i % 2), {i});
    if (i >= kRequests - kLost * 2 && i % 2 == 1) continue;  // what the lost agent held
    if (i >= kRequests - (kLost + kNotSent) * 2 && i % 2 == 0) {
      records[0].push_back(RecordBuilder(i).With(Outcome::kNotSent).Build());
      continue;
    }
    records[i % 2].push_back(RecordOf(rng, i));
  }
  run.AddEvent(wire::RunEvent::AGENT_LOST, 1);
  run.edit().phases[0].set_scheduled(kRequests);
  for (uint64_t id = 0; id < kRequests; ++id) {
    wire::PayloadFacts payload;
    payload.set_id(id);
    payload.set_tokenizer_tokens(78 + id % 29);
    run.edit().payloads.push_back(payload);
  }
  run.edit().header.set_plan_yaml(PlanToYaml(VariedPlan()));
  run.edit().header.set_format_version(kLogFormatVersion);

  std::error_code error;
  std::filesystem::create_directories(directory + "/records", error);
  ASSIGN_OR_RETURN(const std::unique_ptr<RecordLogWriter> log, CreateRecordLog(directory));
  const RunFacts& facts = run.facts();
  wire::LogEntry header;
  *header.mutable_header() = facts.header;
  log->Append(header);
  Append(
      facts.agents, [](wire::LogEntry& entry) { return entry.mutable_agent(); }, *log);
  Append(
      facts.payloads, [](wire::LogEntry& entry) { return entry.mutable_payload(); }, *log);
  Append(
      facts.clocks, [](wire::LogEntry& entry) { return entry.mutable_clock(); }, *log);
  Append(
      facts.phases, [](wire::LogEntry& entry) { return entry.mutable_phase_start(); }, *log);
  Append(
      facts.grants, [](wire::LogEntry& entry) { return entry.mutable_grant(); }, *log);
  for (const uint32_t agent : {0u, 1u}) log->Append(BatchOf(agent, 1, records[agent]));
  log->Append(BatchOf(0, 1, records[0]));  // the same batch again: an agent whose acknowledgement was lost
  Append(
      facts.events, [](wire::LogEntry& entry) { return entry.mutable_event(); }, *log);
  wire::LogEntry end;
  end.mutable_end();
  log->Append(end);
  return log->Close();
}

}  // namespace barrage
