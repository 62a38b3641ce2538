#include "tests/sim/exchange.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/sim/fnv.h"

namespace barrage::sim {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kStreamPath[] = "/generate_stream";

void Reply(Exchange* exchange, const Framing& framing, int status, absl::string_view type, absl::string_view body,
           absl::string_view extra_fields = "") {
  exchange->entry.status = status;
  exchange->reply = WholeReply(framing, status, type, body, extra_fields);
  exchange->after_reply = framing.keep_alive ? After::kComplete : After::kClose;
}

void ReplyError(Exchange* exchange, const Framing& framing, int status, absl::string_view type,
                absl::string_view message, absl::string_view extra_fields = "") {
  Reply(exchange, framing, status, kJson, ErrorBody(status, type, message), extra_fields);
}

std::string ModelList(const Options& options) {
  std::string body = "{\"object\":\"list\",\"data\":[";
  for (size_t i = 0; i < options.models.size(); ++i) {
    absl::StrAppend(&body, i == 0 ? "" : ",", "{\"id\":\"", options.models[i],
                    "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"barrage-sim\"}");
  }
  return body + "]}";
}

// The faults that come in the headers' place. True if this is one.
bool StrikeBeforeHeaders(FaultKind fault, const Framing& framing, Exchange* exchange) {
  const auto error = [&](int status, absl::string_view extra_fields) {
    ReplyError(exchange, framing, status, "SimulatedError", absl::StrCat("simulated ", status), extra_fields);
    return true;
  };
  switch (fault) {
    case FaultKind::kResetBeforeHeaders:
      exchange->after_reply = After::kReset;
      return true;
    case FaultKind::kHttp500:
      return error(500, "");
    case FaultKind::kHttp429:
      return error(429, "Retry-After: 1\r\n");
    case FaultKind::kHttp503:
      return error(503, "Retry-After: 1\r\n");
    case FaultKind::kHttp500Html:
      Reply(exchange, framing, 500, "text/html", "<html><body><h1>500</h1>simulated</body></html>");
      return true;
    case FaultKind::kRedirect:
      Reply(exchange, framing, 307, "text/plain", "", absl::StrCat("Location: ", exchange->entry.path, "\r\n"));
      return true;
    default:
      return false;
  }
}

Exchange ExchangeAt(const RequestPlace& place) {
  Exchange exchange;
  exchange.ordinal = exchange.entry.request_on_connection = place.ordinal;
  exchange.entry.connection = place.connection;
  return exchange;
}

uint64_t KeyOf(LatencyKey key, const std::string& request_id, const JournalEntry& entry) {
  switch (key) {
    case LatencyKey::kRequestId:
      return request_id.empty() ? entry.body_hash : Fnv1a64(request_id);
    case LatencyKey::kBody:
      return entry.body_hash;
    case LatencyKey::kConnection:
      return Fnv1a64(absl::StrCat(entry.connection, "/", entry.request_on_connection));
  }
  return 0;
}

void Generate(Api api, const HttpRequest& request, const Framing& framing, const Options& options, Exchange* exchange) {
  absl::StatusOr<GenerationRequest> wanted = ParseGenerationRequest(api, request.body);
  if (!wanted.ok()) return ReplyError(exchange, framing, 400, "BadRequestError", wanted.status().message());
  if (api == Api::kGenerate) wanted->stream = request.path == kStreamPath;
  if (options.refuse_stream_options && wanted->has_stream_options) {
    return ReplyError(exchange, framing, 400, "BadRequestError", "stream_options is not supported");
  }
  const auto& models = options.models;
  const bool names_model = api != Api::kGenerate && api != Api::kTeiRankings;
  if (names_model && models.size() > 1 && std::find(models.begin(), models.end(), wanted->model) == models.end()) {
    return ReplyError(exchange, framing, 404, "NotFoundError",
                      absl::StrCat("The model `", wanted->model, "` does not exist."));
  }
  JournalEntry& entry = exchange->entry;
  AnswerSpec spec;
  spec.key = KeyOf(options.latency_key, request.request_id, entry);
  spec.fault = DrawRequestFault(options.faults, options.latency.seed, spec.key);
  entry.fault = Name(spec.fault);
  if (StrikeBeforeHeaders(spec.fault, framing, exchange)) return;

  spec.request = *std::move(wanted);
  spec.output = GivesTokens(api) ? PlanOutput(spec.request, options.output) : PlannedOutput{1, true};
  spec.latency = options.latency;
  spec.framing = framing;
  spec.role_chunk = options.role_chunk;
  spec.tokens_per_event = options.tokens_per_event;
  spec.tail_gap_ns = options.tail_gap_ns;
  spec.model = spec.request.model.empty() ? models.front() : spec.request.model;
  spec.created_unix_s = std::time(nullptr);
  entry.status = 200;
  entry.stream = spec.request.stream;
  entry.prompt_tokens = spec.request.prompt_tokens;
  entry.planned_tokens = GivesTokens(api) ? spec.output.tokens : 0;
  exchange->stopped_by_itself = spec.output.stopped_by_itself;
  exchange->spec = std::move(spec);
}

void Reset(const Shared& shared) {
  shared.journal.Clear();
  for (const auto& stats : shared.stats) stats->Clear();
}

// One row a path.
struct PathRow {
  const char* path;
  const char* method;
  void (*handle)(const HttpRequest&, const Framing&, const Shared&, Exchange*);
};

template <Api api>
void AnswerOf(const HttpRequest& request, const Framing& framing, const Shared& shared, Exchange* exchange) {
  Generate(api, request, framing, shared.options, exchange);
}

constexpr PathRow kPaths[] = {
    {"/v1/chat/completions", "POST", AnswerOf<Api::kChat>},
    {"/v1/completions", "POST", AnswerOf<Api::kCompletions>},
    {"/v1/responses", "POST", AnswerOf<Api::kResponses>},
    {"/v1/embeddings", "POST", AnswerOf<Api::kEmbeddings>},
    {"/v1/ranking", "POST", AnswerOf<Api::kNimRankings>},
    {"/v2/rerank", "POST", AnswerOf<Api::kCohereRankings>},
    {"/rerank", "POST", AnswerOf<Api::kTeiRankings>},
    {"/generate", "POST", AnswerOf<Api::kGenerate>},
    {kStreamPath, "POST", AnswerOf<Api::kGenerate>},
    {"/v1/models", "GET",
     [](const HttpRequest&, const Framing& framing, const Shared& shared, Exchange* exchange) {
       Reply(exchange, framing, 200, kJson, ModelList(shared.options));
     }},
    {"/health", "GET",
     [](const HttpRequest&, const Framing& framing, const Shared&, Exchange* exchange) {
       Reply(exchange, framing, 200, kJson, "{\"status\":\"ok\"}");
     }},
    {"/v1/health/ready", "GET",
     [](const HttpRequest&, const Framing& framing, const Shared&, Exchange* exchange) {
       Reply(exchange, framing, 200, kJson, "{\"object\":\"health.response\",\"message\":\"Service is ready.\"}");
     }},
    {"/metrics", "GET",
     [](const HttpRequest&, const Framing& framing, const Shared& shared, Exchange* exchange) {
       exchange->journalled = false;
       Reply(exchange, framing, 200, "text/plain; version=0.0.4; charset=utf-8",
             PrometheusText(shared.stats, shared.options.models.front(), shared.journal.dropped()));
     }},
    {"/admin/journal", "GET",
     [](const HttpRequest&, const Framing& framing, const Shared& shared, Exchange* exchange) {
       exchange->journalled = false;
       Reply(exchange, framing, 200, "application/jsonl", shared.journal.ToJsonLines());
     }},
    {"/admin/reset", "POST",
     [](const HttpRequest&, const Framing& framing, const Shared& shared, Exchange* exchange) {
       exchange->journalled = false;
       Reset(shared);
       Reply(exchange, framing, 200, kJson, "{\"status\":\"ok\"}");
     }},
};

}  // namespace

Exchange Route(HttpRequest& request, const RequestPlace& place, const Shared& shared) {
  const Options& options = shared.options;
  Exchange exchange = ExchangeAt(place);
  exchange.entry.request_id = request.request_id;
  exchange.entry.method = request.method;
  exchange.entry.path = request.path;
  exchange.entry.body_hash = Fnv1a64(request.body);
  exchange.entry.body_bytes = request.body.size();
  const Framing framing{options.http10, request.keep_alive && !options.http10 && !place.connection_ends};

  const auto row = std::find_if(std::begin(kPaths), std::end(kPaths),
                                [&](const PathRow& entry) { return request.path == entry.path; });
  if (row == std::end(kPaths)) {
    ReplyError(&exchange, framing, 404, "NotFoundError", absl::StrCat("no such path: ", request.path));
  } else if (request.method != row->method) {
    ReplyError(&exchange, framing, 405, "MethodNotAllowed", absl::StrCat(request.method, " ", request.path),
               absl::StrCat("Allow: ", row->method, "\r\n"));
  } else if (!options.api_key.empty() && absl::StartsWith(request.path, "/v1/") &&
             request.authorization != absl::StrCat("Bearer ", options.api_key)) {
    ReplyError(&exchange, framing, 401, "AuthenticationError", "the API key is missing or wrong");
  } else {
    row->handle(request, framing, shared, &exchange);
  }
  if (options.journal_bodies) exchange.entry.body = std::move(request.body);
  return exchange;
}

Exchange RejectBytes(int status, const RequestPlace& place, const Shared& shared) {
  Exchange exchange = ExchangeAt(place);
  const char* message = status == 413   ? "the request body is too long"
                        : status == 431 ? "the request head is too long"
                                        : "this is not an HTTP/1 request";
  ReplyError(&exchange, Framing{shared.options.http10, false}, status, "BadRequestError", message);
  return exchange;
}

}  // namespace barrage::sim
