#include "coordinator/selftest/journal_truth.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

struct Served {
  int64_t arrival_ns = 0;
  std::vector<int64_t> token_writes_ns;
};

// The writes that brought tokens.
Served Read(const rapidjson::Value& line) {
  Served served{.arrival_ns = line["arrival_ns"].GetInt64(), .token_writes_ns = {}};
  const absl::string_view kinds(line["kinds"].GetString(), line["kinds"].GetStringLength());
  const rapidjson::Value& before_ns = line["before_ns"];
  for (rapidjson::SizeType i = 0; i < before_ns.Size(); ++i) {
    if (kinds[i] == 't') served.token_writes_ns.push_back(before_ns[i].GetInt64());
  }
  return served;
}

void Compare(const RequestRecord& record, const Served& served, TruthErrors& errors) {
  std::vector<StreamEvent> content;
  for (const StreamEvent& event : record.events.Events()) {
    if (IsContent(event.kind)) content.push_back(event);
  }
  if (content.size() != served.token_writes_ns.size()) {
    ++errors.mismatched;
    return;
  }
  ++errors.compared;
  for (size_t i = 0; i < content.size(); ++i) {
    const int64_t write_ns = served.token_writes_ns[i];
    errors.stamp.push_back(content[i].at_ns - write_ns);
    if (i == 0) {
      errors.ttft.push_back((content[0].at_ns - *record.dispatched_ns) - (write_ns - served.arrival_ns));
      continue;
    }
    const int64_t error = (content[i].at_ns - content[i - 1].at_ns) - (write_ns - served.token_writes_ns[i - 1]);
    (content[i].coalesced || content[i - 1].coalesced ? errors.gap_coalesced : errors.gap).push_back(error);
  }
}

}  // namespace

absl::StatusOr<TruthErrors> CompareWithJournal(const std::vector<RequestRecord>& records, absl::string_view run_id,
                                               const std::string& journal) {
  absl::flat_hash_map<std::string, Served> served;
  for (const absl::string_view line : absl::StrSplit(journal, '\n', absl::SkipEmpty())) {
    rapidjson::Document document;
    document.Parse(line.data(), line.size());
    if (!document.IsObject() || !document.HasMember("before_ns")) {
      return absl::DataLossError(absl::StrCat("not a journal line: ", line.substr(0, 80)));
    }
    served[document["request_id"].GetString()] = Read(document);
  }
  TruthErrors errors;
  for (const RequestRecord& record : records) {
    const auto found = served.find(absl::StrCat(run_id, "-", record.index));
    if (found != served.end() && record.outcome == Outcome::kOk) Compare(record, found->second, errors);
  }
  return errors;
}

int64_t AbsoluteQuantile(std::vector<int64_t> values, double q) {
  if (values.empty()) return 0;
  for (int64_t& value : values) value = std::abs(value);
  const size_t rank = std::min(values.size() - 1, static_cast<size_t>(q * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(rank), values.end());
  return values[rank];
}

double Mean(const std::vector<int64_t>& values) {
  if (values.empty()) return 0;
  return static_cast<double>(std::accumulate(values.begin(), values.end(), int64_t{0})) /
         static_cast<double>(values.size());
}

}  // namespace barrage
