#include "coordinator/store/manifest.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/clock_fit/clock_fit.h"

namespace barrage {
namespace {

constexpr char kName[] = "manifest.json";

using Json = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Text(Json& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void Number(Json& json, const char* key, int64_t value) {
  json.Key(key);
  json.Int64(value);
}

void WriteClock(const RunFacts& facts, uint32_t agent, Json& json) {
  std::vector<ClockInterval> intervals;
  for (const wire::ClockExchange& e : facts.clocks) {
    if (e.agent() != agent) continue;
    intervals.push_back(IntervalOf(e.coordinator_sent_ns(), e.agent_ns(), e.coordinator_received_ns()));
  }
  json.Key("clock");
  if (intervals.empty()) {
    json.Null();
    return;
  }
  const ClockFit fit = FitClock(intervals);
  const OffsetBound at_start = fit.At(intervals.front().agent_ns);
  json.StartObject();
  Number(json, "exchanges", static_cast<int64_t>(intervals.size()));
  Number(json, "offset_ns", at_start.offset_ns);
  Number(json, "bound_ns", at_start.bound_ns);
  json.Key("drift_ppm");
  json.Double(fit.drift_ppm());
  Number(json, "residual_ns", fit.residual_ns());
  json.Key("piecewise");
  json.Bool(fit.piecewise());
  json.EndObject();
}

struct File {
  std::string name;  // below the directory
  uint64_t bytes = 0;
  std::string sha256;
};

absl::StatusOr<std::vector<File>> FilesBelow(const std::string& dir) {
  std::vector<File> files;
  std::error_code error;
  auto entry = std::filesystem::recursive_directory_iterator(dir, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = std::filesystem::relative(entry->path(), dir, error).generic_string();
    if (error || !entry->is_regular_file(error) || name == kName) continue;
    ASSIGN_OR_RETURN(std::string digest, Sha256HexOfFile(entry->path().string()));
    files.push_back({name, entry->file_size(error), std::move(digest)});
  }
  if (error) return absl::UnavailableError(absl::StrCat(dir, ": cannot list its files: ", error.message()));
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
  return files;
}

std::string Render(const RunFacts& facts, const std::vector<File>& files) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.SetIndent(' ', 2);
  json.StartObject();
  Text(json, "run_id", facts.header.run_id());
  Text(json, "barrage_version", facts.header.barrage_version());
  Text(json, "host", facts.header.host());
  Number(json, "started_wall_ns", facts.header.started_wall_ns());
  json.Key("agents");
  json.StartArray();
  for (const wire::AgentEntry& agent : facts.agents) {
    json.StartObject();
    Text(json, "id", agent.id());
    Text(json, "host", agent.facts().host());
    Text(json, "version", agent.facts().version());
    Text(json, "kernel", agent.facts().kernel());
    Text(json, "libcurl", agent.facts().libcurl());
    WriteClock(facts, agent.ordinal(), json);
    json.EndObject();
  }
  json.EndArray();
  json.Key("files");
  json.StartArray();
  for (const File& file : files) {
    json.StartObject();
    Text(json, "name", file.name);
    json.Key("bytes");
    json.Uint64(file.bytes);
    Text(json, "sha256", file.sha256);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return absl::StrCat(buffer.GetString(), "\n");
}

}  // namespace

absl::Status WriteManifest(const RunFacts& facts, const std::string& dir) {
  ASSIGN_OR_RETURN(const std::vector<File> files, FilesBelow(dir));
  const std::string path = absl::StrCat(dir, "/", kName), unfinished = absl::StrCat(dir, "/.", kName);
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out << Render(facts, files);
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(unfinished, path, error);
  if (!out || error) {
    std::filesystem::remove(unfinished, error);
    return absl::UnavailableError(absl::StrCat(path, ": cannot write"));
  }
  return absl::OkStatus();
}

}  // namespace barrage
