#ifndef COORDINATOR_REPORT_LABELLED_LINE_H_
#define COORDINATOR_REPORT_LABELLED_LINE_H_

#include <cstddef>
#include <string>

namespace barrage {

// A line for a person with its label: "Ledger", "scheduled 640 = ok 640".
struct LabelledLine {
  std::string label, text;
};

// `label    text` with the text from column `label_columns` on. Text that would pass `width` columns goes on below its
// beginning; it breaks at spaces alone, so that a word or path longer than the room stays whole. Ends in a newline.
std::string Wrapped(const LabelledLine& line, size_t label_columns, size_t width);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_LABELLED_LINE_H_
