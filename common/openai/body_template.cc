#include "common/openai/body_template.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;
using Allocator = rapidjson::Document::AllocatorType;

constexpr int kMostDeep = 32;              // blocks in blocks
constexpr size_t kMostBytes = 64u << 20u;  // as much as a payload may have

bool IsTrue(const Json& value) {
  if (value.IsBool()) return value.GetBool();
  if (value.IsString()) return value.GetStringLength() > 0;
  if (value.IsArray()) return !value.Empty();
  if (value.IsObject()) return !value.ObjectEmpty();
  return value.IsNumber() && value.GetDouble() != 0;
}

std::string ToJson(const Json& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

const Json* Member(const Json& value, absl::string_view name) {
  if (!value.IsObject()) return nullptr;
  for (const auto& member : value.GetObject()) {
    if (absl::string_view(member.name.GetString(), member.name.GetStringLength()) == name) return &member.value;
  }
  return nullptr;
}

class Filler {
 public:
  Filler(absl::string_view text, const Json& values) : text_(text), values_(values) {}

  absl::StatusOr<std::string> Fill() {
    absl::string_view ended;
    RETURN_IF_ERROR(Block(true, 0, ended));
    if (!ended.empty()) return Wrong(absl::StrCat("{% ", ended, " %} closes nothing"));
    return std::move(out_);
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return absl::InvalidArgumentError(absl::StrCat("the template, line ", line, ": ", what));
  }

  // The inside of the bracket that starts at at_, which moves behind it.
  absl::StatusOr<absl::string_view> Bracket(absl::string_view end) {
    const size_t close = text_.find(end, at_ + 2);
    if (close == absl::string_view::npos) return Wrong(absl::StrCat("no ", end, " to the ", text_.substr(at_, 2)));
    absl::string_view inside = text_.substr(at_ + 2, close - at_ - 2);
    at_ = close + 2;
    absl::ConsumePrefix(&inside, "-");
    if (absl::ConsumeSuffix(&inside, "-")) {
      while (at_ < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    return absl::StripAsciiWhitespace(inside);
  }

  void Literal(size_t end, bool emit) {
    absl::string_view literal = text_.substr(at_, end - at_);
    if (end + 2 < text_.size() && text_[end + 2] == '-') literal = absl::StripTrailingAsciiWhitespace(literal);
    if (emit) out_.append(literal.data(), literal.size());
    at_ = end;
  }

  // Up to the end of the text, or behind a tag that ends a block, which is then `ended`: "endfor", "else", "endif".
  absl::Status Block(bool emit, int depth, absl::string_view& ended) {
    if (depth > kMostDeep) return Wrong("blocks nested too deep");
    ended = {};
    for (;;) {
      size_t open = at_;
      do {
        open = text_.find('{', open);
        if (open == absl::string_view::npos || open + 1 >= text_.size()) {
          Literal(text_.size(), emit);
          return absl::OkStatus();
        }
      } while (!absl::StrContains("{%#", text_.substr(open + 1, 1)) && ++open);
      Literal(open, emit);
      if (out_.size() > kMostBytes) return Wrong("what it makes is too long");
      const char kind = text_[open + 1];
      ASSIGN_OR_RETURN(const absl::string_view inside, Bracket(kind == '{' ? "}}" : kind == '%' ? "%}" : "#}"));
      if (kind == '{' && emit) RETURN_IF_ERROR(Print(inside));
      if (kind != '%') continue;
      if (inside == "endfor" || inside == "endif" || inside == "else") {
        ended = inside;
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(Tag(inside, emit, depth));
    }
  }

  absl::Status Tag(absl::string_view tag, bool emit, int depth) {
    if (absl::ConsumePrefix(&tag, "for ")) return For(tag, emit, depth);
    if (absl::ConsumePrefix(&tag, "if ")) return If(tag, emit, depth);
    return Wrong(absl::StrCat("{% ", tag, " %} is not known here; for, if, else and their ends are"));
  }

  absl::Status For(absl::string_view tag, bool emit, int depth) {
    const size_t in = tag.find(" in ");
    if (in == absl::string_view::npos) return Wrong("a for is {% for NAME in LIST %}");
    const absl::string_view name = absl::StripAsciiWhitespace(tag.substr(0, in));
    Json nothing(rapidjson::kArrayType);
    const Json* list = &nothing;
    if (emit) {
      ASSIGN_OR_RETURN(list, Look(absl::StripAsciiWhitespace(tag.substr(in + 4))));
    }
    if (!list->IsArray()) return Wrong(absl::StrCat(tag.substr(in + 4), " is no list"));
    const size_t body = at_;
    absl::string_view ended;
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
      at_ = body;
      Json loop(rapidjson::kObjectType);
      Allocator& memory = loops_.GetAllocator();
      loop.AddMember("index0", i, memory).AddMember("index", i + 1, memory);
      loop.AddMember("first", i == 0, memory).AddMember("last", i + 1 == list->Size(), memory);
      locals_.emplace_back(name, &(*list)[i]);
      locals_.emplace_back("loop", &loop);
      const absl::Status status = Block(true, depth + 1, ended);
      locals_.resize(locals_.size() - 2);
      RETURN_IF_ERROR(status);
      if (ended != "endfor") return Wrong("a for without {% endfor %}");
    }
    if (!list->Empty()) return absl::OkStatus();
    RETURN_IF_ERROR(Block(false, depth + 1, ended));
    return ended == "endfor" ? absl::OkStatus() : Wrong("a for without {% endfor %}");
  }

  absl::Status If(absl::string_view tag, bool emit, int depth) {
    const bool negated = absl::ConsumePrefix(&tag, "not ");
    bool holds = false;
    if (emit) {
      ASSIGN_OR_RETURN(const Json* value, Look(absl::StripAsciiWhitespace(tag)));
      holds = IsTrue(*value) != negated;
    }
    absl::string_view ended;
    RETURN_IF_ERROR(Block(emit && holds, depth + 1, ended));
    if (ended == "else") RETURN_IF_ERROR(Block(emit && !holds, depth + 1, ended));
    return ended == "endif" ? absl::OkStatus() : Wrong("an if without {% endif %}");
  }

  absl::Status Print(absl::string_view expression) {
    const size_t bar = expression.find('|');
    ASSIGN_OR_RETURN(const Json* value, Look(absl::StripAsciiWhitespace(expression.substr(0, bar))));
    std::string json = ToJson(*value);
    if (bar == absl::string_view::npos) {
      if (value->IsString()) json = json.substr(1, json.size() - 2);
    } else if (absl::StripAsciiWhitespace(expression.substr(bar + 1)) != "tojson") {
      return Wrong(absl::StrCat("the filter '", expression.substr(bar + 1), "' is not known; tojson is"));
    }
    out_ += json;
    return absl::OkStatus();
  }

  // What "name", "name[0]" or "name.member" stands for. A member or element that is not there is nothing.
  absl::StatusOr<const Json*> Look(absl::string_view path) const {
    static const Json kNothing;
    const size_t end = std::min(path.find_first_of(".["), path.size());
    ASSIGN_OR_RETURN(const Json* value, LookName(path.substr(0, end)));
    path.remove_prefix(end);
    while (!path.empty()) {
      if (absl::ConsumePrefix(&path, ".")) {
        const absl::string_view name = path.substr(0, path.find_first_of(".["));
        path.remove_prefix(name.size());
        const Json* const member = Member(*value, name);
        value = member != nullptr ? member : &kNothing;
        continue;
      }
      const size_t close = path.find(']');
      uint32_t index;
      if (close == absl::string_view::npos || !absl::SimpleAtoi(path.substr(1, close - 1), &index)) {
        return Wrong(absl::StrCat("no number in brackets: '", path, "'"));
      }
      path.remove_prefix(close + 1);
      value = value->IsArray() && index < value->Size() ? &(*value)[index] : &kNothing;
    }
    return value;
  }

  absl::StatusOr<const Json*> LookName(absl::string_view name) const {
    for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
      if (local->first == name) return local->second;
    }
    if (const Json* const value = Member(values_, name)) return value;
    std::string known;
    for (const auto& value : values_.GetObject())
      absl::StrAppend(&known, known.empty() ? "" : ", ", value.name.GetString());
    return Wrong(absl::StrCat("'", name, "' is not known; ", known, " are"));
  }

  const absl::string_view text_;
  const Json& values_;
  size_t at_ = 0;
  std::string out_;
  rapidjson::Document loops_;  // memory of the loop variables
  std::vector<std::pair<absl::string_view, const Json*>> locals_;
};

}  // namespace

absl::StatusOr<std::string> FillTemplate(absl::string_view text, const rapidjson::Value& values) {
  return Filler(text, values).Fill();
}

}  // namespace barrage
