#ifndef COORDINATOR_WORKLOAD_JSONL_DATASET_H_
#define COORDINATOR_WORKLOAD_JSONL_DATASET_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "coordinator/workload/dataset.h"
#include "coordinator/workload/prompt_line.h"

namespace barrage {

// What reading a file is bounded by. A file of one endless line costs `line_bytes`, not its size.
struct JsonlLimits {
  size_t line_bytes = size_t{64} << 20;  // one payload
  size_t total_bytes = size_t{1} << 30;  // all that are kept, completed
  size_t problems = 20;                  // that are named; the rest is counted
};

// The prompts of a JSON Lines file, in its order.
class JsonlDataset : public Dataset {
 public:
  // Requires a prompt.
  explicit JsonlDataset(std::vector<FilePrompt> prompts) : prompts_(std::move(prompts)) {}

  int64_t size() const override { return static_cast<int64_t>(prompts_.size()); }
  Prompt At(int64_t id) const override;
  std::optional<int64_t> OutputTokensOf(int64_t id) const override {
    return prompts_[static_cast<size_t>(id)].output_tokens;
  }
  std::optional<int64_t> OffsetNsOf(int64_t id) const override { return prompts_[static_cast<size_t>(id)].at_ns; }

  // Gives its prompts up.
  std::vector<FilePrompt> Take() && { return std::move(prompts_); }

 private:
  std::vector<FilePrompt> prompts_;
};

// Completes a payload with what its line only names, and sees whether it can be sent at all: OK, or what is wrong.
using PayloadCheck = absl::FunctionRef<absl::Status(wire::Payload&)>;

// Reads prompts from `input` until its end, or until there are `most`. Blank lines, CRLF and a byte order mark are
// tolerated. Error: InvalidArgument with a line a problem, "name:7: what is wrong", the first `limits.problems` of
// them; also when there is no prompt.
absl::StatusOr<std::unique_ptr<JsonlDataset>> ReadJsonl(std::istream& input, const std::string& name,
                                                        std::optional<int64_t> most, PayloadCheck check,
                                                        const JsonlLimits& limits = {});

// The same from a file. Error also: NotFound when it cannot be read, naming it and why.
absl::StatusOr<std::unique_ptr<JsonlDataset>> ReadJsonlFile(const std::string& path, std::optional<int64_t> most,
                                                            PayloadCheck check);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_JSONL_DATASET_H_
