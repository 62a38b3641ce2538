#include "tests/sim/journal.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace barrage::sim {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Text(Writer& json, const char* key, absl::string_view value) {
  json.Key(key);
  json.String(value.data(), value.size());
}

void Number(Writer& json, const char* key, int64_t value) {
  json.Key(key);
  json.Int64(value);
}

template <typename Field>
void List(Writer& json, const char* key, const std::vector<JournalWrite>& writes, Field field) {
  json.Key(key);
  json.StartArray();
  for (const JournalWrite& write : writes) json.Int64(write.*field);
  json.EndArray();
}

size_t BytesOf(const JournalEntry& entry) {
  return sizeof(entry) + entry.body.capacity() + entry.request_id.capacity() +
         entry.writes.capacity() * sizeof(JournalWrite);
}

}  // namespace

void AppendJson(const JournalEntry& entry, std::string* out) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  int64_t tokens = 0;
  std::string kinds;
  for (const JournalWrite& write : entry.writes) {
    tokens += write.tokens;
    kinds.push_back(static_cast<char>(write.kind));
  }
  json.StartObject();
  Text(json, "request_id", entry.request_id);
  Text(json, "method", entry.method);
  Text(json, "path", entry.path);
  Number(json, "connection", entry.connection);
  Number(json, "request_on_connection", entry.request_on_connection);
  Number(json, "status", entry.status);
  Text(json, "body_hash", absl::StrCat(absl::Hex(entry.body_hash, absl::kZeroPad16)));
  Number(json, "body_bytes", entry.body_bytes);
  json.Key("stream");
  json.Bool(entry.stream);
  Number(json, "prompt_tokens", entry.prompt_tokens);
  Number(json, "planned_tokens", entry.planned_tokens);
  Number(json, "planned_ttft_ns", entry.planned_ttft_ns);
  Number(json, "arrival_ns", entry.arrival_ns);
  Text(json, "arrival_stamp", entry.arrival_by_kernel ? "kernel" : "user");
  Number(json, "read_ns", entry.read_ns);
  Number(json, "queue_ns", entry.queue_ns);
  Number(json, "tokens", tokens);
  Text(json, "ended", entry.ended);
  Text(json, "fault", entry.fault);
  Text(json, "kinds", kinds);
  List(json, "before_ns", entry.writes, &JournalWrite::before_ns);
  List(json, "took_ns", entry.writes, &JournalWrite::took_ns);
  List(json, "tokens_each", entry.writes, &JournalWrite::tokens);
  if (!entry.body.empty()) Text(json, "body", entry.body);
  json.EndObject();
  absl::StrAppend(out, absl::string_view(buffer.GetString(), buffer.GetSize()), "\n");
}

void Journal::Add(JournalEntry entry) {
  entry.writes.shrink_to_fit();
  const std::lock_guard<std::mutex> lock(mutex_);
  const size_t bytes = BytesOf(entry);
  if (bytes_ + bytes > max_bytes_) {
    ++dropped_;
    return;
  }
  bytes_ += bytes;
  entries_.push_back(std::move(entry));
}

void Journal::Clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  entries_.clear();
  bytes_ = 0;
  dropped_ = 0;
}

std::string Journal::ToJsonLines() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string out;
  for (const JournalEntry& entry : entries_) AppendJson(entry, &out);
  return out;
}

size_t Journal::dropped() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return dropped_;
}

}  // namespace barrage::sim
