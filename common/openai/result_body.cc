#include "common/openai/result_body.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/json/rapidjson.h"
#include "common/openai/answer_json.h"
#include "common/openai/answer_limits.h"
#include "rapidjson/error/en.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"

namespace barrage {
namespace {

// RapidJSON's events for such a body.
class ResultHandler {
 public:
  explicit ResultHandler(absl::string_view list) : list_(list) {}

  bool has_list() const { return has_list_; }
  bool may_be_error() const { return may_be_error_; }
  int64_t results() const { return results_; }
  const std::string& usage_json() const { return usage_json_; }

  bool StartObject() { return Open(false); }
  bool StartArray() { return Open(true); }
  bool EndObject(uint32_t) { return Close('}'); }
  bool EndArray(uint32_t) { return Close(']'); }
  bool Key(const char* name, uint32_t length, bool) {
    const absl::string_view key(name, length);
    if (depth_ == 1) {
      member_ = key == list_ ? Member::kList : key == "usage" ? Member::kUsage : Member::kOther;
      may_be_error_ |= key == "error" || key == "detail" || key == "object";
    } else if (InUsage()) {
      absl::StrAppend(&usage_json_, comma_ ? ",\"" : "\"", key, "\":");
    }
    comma_ = false;
    return true;
  }
  bool String(const char*, uint32_t, bool) { return Scalar("\"\""); }
  bool RawNumber(const char* digits, uint32_t length, bool) { return Scalar({digits, length}); }
  bool Null() { return Scalar("null"); }
  bool Bool(bool) { return Scalar("null"); }
  // Numbers come as text.
  bool Int(int32_t) { return false; }
  bool Uint(uint32_t) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  enum class Member { kNone, kList, kUsage, kOther };

  bool InUsage() const { return member_ == Member::kUsage && depth_ > 1; }

  bool Open(bool is_array) {
    Count();
    if (is_array && (list_.empty() ? depth_ == 0 : depth_ == 1 && member_ == Member::kList)) {
      has_list_ = true;
      list_depth_ = depth_ + 1;
    }
    if (member_ == Member::kUsage) absl::StrAppend(&usage_json_, comma_ ? "," : "", is_array ? "[" : "{");
    comma_ = false;
    ++depth_;
    return true;
  }
  bool Close(char bracket) {
    if (depth_ == list_depth_) list_depth_ = -1;
    --depth_;
    if (member_ == Member::kUsage && depth_ > 0) usage_json_.push_back(bracket);
    comma_ = true;
    return true;
  }
  bool Scalar(absl::string_view json) {
    Count();
    if (InUsage()) absl::StrAppend(&usage_json_, comma_ ? "," : "", json);
    comma_ = true;
    return true;
  }
  void Count() {
    if (depth_ == list_depth_) ++results_;
  }

  const absl::string_view list_;
  int depth_ = 0, list_depth_ = -1;
  Member member_ = Member::kNone;
  bool has_list_ = false, may_be_error_ = false, comma_ = false;
  int64_t results_ = 0;
  std::string usage_json_;  // the usage object again: small, and read as a document
};

}  // namespace

absl::Status ReadResultBody(absl::string_view body, absl::string_view list, AnswerPart& part) {
  ClearPart(part);
  ResultHandler handler(list);
  rapidjson::MemoryStream bytes(body.data(), body.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  rapidjson::Reader reader;
  const auto result =
      reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag>(stream, handler);
  if (result.IsError()) {
    return absl::InvalidArgumentError(absl::StrCat(rapidjson::GetParseError_En(result.Code()), " At byte ",
                                                   result.Offset(), " of: ", ToValidUtf8(body, kMaxErrorBytes)));
  }
  if (handler.may_be_error() && !handler.has_list()) {
    const auto json = ReadAnswerJson(body);
    if (json.ok() && TakeError(*json, body, part)) return absl::OkStatus();
  }
  if (!handler.has_list()) {
    return absl::InvalidArgumentError(absl::StrCat(list.empty() ? "not a list" : absl::StrCat("no list \"", list, "\""),
                                                   " in: ", ToValidUtf8(body, kMaxErrorBytes)));
  }
  part.inputs = handler.results();
  if (!handler.usage_json().empty()) {
    const auto usage = ReadAnswerJson(handler.usage_json());
    if (usage.ok()) TakeUsage(&*usage, part);
  }
  return absl::OkStatus();
}

}  // namespace barrage
