#ifndef COMMON_TOKENIZER_TOKENIZER_H_
#define COMMON_TOKENIZER_TOKENIZER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/tokenizer/rust/hf_tokenizers.h"

namespace barrage {

// A Hugging Face tokenizer.json. Adds no special tokens. Safe for use by many threads at once. Text that is not valid
// UTF-8 is an InvalidArgument error.
class Tokenizer {
 public:
  static absl::StatusOr<Tokenizer> FromFile(const std::string& path);
  static absl::StatusOr<Tokenizer> FromBytes(absl::string_view json);

  absl::StatusOr<size_t> Count(absl::string_view text) const;
  absl::StatusOr<std::vector<uint32_t>> Encode(absl::string_view text) const;
  absl::StatusOr<std::string> Decode(const std::vector<uint32_t>& ids) const;

 private:
  explicit Tokenizer(HfTokenizer* handle) : handle_(handle, hf_tokenizer_free) {}

  std::unique_ptr<HfTokenizer, void (*)(HfTokenizer*)> handle_;
};

}  // namespace barrage

#endif  // COMMON_TOKENIZER_TOKENIZER_H_
