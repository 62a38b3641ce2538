#include "coordinator/workload/jsonl_dataset.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/utf8.h"
#include "coordinator/workload/bounded_lines.h"

namespace barrage {
namespace {

absl::StatusOr<FilePrompt> ReadLine(const BoundedLines& lines, PayloadCheck check, const JsonlLimits& limits) {
  if (lines.was_cut()) {
    return absl::InvalidArgumentError(absl::StrCat("the line is longer than ", limits.line_bytes, " bytes"));
  }
  const std::string& line = lines.line();
  if (const size_t valid = ValidUtf8Length(line); valid < line.size() || line.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat("not text: byte ", std::min(valid, line.find('\0')) + 1,
                                                   " of the line is not UTF-8 (is this a JSON Lines file?)"));
  }
  absl::StatusOr<FilePrompt> prompt = ParsePromptLine(line);
  if (!prompt.ok()) return prompt;
  if (const absl::Status fits = check(prompt->payload); !fits.ok()) return fits;
  return prompt;
}

// Names the first problems, with their lines, and counts the rest.
class Problems {
 public:
  Problems(const std::string& name, size_t most) : name_(name), most_(most) {}

  void Add(int64_t line, absl::string_view problem) {
    if (++count_ <= most_) named_.push_back(absl::StrCat(name_, ":", line, ": ", problem));
  }
  bool any() const { return count_ > 0; }
  absl::Status ToStatus() const {
    std::string text = absl::StrJoin(named_, "\n");
    if (count_ > most_) absl::StrAppend(&text, "\n", name_, ": and ", count_ - most_, " problems more");
    return absl::InvalidArgumentError(text);
  }

 private:
  const std::string name_;
  const size_t most_;
  size_t count_ = 0;
  std::vector<std::string> named_;
};

}  // namespace

Prompt JsonlDataset::At(int64_t id) const {
  Prompt prompt = {.payload = prompts_[static_cast<size_t>(id)].payload, .asked_tokens = std::nullopt};
  prompt.payload.set_id(static_cast<uint64_t>(id));
  return prompt;
}

absl::StatusOr<std::unique_ptr<JsonlDataset>> ReadJsonl(std::istream& input, const std::string& name,
                                                        std::optional<int64_t> most, PayloadCheck check,
                                                        const JsonlLimits& limits) {
  std::vector<FilePrompt> prompts;
  Problems problems(name, limits.problems);
  BoundedLines lines(input, limits.line_bytes);
  size_t total_bytes = 0;
  while ((!most || static_cast<int64_t>(prompts.size()) < *most) && lines.Next()) {
    if (absl::StripAsciiWhitespace(lines.line()).empty()) continue;
    absl::StatusOr<FilePrompt> prompt = ReadLine(lines, check, limits);
    if (!prompt.ok()) {
      problems.Add(lines.number(), prompt.status().message());
      continue;
    }
    total_bytes += std::max(lines.line().size(), prompt->payload.ByteSizeLong());
    if (total_bytes > limits.total_bytes) {
      problems.Add(lines.number(), absl::StrCat("the prompts up to here are more than ", limits.total_bytes,
                                                " bytes: use fewer (--num-prompts)"));
      break;
    }
    prompt->line = lines.number();
    prompts.push_back(*std::move(prompt));
  }
  if (input.bad()) problems.Add(lines.number() + 1, "cannot be read");
  if (problems.any()) return problems.ToStatus();
  if (prompts.empty()) return absl::InvalidArgumentError(absl::StrCat(name, ": no prompt in it"));
  return std::make_unique<JsonlDataset>(std::move(prompts));
}

absl::StatusOr<std::unique_ptr<JsonlDataset>> ReadJsonlFile(const std::string& path, std::optional<int64_t> most,
                                                            PayloadCheck check) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(absl::StrCat(path, ": is a directory: this version reads one for rankings only"));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  return ReadJsonl(file, path, most, check);
}

}  // namespace barrage
