#ifndef COMMON_OPENAI_BODY_TEMPLATE_H_
#define COMMON_OPENAI_BODY_TEMPLATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/json/rapidjson.h"

namespace barrage {

// Fills in a text in the part of Jinja that bodies of requests need, as GenAI-Perf's and AIPerf's templates are
// written:
//
//   {{ name }}, {{ name[0] }}, {{ name.member }}   the value; `|tojson` makes it JSON. Without it a string is escaped
//   for
//                                                  a place between quotes that the template has, and nothing is null
//   {% for x in list %} … {% endfor %}             with loop.index, loop.index0, loop.first, loop.last
//   {% if x %} … {% else %} … {% endif %}          also {% if not x %}; nothing, false, 0, "" and [] are false
//   {# a comment #}, and a - inside of any bracket, which takes the blanks beside it away
//
// `values` is an object with what the names stand for. Error: InvalidArgument, with the line of the template, for
// anything else: an unknown name, a filter, a tag that is not closed.
absl::StatusOr<std::string> FillTemplate(absl::string_view text, const rapidjson::Value& values);

}  // namespace barrage

#endif  // COMMON_OPENAI_BODY_TEMPLATE_H_
