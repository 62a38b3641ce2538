#include "coordinator/report/summary_json.h"

#include "coordinator/report/json_writer.h"
#include "coordinator/report/metric_json.h"
#include "coordinator/report/server_json.h"
#include "coordinator/report/verdict_text.h"
#include "coordinator/report/wall_time.h"

namespace barrage {
namespace {

void WriteReasons(const Summary& summary, JsonWriter& json) {
  json.Key("verdict_reasons").BeginArray();
  for (const VerdictReason& reason : summary.reasons) {
    json.BeginObject().Member("code", reason.code).Member("severity", VerdictName(reason.severity));
    json.Member("message", reason.message).Member("observed", reason.observed).Member("limit", reason.limit);
    json.MemberIfSet("agent", reason.agent);
    json.Key("distrust").BeginArray();
    for (const std::string& tag : reason.distrust) json.Text(tag);
    json.EndArray().EndObject();
  }
  json.EndArray();
  json.Key("notes").BeginArray();
  for (const std::string& note : summary.notes) json.Text(note);
  json.EndArray();
}

void WriteSlo(const Summary& summary, JsonWriter& json) {
  json.Key("slo").BeginObject().Member("passed", summary.slo_passed).Key("rules").BeginArray();
  for (const SloResult& slo : summary.slos) {
    json.BeginObject().Member("rule", slo.rule).Member("observed", slo.observed).Member("passed", slo.passed);
    json.EndObject();
  }
  json.EndArray().EndObject();
}

void WriteTokenizer(const Summary& summary, JsonWriter& json) {
  json.Key("tokenizer");
  if (!summary.tokenizer) {
    json.Null();
    return;
  }
  const TokenizerSummary& tokenizer = *summary.tokenizer;
  const auto given = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  json.BeginObject().Member("name", tokenizer.name).Member("from", given(tokenizer.from));
  json.Member("sha256", given(tokenizer.sha256)).Member("fault", given(tokenizer.fault)).EndObject();
}

void WriteLedgers(const Summary& summary, JsonWriter& json) {
  json.Key("ledger").BeginObject();
  WriteLedger(summary.ledger, json);
  json.Key("agents").BeginObject();
  for (const AgentSummary& agent : summary.agents) {
    json.Key(agent.id).BeginObject();
    WriteLedger(agent.ledger, json);
    json.EndObject();
  }
  json.EndObject();
  if (summary.warmup_ledger) {
    json.Key("warmup").BeginObject();
    WriteLedger(*summary.warmup_ledger, json);
    json.EndObject();
  }
  json.EndObject();
}

void WriteTriple(const char* key, const std::optional<LatencyTriple>& triple, JsonWriter& json) {
  json.Key(key);
  if (!triple) {
    json.Null();
    return;
  }
  json.BeginObject().Member("p50", triple->p50).Member("p99", triple->p99).Member("max", triple->max).EndObject();
}

void WriteBudget(const ErrorBudget& budget, JsonWriter& json) {
  json.Key("error_budget").BeginObject();
  WriteTriple("loop_lateness_ns", budget.loop_lateness, json);
  WriteTriple("schedule_lag_ns", budget.schedule_lag, json);
  WriteTriple("schedule_lag_coordinator_ns", budget.lag_coordinator, json);
  WriteTriple("schedule_lag_loop_ns", budget.lag_loop, json);
  WriteTriple("connection_ns", budget.lag_connection, json);
  WriteTriple("send_lag_ns", budget.send_lag, json);
  WriteTriple("stamp_error_ns", budget.stamp_error, json);
  WriteTriple("first_stamp_error_ns", budget.first_stamp_error, json);
  json.Key("stamps")
      .BeginObject()
      .Member("kernel", budget.stamps_kernel)
      .Member("user", budget.stamps_user)
      .EndObject();
  json.Member("coalesced_fraction", budget.coalesced_fraction).Member("start_skew_ns", budget.start_skew_ns);
  json.Member("clock_bound_ns", budget.clock_bound_ns).Member("timer_resolution_ns", budget.timer_resolution_ns);
  json.Member("throttled_ns", budget.throttled_ns).Member("nr_throttled", budget.nr_throttled);
  json.Member("cpu_fraction_max", budget.cpu_fraction_max);
  json.Member("involuntary_switches", budget.involuntary_switches);
  json.Member("open_files_fraction", budget.open_files_fraction).Member("ports_fraction", budget.ports_fraction);
  json.Member("connects_without_port", budget.without_port).Member("connects_without_file", budget.without_file);
  json.Member("slots_idle_fraction", budget.slots_idle_fraction);
  json.Key("loop_gaps").BeginArray();
  for (const LoopGapSummary& gap : budget.gaps) {
    json.BeginObject().Member("agent", gap.agent).Member("loop", gap.loop);
    json.Member("from_ns", gap.from_ns).Member("to_ns", gap.to_ns).EndObject();
  }
  json.EndArray().Member("samples_in_gaps", budget.samples_in_gaps);
  json.Member("ttft_p99_without_gaps_ms", budget.ttft_p99_without_gaps_ms);
  json.Member("token_gap_p99_without_gaps_ms", budget.token_gap_p99_without_gaps_ms);
  json.Member("histogram_error", budget.histogram_error);
  json.Member("resends", budget.resends).Member("clamped_stamps", budget.clamped).EndObject();
}

void WriteClockStage(const char* key, const std::optional<ClockStage>& stage, JsonWriter& json) {
  json.Key(key);
  if (!stage) {
    json.Null();
    return;
  }
  json.BeginObject().Member("offset_ns", stage->offset_ns).Member("bound_ns", stage->bound_ns);
  json.Member("exchanges", stage->exchanges).EndObject();
}

void WriteUse(const char* key, int64_t most, int64_t limit, JsonWriter& json) {
  json.Key(key).BeginObject().Member("max", most).Key("limit");
  limit > 0 ? json.Integer(limit) : json.Null();
  json.EndObject();
}

void WriteAgents(const Summary& summary, JsonWriter& json) {
  json.Key("agents").BeginArray();
  for (const AgentSummary& agent : summary.agents) {
    json.BeginObject().Member("id", agent.id).Member("host", agent.host).Member("version", agent.version);
    json.Member("cores", agent.cores).Member("loops", agent.loops).Member("slots", agent.slots);
    json.Member("lost", agent.lost).Key("clock").BeginObject();
    json.Member("offset_ns", agent.clock.offset_ns).Member("bound_ns", agent.clock.bound_ns);
    json.Member("drift_ppm", agent.clock.drift_ppm).Member("residual_ns", agent.clock.residual_ns);
    json.Member("piecewise", agent.clock.piecewise).Member("exchanges", agent.clock.exchanges);
    WriteClockStage("before", agent.clock.before, json);
    WriteClockStage("during", agent.clock.during, json);
    WriteClockStage("after", agent.clock.after, json);
    json.EndObject();
    json.Member("cpu_fraction_max", agent.cpu_fraction_max).Member("cpu_cores_mean", agent.cpu_cores_mean);
    json.Member("resident_bytes_max", agent.resident_bytes_max).Member("spool_bytes_max", agent.spool_bytes_max);
    json.Member("throttled_ns", agent.throttled_ns).Member("nr_throttled", agent.nr_throttled);
    json.Member("involuntary_switches", agent.involuntary_switches);
    WriteUse("open_files", agent.open_files_max, agent.open_files_limit, json);
    WriteUse("ports", agent.ports_max, agent.ports_limit, json);
    json.Key("stamps").BeginObject().Member("kernel", agent.stamps_kernel).Member("user", agent.stamps_user);
    json.Member("coalesced", agent.stamps_coalesced).EndObject();
    WriteTriple("loop_lateness_ns", LatencyTriple{agent.lateness_p50_ns, agent.lateness_p99_ns, agent.lateness_max_ns},
                json);
    json.EndObject();
  }
  json.EndArray();
}

void WriteWindows(const Summary& summary, JsonWriter& json) {
  json.Key("windows").BeginArray();
  for (const WindowSummary& window : summary.windows) {
    json.BeginObject().Member("name", window.name).Member("from_ns", window.from_ns).Member("to_ns", window.to_ns);
    json.Member("dip_fraction", window.dip_fraction).Key("metrics");
    WriteMetrics(window.metrics, false, json);
    json.EndObject();
  }
  json.EndArray();
}

void WriteErrors(const Summary& summary, JsonWriter& json) {
  json.Key("errors").BeginArray();
  for (const ErrorClass& error : summary.errors) {
    json.BeginObject().Member("outcome", OutcomeName(error.outcome));
    if (error.status) json.Member("status", *error.status);
    json.Member("message", error.message).Member("count", error.count).MemberIfSet("first_body", error.first_body);
    if (error.with_retry_after > 0) {
      json.Member("with_retry_after", error.with_retry_after).MemberIfSet("retry_after_max_s", error.retry_after_max_s);
    }
    json.EndObject();
  }
  json.EndArray().Key("peers").BeginArray();
  for (const PeerSummary& peer : summary.peers) {
    json.BeginObject().Member("url", peer.url).Member("peer", peer.peer).Member("requests", peer.requests);
    json.Member("ok", peer.ok).Member("ttft_p50_ms", peer.ttft_p50_ms).EndObject();
  }
  json.EndArray();
}

void WriteTarget(const Summary& summary, JsonWriter& json) {
  json.Key("target").BeginObject().Member("model", summary.model).Member("engine", summary.engine);
  json.Member("server", summary.server).Key("urls").BeginArray();
  for (const std::string& url : summary.urls) json.Text(url);
  json.EndArray().EndObject();
}

}  // namespace

absl::Status WriteSummaryJson(const ReportInput& input, FileWriter& file) {
  const Summary& summary = input.summary;
  JsonWriter json;
  json.BeginObject().Member("schema_version", kSummarySchemaVersion);
  json.Member("barrage_version", summary.barrage_version).Member("verdict", VerdictName(summary.verdict));
  WriteReasons(summary, json);
  json.Member("exit_code", summary.exit_code);
  WriteSlo(summary, json);
  WriteLedgers(summary, json);
  json.Member("error_rate", summary.error_rate).Member("token_source", summary.token_source);
  WriteTokenizer(summary, json);
  json.Member("definitions", summary.definitions).Key("metrics");
  WriteMetrics(summary.metrics, true, json);
  WriteBudget(summary.budget, json);
  WriteAgents(summary, json);
  WriteWindows(summary, json);
  WriteErrors(summary, json);
  WriteServerMetrics(summary.server_view, json);
  if (!summary.server_view.pages.empty()) WriteServerView(summary.server_view, json);
  json.Member("run_id", summary.run_id).Member("run_name", summary.run_name);
  if (!summary.plan.output.labels.empty()) {
    json.Key("labels").BeginObject();
    for (const auto& [name, value] : summary.plan.output.labels) json.Member(name, value);
    json.EndObject();
  }
  json.Member("plan", summary.plan_yaml);
  WriteTarget(summary, json);
  json.Member("started_at", WallTime(summary.started_wall_ns));
  json.Key("files").BeginArray();
  for (const std::string& name : input.files) json.Text(name);
  json.EndArray();
  if (summary.selftest_json) json.Key("selftest").Raw(*summary.selftest_json);
  json.EndObject();
  file.Append(json.Finish());
  return absl::OkStatus();
}

}  // namespace barrage
