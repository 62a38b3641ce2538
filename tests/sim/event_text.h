#ifndef TESTS_SIM_EVENT_TEXT_H_
#define TESTS_SIM_EVENT_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/sim/generation_request.h"

namespace barrage::sim {

// Token `index` of the request with this key: a space and a word, now and then one that is not ASCII. JSON-safe.
absl::string_view TokenText(uint64_t key, int64_t index);

// Writes the events of one streamed answer, and the body of one that is not. Everything that stays the same from event
// to event is put together once, since token events are written 100,000 times a second.
class EventText {
 public:
  EventText(const GenerationRequest& request, absl::string_view model, uint64_t key, int64_t created_unix_s);

  // Each appends "data: …\n\n", with an `event:` line where the API has them. A finish reason of "" is null.
  void AppendRole(std::string* out) const;  // what chat and responses begin with
  // Tokens first … first + count − 1 in one event.
  void AppendTokens(int64_t first, int64_t count, bool with_role, absl::string_view finish_reason,
                    std::string* out) const;
  void AppendUsage(int64_t tokens, std::string* out) const;
  // [DONE], or what the API has in its place; nothing where the last tokens say it.
  void AppendClose(int64_t tokens, absl::string_view finish_reason, std::string* out) const;

  std::string WholeBody(int64_t tokens, absl::string_view finish_reason) const;

  bool has_role() const { return api_ == Api::kChat || api_ == Api::kResponses; }
  bool has_usage_event() const { return api_ == Api::kChat || api_ == Api::kCompletions; }

 private:
  void AppendWords(int64_t first, int64_t count, std::string* out) const;
  void AppendDelta(int64_t first, int64_t count, std::string* out) const;
  void AppendToken(int64_t first, int64_t count, absl::string_view finish_reason, std::string* out) const;
  std::string Response(int64_t tokens, absl::string_view finish_reason) const;
  std::string Details(int64_t tokens, absl::string_view finish_reason) const;

  const Api api_;
  const int64_t prompt_tokens_, inputs_;
  const bool wants_details_;
  const std::string model_json_;
  const uint64_t key_;
  std::string envelope_;  // {"id": …, …, "model": …
  std::string whole_envelope_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_EVENT_TEXT_H_
