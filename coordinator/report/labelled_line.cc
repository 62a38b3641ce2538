#include "coordinator/report/labelled_line.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/report/terminal_text.h"

namespace barrage {
namespace {

constexpr size_t kLeastRoom = 20;

}  // namespace

std::string Wrapped(const LabelledLine& line, size_t label_columns, size_t width) {
  const size_t room = width > label_columns + kLeastRoom ? width - label_columns : kLeastRoom;
  std::string out =
      absl::StrCat(line.label, std::string(label_columns - std::min(label_columns, line.label.size()), ' '));
  size_t used = 0;
  for (const absl::string_view word : absl::StrSplit(line.text, ' ')) {
    const size_t columns = Columns(word);
    if (used > 0 && used + 1 + columns > room) {
      absl::StrAppend(&out, "\n", std::string(label_columns, ' '));
      used = 0;
    }
    absl::StrAppend(&out, used > 0 ? " " : "", word);
    used += columns + (used > 0 ? 1 : 0);
  }
  return absl::StrCat(out, "\n");
}

}  // namespace barrage
