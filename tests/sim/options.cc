#include "tests/sim/options.h"

#include <cmath>
#include <functional>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace barrage::sim {
namespace {

// Flags that only make sense together are put together once all are read.
struct Draft {
  Options options;
  std::optional<Shape> ttft_shape;
  std::optional<Shape> gap_shape;
};

struct Flag {
  const char* name;
  const char* value;  // nullptr: the flag takes none
  const char* help;
  std::function<absl::Status(const std::string&, Draft*)> set;
};

absl::Status ReadWhole(const std::string& text, int64_t least, int64_t most, int64_t* value) {
  if (absl::SimpleAtoi(text, value) && *value >= least && *value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("must be a whole number from ", least, " to ", most, ", got '", text, "'"));
}

absl::Status ReadNumber(const std::string& text, double scale, double* value) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number) || number < 0 || number > 1e9) {
    return absl::InvalidArgumentError(absl::StrCat("must be a number >= 0, got '", text, "'"));
  }
  *value = number * scale;
  return absl::OkStatus();
}

constexpr double kMs = 1e6;
constexpr double kSecond = 1e9;

// Setters: `field` leads from the draft to what the flag sets.
template <typename Field>
auto Whole(Field field, int64_t least, int64_t most) {
  return [=](const std::string& text, Draft* draft) {
    int64_t value = 0;
    absl::Status status = ReadWhole(text, least, most, &value);
    if (status.ok()) field(draft) = value;
    return status;
  };
}

template <typename Field>
auto Duration(Field field, double scale) {
  return [=](const std::string& text, Draft* draft) {
    double value = 0;
    absl::Status status = ReadNumber(text, scale, &value);
    if (status.ok()) field(draft) = value;
    return status;
  };
}

template <typename Field>
auto Text(Field field) {
  return [=](const std::string& text, Draft* draft) {
    field(draft) = text;
    return absl::OkStatus();
  };
}

template <typename Field>
auto Switch(Field field) {
  return [=](const std::string&, Draft* draft) {
    field(draft) = true;
    return absl::OkStatus();
  };
}

template <typename Field>
auto ShapeOf(Field field) {
  return [=](const std::string& text, Draft* draft) {
    const absl::StatusOr<Shape> shape = ParseShape(text);
    if (shape.ok()) field(draft) = *shape;
    return shape.status();
  };
}

absl::Status SetRoleChunk(const std::string& text, Draft* draft) {
  RoleChunk& role = draft->options.role_chunk;
  if (text == "first") {
    role = RoleChunk::kFirst;
  } else if (text == "with-token") {
    role = RoleChunk::kWithToken;
  } else if (text == "none") {
    role = RoleChunk::kNone;
  } else {
    return absl::InvalidArgumentError(absl::StrCat("must be first, with-token or none, got '", text, "'"));
  }
  return absl::OkStatus();
}

absl::Status SetLatencyKey(const std::string& text, Draft* draft) {
  LatencyKey& key = draft->options.latency_key;
  if (text == "request-id") {
    key = LatencyKey::kRequestId;
  } else if (text == "body") {
    key = LatencyKey::kBody;
  } else if (text == "connection") {
    key = LatencyKey::kConnection;
  } else {
    return absl::InvalidArgumentError(absl::StrCat("must be request-id, body or connection, got '", text, "'"));
  }
  return absl::OkStatus();
}

absl::Status AddFault(const std::string& text, Draft* draft) {
  const absl::StatusOr<FaultRule> rule = ParseFaultRule(text);
  if (rule.ok()) draft->options.faults.push_back(*rule);
  return rule.status();
}

absl::Status SetJournalLimit(const std::string& text, Draft* draft) {
  int64_t mib = 0;
  absl::Status status = ReadWhole(text, 1, 1 << 20, &mib);
  if (status.ok()) draft->options.journal_limit_bytes = static_cast<size_t>(mib) << 20;
  return status;
}

absl::Status SetMaxBody(const std::string& text, Draft* draft) {
  int64_t mib = 0;
  absl::Status status = ReadWhole(text, 1, 1024, &mib);
  if (status.ok()) draft->options.max_body_bytes = static_cast<size_t>(mib) << 20;
  return status;
}

#define FIELD(expression) [](Draft* d) -> auto& { return d->expression; }

const std::vector<Flag>& Flags() {
  static const std::vector<Flag>& flags = *new std::vector<Flag>{
      {"--host", "ADDRESS", "IPv4 address to listen at (127.0.0.1)", Text(FIELD(options.host))},
      {"--port", "N", "port; 0 (default) takes a free one. The URL is printed on stdout once it listens",
       Whole(FIELD(options.port), 0, 65535)},
      {"--threads", "N", "event loops, sharing the port (1)", Whole(FIELD(options.threads), 1, 256)},
      {"--model", "NAME", "a served model (sim); repeatable. With one, any name in a request is taken",
       [](const std::string& text, Draft* draft) {
         draft->options.models.push_back(text);
         return absl::OkStatus();
       }},
      {"--api-key", "KEY", "ask for 'Authorization: Bearer KEY' on /v1 paths", Text(FIELD(options.api_key))},
      {"--seed", "N", "seed of all draws (0)", Whole(FIELD(options.latency.seed), 0, INT64_MAX)},
      {"--latency-key", "WHAT",
       "what a request's draws depend on: request-id (default; the body without one), body, or connection (and the "
       "request's place on it)",
       SetLatencyKey},
      {"--ttft", "MS", "mean time to first token (50)", Duration(FIELD(options.latency.ttft.mean_ns), kMs)},
      {"--ttft-stddev", "MS", "its standard deviation (0)", Duration(FIELD(options.latency.ttft.stddev_ns), kMs)},
      {"--ttft-distribution", "SHAPE",
       "constant, normal, lognormal or exponential (constant; normal with a standard deviation)",
       ShapeOf(FIELD(ttft_shape))},
      {"--gap", "MS", "mean time between token events (10)", Duration(FIELD(options.latency.gap.mean_ns), kMs)},
      {"--gap-stddev", "MS", "its standard deviation (0)", Duration(FIELD(options.latency.gap.stddev_ns), kMs)},
      {"--gap-distribution", "SHAPE", "as --ttft-distribution", ShapeOf(FIELD(gap_shape))},
      {"--tail-gap", "MS", "last token to usage event, and usage event to [DONE] (0)",
       Duration(FIELD(options.tail_gap_ns), kMs)},
      {"--prefill-us-per-token", "US", "added to TTFT for each prompt token (0); a prompt token is 4 bytes of text",
       Duration(FIELD(options.latency.prefill_ns_per_token), 1e3)},
      {"--slots", "N", "requests served at a time, the rest wait in line (0: no limit)",
       Whole(FIELD(options.slots), 0, 1'000'000)},
      {"--tokens", "N", "output tokens where a request names no limit (64)",
       Whole(FIELD(options.output.default_tokens), 1, 1'000'000)},
      {"--eos-after", "N", "the model stops by itself after N tokens, or min_tokens, unless ignore_eos (0: never)",
       Whole(FIELD(options.output.eos_after_tokens), 0, 1'000'000)},
      {"--tokens-per-event", "N", "tokens in one event (1)", Whole(FIELD(options.tokens_per_event), 1, 1000)},
      {"--role-chunk", "WHEN", "the role: first (default; an event at admission), with-token or none", SetRoleChunk},
      {"--fault", "KIND@SHARE", "a share of the requests meets this fault; repeatable. Kinds below", AddFault},
      {"--http10", nullptr, "answer in HTTP/1.0: no chunks, closed at the end", Switch(FIELD(options.http10))},
      {"--close-after", "N", "close a connection after N requests (0: never)",
       Whole(FIELD(options.close_after_requests), 0, INT64_MAX)},
      {"--idle-close", "S", "close a connection that is idle for S seconds (0: never)",
       Duration(FIELD(options.idle_close_ns), kSecond)},
      {"--refuse-stream-options", nullptr, "400 to a request with stream_options",
       Switch(FIELD(options.refuse_stream_options))},
      {"--max-body-mb", "N", "413 to a longer request body (64)", SetMaxBody},
      {"--journal", "FILE", "write the journal there on SIGTERM or SIGINT; GET /admin/journal gives it at any time",
       Text(FIELD(options.journal_file))},
      {"--journal-bodies", nullptr, "keep the request bodies in it", Switch(FIELD(options.journal_bodies))},
      {"--journal-limit-mb", "N", "memory for the journal; requests beyond are counted as dropped (2048)",
       SetJournalLimit},
      {"--help", nullptr, "this text", Switch(FIELD(options.help))},
  };
  return flags;
}

#undef FIELD

const Flag* FindFlag(const std::string& name) {
  for (const Flag& flag : Flags()) {
    if (name == flag.name) return &flag;
  }
  return nullptr;
}

void Settle(const std::optional<Shape>& shape, Distribution* distribution) {
  distribution->shape = shape.value_or(distribution->stddev_ns > 0 ? Shape::kNormal : Shape::kConstant);
}

}  // namespace

absl::StatusOr<Options> ParseOptions(const std::vector<std::string>& args) {
  Draft draft;
  draft.options.latency.ttft.mean_ns = 50 * kMs;
  draft.options.latency.gap.mean_ns = 10 * kMs;
  std::vector<std::string> problems;
  for (size_t i = 0; i < args.size(); ++i) {
    const size_t equals = args[i].find('=');
    const std::string name = args[i].substr(0, equals);
    const Flag* flag = FindFlag(name);
    if (flag == nullptr) {
      problems.push_back(absl::StrCat("unknown flag '", name, "'"));
      continue;
    }
    std::string value;
    if (equals != std::string::npos) {
      value = args[i].substr(equals + 1);
    } else if (flag->value != nullptr && i + 1 < args.size()) {
      value = args[++i];
    } else if (flag->value != nullptr) {
      problems.push_back(absl::StrCat(name, " needs a value"));
      continue;
    }
    const absl::Status status = flag->set(value, &draft);
    if (!status.ok()) problems.push_back(absl::StrCat(name, " ", status.message()));
  }
  Options& options = draft.options;
  Settle(draft.ttft_shape, &options.latency.ttft);
  Settle(draft.gap_shape, &options.latency.gap);
  if (options.models.empty()) options.models.push_back("sim");
  if (options.slots > 0 && options.threads > 1) {
    problems.push_back("--slots needs --threads 1: there is one line for all requests");
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return options;
}

std::string HelpText() {
  std::string out =
      "barrage-sim: an OpenAI-compatible server with a known latency model and a journal of what it really sent.\n\n";
  for (const Flag& flag : Flags()) {
    const std::string left = absl::StrCat(flag.name, flag.value == nullptr ? "" : " ", flag.value ? flag.value : "");
    absl::StrAppendFormat(&out, "  %-28s %s\n", left, flag.help);
  }
  out += "\nFaults (SHARE in (0, 1]; the same requests meet them whatever the order):\n";
  for (const FaultName& fault : FaultNames()) absl::StrAppendFormat(&out, "  %-28s %s\n", fault.name, fault.help);
  return out;
}

}  // namespace barrage::sim
