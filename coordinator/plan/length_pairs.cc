#include "coordinator/plan/length_pairs.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

constexpr char kForm[] = "must be ISL,OSL:PERCENT;…, such as 256,128:60;512,256:40";
constexpr double kSlack = 1e-6;  // of the sum of the percents, for thirds

// "256" or "256|10".
absl::Status ReadLength(absl::string_view text, int64_t& mean, int64_t& stddev) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '|');
  if (parts.size() > 2) return absl::InvalidArgumentError(kForm);
  ASSIGN_OR_RETURN(mean, ReadInteger(absl::StripAsciiWhitespace(parts[0])));
  if (parts.size() == 2) {
    ASSIGN_OR_RETURN(stddev, ReadInteger(absl::StripAsciiWhitespace(parts[1])));
  }
  return absl::OkStatus();
}

absl::StatusOr<LengthPair> ReadPair(absl::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return absl::InvalidArgumentError(absl::StrCat(kForm, ", got '", text, "'"));
  absl::string_view lengths = absl::StripAsciiWhitespace(text.substr(0, colon));
  if (absl::ConsumePrefix(&lengths, "(")) absl::ConsumeSuffix(&lengths, ")");
  const std::vector<absl::string_view> both = absl::StrSplit(lengths, ',');
  if (both.size() != 2) return absl::InvalidArgumentError(absl::StrCat(kForm, ", got '", text, "'"));
  LengthPair pair;
  RETURN_IF_ERROR(ReadLength(both[0], pair.input_mean, pair.input_stddev));
  RETURN_IF_ERROR(ReadLength(both[1], pair.output_mean, pair.output_stddev));
  ASSIGN_OR_RETURN(pair.percent, ReadNumber(absl::StripAsciiWhitespace(text.substr(colon + 1))));
  return pair;
}

absl::StatusOr<std::vector<LengthPair>> ReadJsonPairs(absl::string_view text) {
  const auto json = ParseJson(text);
  if (!json.ok()) return absl::InvalidArgumentError(absl::StrCat("is ", json.status().message()));
  const auto pairs = json->FindMember("pairs");
  if (pairs == json->MemberEnd() || !pairs->value.IsArray())
    return absl::InvalidArgumentError("has no array \"pairs\"");
  std::vector<LengthPair> read;
  for (const rapidjson::Value& entry : pairs->value.GetArray()) {
    if (!entry.IsObject()) return absl::InvalidArgumentError("has pairs that are no objects");
    LengthPair& pair = read.emplace_back();
    for (const auto& [key, value] :
         {std::pair("isl", &pair.input_mean), std::pair("isl_stddev", &pair.input_stddev),
          std::pair("osl", &pair.output_mean), std::pair("osl_stddev", &pair.output_stddev)}) {
      const auto member = entry.FindMember(key);
      if (member == entry.MemberEnd()) continue;
      if (!member->value.IsNumber())
        return absl::InvalidArgumentError(absl::StrCat("has a ", key, " that is no number"));
      *value = std::llround(member->value.GetDouble());
    }
    const auto percent = entry.FindMember("prob");
    if (percent == entry.MemberEnd() || !percent->value.IsNumber()) {
      return absl::InvalidArgumentError("has a pair without prob, its percent");
    }
    pair.percent = percent->value.GetDouble();
  }
  return read;
}

absl::StatusOr<std::vector<LengthPair>> ReadListedPairs(absl::string_view text) {
  std::vector<LengthPair> read;
  std::string list(text);
  if (absl::StartsWith(text, "[") && absl::EndsWith(text, "]")) {
    // Its commas stand between pairs, and within them.
    list = absl::StrReplaceAll(text.substr(1, text.size() - 2), {{" ", ""}});
    list = absl::StrReplaceAll(list, {{",(", ";("}});
  }
  for (const absl::string_view part : absl::StrSplit(list, ';', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(read.emplace_back(), ReadPair(part));
  }
  return read;
}

std::string LengthText(int64_t mean, int64_t stddev) {
  return stddev == 0 ? absl::StrCat(mean) : absl::StrCat(mean, "|", stddev);
}

}  // namespace

absl::StatusOr<std::vector<LengthPair>> ReadLengthPairs(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  ASSIGN_OR_RETURN(std::vector<LengthPair> pairs,
                   absl::StartsWith(text, "{") ? ReadJsonPairs(text) : ReadListedPairs(text));
  double sum = 0;
  for (const LengthPair& pair : pairs) {
    if (pair.input_mean < 1 || pair.output_mean < 1 || pair.input_stddev < 0 || pair.output_stddev < 0) {
      return absl::InvalidArgumentError(absl::StrCat("must have lengths >= 1 and deviations >= 0, got '", text, "'"));
    }
    if (!(pair.percent > 0))
      return absl::InvalidArgumentError(absl::StrCat("must have percents > 0, got '", text, "'"));
    sum += pair.percent;
  }
  if (pairs.empty()) return absl::InvalidArgumentError(kForm);
  if (std::abs(sum - 100) > kSlack * 100) {
    return absl::InvalidArgumentError(absl::StrCat("must have percents that add up to 100, got ", WriteNumber(sum)));
  }
  return pairs;
}

std::string WriteLengthPairs(const std::vector<LengthPair>& pairs) {
  std::string text;
  for (const LengthPair& pair : pairs) {
    absl::StrAppend(&text, text.empty() ? "" : ";", LengthText(pair.input_mean, pair.input_stddev), ",",
                    LengthText(pair.output_mean, pair.output_stddev), ":", WriteNumber(pair.percent));
  }
  return text;
}

}  // namespace barrage
