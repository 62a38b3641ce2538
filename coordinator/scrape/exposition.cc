#include "coordinator/scrape/exposition.h"

#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/base/utf8.h"

namespace barrage {
namespace {

constexpr size_t kLongestName = 512;
constexpr size_t kMostTypes = 10'000;

bool IsNameByte(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; }

// Takes the first line off.
absl::string_view TakeLine(absl::string_view& page) {
  const size_t end = page.find('\n');
  absl::string_view line = page.substr(0, end);
  page.remove_prefix(end == absl::string_view::npos ? page.size() : end + 1);
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

absl::string_view TakeWord(absl::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  const absl::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

// How long the labels at the start of `text` are: "{a="x}",b="y"}". 0: there are none; npos: they do not end.
size_t LabelsLength(absl::string_view text) {
  if (!absl::StartsWith(text, "{")) return 0;
  bool quoted = false;
  for (size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '}') {
      return i + 1;
    }
  }
  return absl::string_view::npos;
}

enum class Type { kCounter, kHistogram, kSummary, kOther };
using Types = std::map<std::string, Type, std::less<>>;

void ReadType(absl::string_view line, Types& types) {
  if (TakeWord(line) != "#" || TakeWord(line) != "TYPE" || types.size() >= kMostTypes) return;
  const absl::string_view name = TakeWord(line), type = TakeWord(line);
  if (name.empty() || name.size() > kLongestName) return;
  types[std::string(name)] = type == "counter"     ? Type::kCounter
                             : type == "histogram" ? Type::kHistogram
                             : type == "summary"   ? Type::kSummary
                                                   : Type::kOther;
}

std::optional<Type> TypeOf(const Types& types, absl::string_view name) {
  const auto found = types.find(name);
  return found == types.end() ? std::nullopt : std::optional(found->second);
}

bool HoldsParts(std::optional<Type> type) { return type == Type::kHistogram || type == Type::kSummary; }

// Whether the series called `name` only grows; nullopt: it is no number to report.
std::optional<bool> IsCounter(const Types& types, absl::string_view name) {
  if (const auto own = TypeOf(types, name); own && *own != Type::kHistogram) return own == Type::kCounter;
  absl::string_view base = name;
  if (absl::ConsumeSuffix(&base, "_bucket") && TypeOf(types, base) != Type::kOther) return std::nullopt;
  if (absl::ConsumeSuffix(&base, "_created")) return std::nullopt;
  for (const absl::string_view part : {"_sum", "_count"}) {
    base = name;
    if (absl::ConsumeSuffix(&base, part) && HoldsParts(TypeOf(types, base))) return true;
  }
  return absl::EndsWith(name, "_total");
}

// Reads "name{labels} value [time]".
std::optional<Series> ReadSeries(absl::string_view line, const Types& types) {
  line = absl::StripLeadingAsciiWhitespace(line);
  if (line.empty() || absl::ascii_isdigit(static_cast<unsigned char>(line[0]))) return std::nullopt;
  size_t name_size = 0;
  while (name_size < line.size() && IsNameByte(line[name_size])) ++name_size;
  const absl::string_view name = line.substr(0, name_size);
  const size_t labels = LabelsLength(line.substr(name_size));
  if (name.empty() || labels == absl::string_view::npos || name_size + labels > kLongestName) return std::nullopt;
  absl::string_view rest = line.substr(name_size + labels);
  if (rest.empty() || (rest[0] != ' ' && rest[0] != '\t')) return std::nullopt;
  const std::optional<bool> counter = IsCounter(types, name);
  Series series;
  if (!counter || !absl::SimpleAtod(TakeWord(rest), &series.value) || !std::isfinite(series.value)) return std::nullopt;
  series.name = ToValidUtf8(line.substr(0, name_size + labels), kLongestName);
  series.counter = *counter;
  return series;
}

}  // namespace

std::vector<Series> ReadExposition(absl::string_view page, size_t most) {
  std::vector<Series> all;
  Types types;
  while (!page.empty() && all.size() < most) {
    const absl::string_view line = TakeLine(page);
    if (absl::StartsWith(line, "#")) {
      ReadType(line, types);
    } else if (auto series = ReadSeries(line, types)) {
      all.push_back(*std::move(series));
    }
  }
  return all;
}

bool IsExposition(absl::string_view page) {
  Types types;
  while (!page.empty()) {
    const absl::string_view line = TakeLine(page);
    if (absl::StartsWith(line, "#")) ReadType(line, types);
    if (!types.empty() || ReadSeries(line, types)) return true;
  }
  return false;
}

}  // namespace barrage
