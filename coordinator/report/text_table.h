#ifndef COORDINATOR_REPORT_TEXT_TABLE_H_
#define COORDINATOR_REPORT_TEXT_TABLE_H_

#include <string>
#include <vector>

namespace barrage {

// A table in box-drawing characters, first column and numbers right-aligned, as GenAI-Perf prints its own.
struct TextTable {
  std::string title;                 // centred above; empty: none
  std::vector<std::string> columns;  // header cells
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<std::string>> short_rows = {};  // in place of `rows` where room is short; or none
};

// The table's lines, each ending in a newline. Where it is wider than `width` columns, the short rows
// take the others' place, then the first column is wrapped at spaces; where that does not suffice, columns are left out
// from the right and named in `omitted`. The first two always stand.
std::string RenderTable(const TextTable& table, size_t width, std::vector<std::string>* omitted = nullptr);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_TEXT_TABLE_H_
