#include "coordinator/plan/plan_schema.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/plan/value_text.h"
#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"

namespace barrage {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

constexpr OptionGroup kSections[] = {OptionGroup::kTarget, OptionGroup::kLoad,   OptionGroup::kDataset,
                                     OptionGroup::kFleet,  OptionGroup::kReport, OptionGroup::kOutput};

void Put(Writer& json, absl::string_view key, absl::string_view value) {
  json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void PutLimit(Writer& json, const char* key, double limit) {
  if (!std::isfinite(limit)) return;
  json.Key(key);
  if (limit == std::floor(limit)) {
    json.Int64(static_cast<int64_t>(limit));
  } else {
    json.Double(limit);
  }
}

void PutNumber(Writer& json, const char* type, const NumberRange& range) {
  Put(json, "type", type);
  PutLimit(json, range.above_min ? "exclusiveMinimum" : "minimum", range.min);
  PutLimit(json, "maximum", range.max);
}

// A number in the option's unit, or a text with a unit of its own.
void PutTime(Writer& json, const NumberRange& range) {
  json.Key("anyOf");
  json.StartArray();
  json.StartObject();
  PutNumber(json, "number", range);
  json.EndObject();
  json.StartObject();
  Put(json, "type", "string");
  Put(json, "pattern", "^[0-9.]+(ns|us|ms|s|m|h)?([0-9.]+(ns|us|ms|s|m|h))*$");
  json.EndObject();
  json.EndArray();
}

void PutType(Writer& json, const OptionRow& row) {
  switch (row.kind) {
    case ValueKind::kFlag:
      return Put(json, "type", "boolean");
    case ValueKind::kInteger:
      return PutNumber(json, "integer", row.range);
    case ValueKind::kNumber:
      return PutNumber(json, "number", row.range);
    case ValueKind::kSeconds:
    case ValueKind::kMilliseconds:
      return PutTime(json, row.range);
    case ValueKind::kChoice:
      json.Key("enum");
      json.StartArray();
      for (const absl::string_view word : absl::StrSplit(row.value, '|')) json.String(std::string(word).c_str());
      return (void)json.EndArray();
    case ValueKind::kText: {
      json.Key("type");
      json.StartArray();
      for (const char* const type : {"string", "number", "boolean"}) json.String(type);
      return (void)json.EndArray();
    }
  }
}

// One value, several in a list, or a mapping of them: key: value.
void PutList(Writer& json, const OptionRow& row) {
  json.Key("anyOf");
  json.StartArray();
  json.StartObject();
  PutType(json, row);
  json.EndObject();
  for (const auto& [type, members] : {std::pair("array", "items"), std::pair("object", "additionalProperties")}) {
    json.StartObject();
    Put(json, "type", type);
    json.Key(members);
    json.StartObject();
    PutType(json, row);
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
}

void PutOption(Writer& json, const OptionRow& row) {
  const std::string key = KeyOf(row);
  json.Key(key.c_str());
  json.StartObject();
  Put(json, "description",
      absl::StrCat(row.help, row.default_text.empty() ? "" : absl::StrCat(" [", row.default_text, "]")));
  row.list ? PutList(json, row) : PutType(json, row);
  json.EndObject();
}

}  // namespace

std::string PlanSchema() {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  Put(json, "$schema", "https://json-schema.org/draft/2020-12/schema");
  Put(json, "title", "A plan of barrage");
  Put(json, "type", "object");
  json.Key("additionalProperties");
  json.Bool(false);
  json.Key("properties");
  json.StartObject();
  for (const OptionGroup section : kSections) {
    const std::string name(SectionOf(section));
    json.Key(name.c_str());
    json.StartObject();
    json.Key("type");
    json.StartArray();
    json.String("object");
    json.String("null");
    json.EndArray();
    json.Key("additionalProperties");
    json.Bool(false);
    json.Key("properties");
    json.StartObject();
    for (const OptionRow& row : Options()) {
      if (row.group == section && row.in_plan && row.level == OptionLevel::kHonoured) PutOption(json, row);
    }
    json.EndObject();
    json.EndObject();
  }
  json.EndObject();
  json.EndObject();
  return absl::StrCat(buffer.GetString(), "\n");
}

}  // namespace barrage
