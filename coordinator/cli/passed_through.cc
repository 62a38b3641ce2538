#include "coordinator/cli/passed_through.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

enum class Meaning { kValue, kRange, kVerified };

struct OtherName {
  absl::string_view theirs, ours;
  Meaning meaning = Meaning::kValue;
};

// As perf_analyzer's page of its command line lists them.
constexpr OtherName kNames[] = {
    {"--ssl-https-ca-certificates-file", "--cacert"},
    {"--ssl-https-client-certificate-file", "--cert"},
    {"--ssl-https-private-key-file", "--key"},
    {"--ssl-https-verify-peer", "--insecure", Meaning::kVerified},
    {"--ssl-https-verify-host", "--insecure", Meaning::kVerified},
    {"--concurrency-range", "--concurrency", Meaning::kRange},
    {"--request-rate-range", "--request-rate", Meaning::kRange},
};

const OtherName* Find(absl::string_view flag) {
  for (const OtherName& row : kNames) {
    if (row.theirs == flag) return &row;
  }
  return nullptr;
}

// "8" for "8" and "8:8"; several loads have none.
std::optional<std::string> OneLoad(absl::string_view range) {
  const std::vector<std::string> parts = absl::StrSplit(range, ':');
  if (parts.size() == 1 || parts[0] == parts[1]) return parts[0];
  return std::nullopt;
}

}  // namespace

std::vector<std::string> InOwnWords(const std::vector<std::string>& words, std::vector<std::string>& problems) {
  std::vector<std::string> own;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(words[i], absl::MaxSplits('=', 1));
    const OtherName* const row = Find(parts[0]);
    if (row == nullptr || (parts.size() == 1 && i + 1 == words.size())) {
      own.push_back(words[i]);
      continue;
    }
    const std::string& value = parts.size() > 1 ? parts[1] : words[++i];
    if (row->meaning == Meaning::kVerified) {
      if (value == "0") own.emplace_back(row->ours);
    } else if (row->meaning == Meaning::kValue) {
      own.insert(own.end(), {std::string(row->ours), value});
    } else if (const auto load = OneLoad(value)) {
      own.insert(own.end(), {std::string(row->ours), *load});
    } else {
      problems.push_back(absl::StrCat(
          row->theirs, " ", value, " after -- is a sweep; one run has one load: barrage analyze --sweep-type ",
          absl::StrContains(row->ours, "rate") ? "request_rate" : "concurrency", " --sweep-list A,B,C"));
    }
  }
  return own;
}

}  // namespace barrage
