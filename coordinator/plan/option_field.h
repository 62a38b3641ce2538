#ifndef COORDINATOR_PLAN_OPTION_FIELD_H_
#define COORDINATOR_PLAN_OPTION_FIELD_H_

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/plan/choice.h"
#include "coordinator/plan/option.h"
#include "coordinator/plan/value_text.h"

namespace barrage {

// Fields made from members: PlanField<&Plan::load, &LoadPlan::concurrency>(). The member's type says how its text is
// read; a Duration is in seconds, or in ms through MillisecondsField.
namespace option_field_internal {

template <auto First, auto... Rest>
auto& Follow(auto& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return Follow<Rest...>(object.*First);
  }
}

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

enum class TimeUnit { kSeconds, kMilliseconds };

template <TimeUnit unit, typename T>
absl::Status Read(const std::string& text, T& value) {
  if constexpr (kIsOptional<T>) {
    return Read<unit>(text, value.emplace());
  } else if constexpr (std::same_as<T, bool>) {
    ASSIGN_OR_RETURN(value, ReadBool(text));
  } else if constexpr (std::integral<T>) {
    ASSIGN_OR_RETURN(value, ReadInteger(text));
  } else if constexpr (std::same_as<T, double>) {
    ASSIGN_OR_RETURN(value, ReadNumber(text));
  } else if constexpr (std::same_as<T, absl::Duration>) {
    ASSIGN_OR_RETURN(value, ReadDuration(text, unit == TimeUnit::kSeconds ? "s" : "ms"));
  } else if constexpr (std::is_enum_v<T>) {
    const std::optional<int> position = FindWord(kWords<T>, text);
    if (!position) return absl::InvalidArgumentError(absl::StrCat("must be one of ", kWords<T>, ", got '", text, "'"));
    value = static_cast<T>(*position);
  } else {
    value = text;
  }
  return absl::OkStatus();
}

template <TimeUnit unit, typename T>
std::vector<std::string> Write(const T& value) {
  if constexpr (kIsOptional<T>) {
    return value ? Write<unit>(*value) : std::vector<std::string>();
  } else if constexpr (std::same_as<T, bool>) {
    return {value ? "true" : "false"};
  } else if constexpr (std::integral<T>) {
    return {absl::StrCat(value)};
  } else if constexpr (std::same_as<T, double>) {
    return {WriteNumber(value)};
  } else if constexpr (std::same_as<T, absl::Duration>) {
    return {WriteDuration(value, unit == TimeUnit::kSeconds ? "s" : "ms")};
  } else if constexpr (std::is_enum_v<T>) {
    return {WordOf(value)};
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    return value;
  } else {
    return {value};
  }
}

template <TimeUnit unit, auto... path>
constexpr OptionField Field() {
  return {
      .set = [](absl::Span<const std::string> texts, Settings& settings) -> absl::Status {
        auto& member = Follow<path...>(settings);
        if constexpr (std::same_as<std::remove_reference_t<decltype(member)>, std::vector<std::string>>) {
          member.assign(texts.begin(), texts.end());
          return absl::OkStatus();
        } else {
          return Read<unit>(texts.back(), member);
        }
      },
      .get = [](const Settings& settings) { return Write<unit>(Follow<path...>(settings)); },
  };
}

}  // namespace option_field_internal

template <auto... path>
constexpr OptionField PlanField() {
  return option_field_internal::Field<option_field_internal::TimeUnit::kSeconds, &Settings::plan, path...>();
}
template <auto... path>
constexpr OptionField MillisecondsField() {
  return option_field_internal::Field<option_field_internal::TimeUnit::kMilliseconds, &Settings::plan, path...>();
}
template <auto... path>
constexpr OptionField InvocationField() {
  return option_field_internal::Field<option_field_internal::TimeUnit::kSeconds, &Settings::invocation, path...>();
}

}  // namespace barrage

#endif  // COORDINATOR_PLAN_OPTION_FIELD_H_
