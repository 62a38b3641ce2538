#include "coordinator/metrics/error_classes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr size_t kLongestMessage = 200;
constexpr size_t kShortestNumber = 3;  // shorter ones are kept: "HTTP/1.1", "at 4 of 10"

std::string WithoutNumbers(absl::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size() && result.size() < kLongestMessage;) {
    size_t end = i;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    if (end - i >= kShortestNumber) {
      result += 'N';
      i = end;
    } else {
      end = std::max(end, i + 1);
      absl::StrAppend(&result, text.substr(i, end - i));
      i = end;
    }
  }
  return result;
}

}  // namespace

std::string MessageOf(const RequestRecord& record) {
  if (record.outcome == Outcome::kHttpError && record.http_status) return absl::StrCat("HTTP ", *record.http_status);
  if (record.error && !record.error->empty()) return WithoutNumbers(*record.error);
  if (record.outcome == Outcome::kTimeout) return record.timeout_was_no_progress ? "no progress" : "total time";
  return "";
}

void ErrorClasses::MergeInto(const Class& from, Class& into) {
  if (into.count == 0 || from.first_index < into.first_index) {
    into.first_index = from.first_index;
    into.first_body = from.first_body;
  }
  into.count += from.count;
  into.with_retry_after += from.with_retry_after;
  into.retry_after_max_s = std::max(into.retry_after_max_s, from.retry_after_max_s);  // absent is the least
}

void ErrorClasses::DropMessages() {
  std::map<Key, Class> merged;
  for (const auto& [key, entry] : classes_) MergeInto(entry, merged[{std::get<0>(key), std::get<1>(key), ""}]);
  classes_ = std::move(merged);
  messages_dropped_ = true;
}

void ErrorClasses::Add(const RequestRecord& record) {
  if (!RowOf(record.outcome).failure) return;
  const Key key{record.outcome, record.http_status, messages_dropped_ ? std::string() : MessageOf(record)};
  MergeInto({.count = 1,
             .first_index = record.index,
             .first_body = record.error,
             .with_retry_after = record.retry_after_s.has_value(),
             .retry_after_max_s = record.retry_after_s},
            classes_[key]);
  if (!messages_dropped_ && classes_.size() > most_classes_) DropMessages();
}

std::vector<ErrorClass> ErrorClasses::Finish() const {
  std::vector<ErrorClass> result;
  for (const auto& [key, entry] : classes_) {
    result.push_back({.outcome = std::get<0>(key),
                      .status = std::get<1>(key),
                      .message = std::get<2>(key),
                      .count = entry.count,
                      .first_body = entry.first_body,
                      .with_retry_after = entry.with_retry_after,
                      .retry_after_max_s = entry.retry_after_max_s});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const ErrorClass& a, const ErrorClass& b) { return a.count > b.count; });
  return result;
}

}  // namespace barrage
