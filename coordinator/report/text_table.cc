#include "coordinator/report/text_table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/report/terminal_text.h"

namespace barrage {
namespace {

std::string Repeat(const char* piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string RightAligned(const std::string& text, size_t width) {
  return std::string(width - std::min(width, Columns(text)), ' ') + text;
}

struct Border {
  const char *left, *line, *cross, *right;
};

std::string Rule(const std::vector<size_t>& widths, const Border& border) {
  std::string text = border.left;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) text += border.cross;
    text += Repeat(border.line, widths[i] + 2);
  }
  return text + border.right + "\n";
}

std::string Row(const std::vector<std::string>& cells, const std::vector<size_t>& widths, const char* bar) {
  std::string text = bar;
  for (size_t i = 0; i < widths.size(); ++i) {
    text += " " + RightAligned(i < cells.size() ? cells[i] : "", widths[i]) + " " + bar;
  }
  return text + "\n";
}

// `text` in lines of at most `width` columns, broken at spaces.
std::vector<std::string> WrappedLines(const std::string& text, size_t width) {
  std::vector<std::string> lines(1);
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!lines.back().empty() && Columns(lines.back()) + 1 + Columns(word) > width) lines.emplace_back();
    absl::StrAppend(&lines.back(), lines.back().empty() ? "" : " ", word);
  }
  return lines;
}

// The row with its first cell wrapped: the numbers stand on its first line.
std::string WrappedRow(std::vector<std::string> cells, const std::vector<size_t>& widths, const char* bar) {
  const std::vector<std::string> lines = WrappedLines(cells[0], widths[0]);
  std::string text;
  for (const std::string& line : lines) {
    cells[0] = line;
    text += Row(cells, widths, bar);
    cells.assign(1, "");
  }
  return text;
}

// The narrowest that the first column may become without breaking a word.
size_t WidestWord(const TextTable& table) {
  size_t widest = 0;
  for (const auto& row : table.rows) {
    for (const absl::string_view word : absl::StrSplit(row[0], ' ')) widest = std::max(widest, Columns(word));
  }
  return std::max(widest, Columns(table.columns[0]));
}

// What each column needs.
std::vector<size_t> WidthsOf(const TextTable& table) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t widest = Columns(table.columns[i]);
    for (const auto& row : table.rows) widest = std::max(widest, i < row.size() ? Columns(row[i]) : 0);
    widths.push_back(widest);
  }
  return widths;
}

size_t TotalWidth(const std::vector<size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), widths.size() * 3 + 1);
}

}  // namespace

std::string RenderTable(const TextTable& given, size_t width, std::vector<std::string>* omitted) {
  TextTable table = given;
  std::vector<size_t> widths = WidthsOf(table);
  if (TotalWidth(widths) > width && !table.short_rows.empty()) {
    table.rows = table.short_rows;
    widths = WidthsOf(table);
  }
  const size_t narrowest = std::min(widths[0], std::max<size_t>(WidestWord(table), 18));
  if (const size_t total = TotalWidth(widths); total > width) {
    widths[0] -= std::min(widths[0] - narrowest, total - width);
  }
  while (widths.size() > 2 && TotalWidth(widths) > width) {
    if (omitted != nullptr) omitted->insert(omitted->begin(), table.columns[widths.size() - 1]);
    widths.pop_back();
  }
  std::string text;
  if (!table.title.empty()) {
    const size_t total = TotalWidth(widths), title = Columns(table.title);
    text += std::string(total > title ? (total - title) / 2 : 0, ' ') + table.title + "\n";
  }
  text += Rule(widths, {"┏", "━", "┳", "┓"});
  text += Row(table.columns, widths, "┃");
  text += Rule(widths, {"┡", "━", "╇", "┩"});
  for (const auto& row : table.rows) text += WrappedRow(row, widths, "│");
  return text + Rule(widths, {"└", "─", "┴", "┘"});
}

}  // namespace barrage
