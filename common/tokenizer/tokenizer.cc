#include "common/tokenizer/tokenizer.h"

namespace barrage {
namespace {

absl::Status ToStatus(char* error) {
  if (error == nullptr) return absl::OkStatus();
  absl::Status status = absl::InvalidArgumentError(error);
  hf_error_free(error);
  return status;
}

}  // namespace

absl::StatusOr<Tokenizer> Tokenizer::FromFile(const std::string& path) {
  HfTokenizer* handle = nullptr;
  absl::Status status = ToStatus(hf_tokenizer_from_file(path.c_str(), &handle));
  if (!status.ok()) return status;
  return Tokenizer(handle);
}

absl::StatusOr<Tokenizer> Tokenizer::FromBytes(absl::string_view json) {
  HfTokenizer* handle = nullptr;
  absl::Status status =
      ToStatus(hf_tokenizer_from_bytes(reinterpret_cast<const uint8_t*>(json.data()), json.size(), &handle));
  if (!status.ok()) return status;
  return Tokenizer(handle);
}

absl::StatusOr<size_t> Tokenizer::Count(absl::string_view text) const {
  size_t count = 0;
  absl::Status status = ToStatus(hf_tokenizer_count(handle_.get(), text.data(), text.size(), &count));
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<std::vector<uint32_t>> Tokenizer::Encode(absl::string_view text) const {
  uint32_t* ids = nullptr;
  size_t count = 0;
  absl::Status status = ToStatus(hf_tokenizer_encode(handle_.get(), text.data(), text.size(), &ids, &count));
  if (!status.ok()) return status;
  const std::vector<uint32_t> copy(ids, ids + count);
  hf_ids_free(ids, count);
  return copy;
}

absl::StatusOr<std::string> Tokenizer::Decode(const std::vector<uint32_t>& ids) const {
  char* text = nullptr;
  size_t size = 0;
  absl::Status status = ToStatus(hf_tokenizer_decode(handle_.get(), ids.data(), ids.size(), &text, &size));
  if (!status.ok()) return status;
  const std::string copy(text, size);
  hf_text_free(text, size);
  return copy;
}

}  // namespace barrage
