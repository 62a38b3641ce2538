#ifndef COORDINATOR_PLAN_CHOICE_H_
#define COORDINATOR_PLAN_CHOICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// The words of an enumeration, in the order of its enumerators, as an option's choice lists them.
template <typename Enum>
inline constexpr absl::string_view kWords = {};
template <>
inline constexpr absl::string_view kWords<ArrivalKind> = "constant|poisson|gamma";
template <>
inline constexpr absl::string_view kWords<UrlStrategy> = "round_robin|least_loaded|sticky";
template <>
inline constexpr absl::string_view kWords<ModelStrategy> = "round_robin|random";
template <>
inline constexpr absl::string_view kWords<ConnectionReuse> = "pooled|never|sticky-user-sessions";
template <>
inline constexpr absl::string_view kWords<OnAgentLoss> = "stop|continue|redistribute";
template <>
inline constexpr absl::string_view kWords<OnMissingAgents> = "fail|proceed";
template <>
inline constexpr absl::string_view kWords<OnTargetLoss> = "stop|continue";
template <>
inline constexpr absl::string_view kWords<TokenSource> = "auto|server|tokenizer|events";
template <>
inline constexpr absl::string_view kWords<ImageFormat> = "png|jpeg|random";
template <>
inline constexpr absl::string_view kWords<AudioFormat> = "wav|mp3";
template <>
inline constexpr absl::string_view kWords<ExportLevel> = "summary|records|raw";
template <>
inline constexpr absl::string_view kWords<SweepType> =
    "concurrency|request_rate|input_sequence_length|batch_size|num_dataset_entries";
template <>
inline constexpr absl::string_view kWords<ExportFormat> = "jsonl|csv|parquet";
template <>
inline constexpr absl::string_view kWords<ProgressStyle> = "auto|dashboard|simple|json|none";

// The position of `word` in "a|b|c". Case does not matter, nor whether a dash or an underscore joins its parts: other
// tools write round-robin.
inline std::optional<int> FindWord(absl::string_view words, absl::string_view word) {
  const auto plain = [](absl::string_view text) {
    return absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"_", "-"}});
  };
  int position = 0;
  for (const absl::string_view known : absl::StrSplit(words, '|')) {
    if (plain(known) == plain(word)) return position;
    ++position;
  }
  return std::nullopt;
}

// As the option's table spells it. Requires a word among them.
inline std::string SpelledWord(absl::string_view words, absl::string_view word) {
  const std::vector<std::string> all = absl::StrSplit(words, '|');
  return all[static_cast<size_t>(*FindWord(words, word))];
}

template <typename Enum>
std::string WordOf(Enum value) {
  const std::vector<std::string> words = absl::StrSplit(kWords<Enum>, '|');
  return words[static_cast<size_t>(value)];
}

}  // namespace barrage

#endif  // COORDINATOR_PLAN_CHOICE_H_
