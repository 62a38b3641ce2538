#include "agent/tokenizer_shelf.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"

namespace barrage {

TokenizerShelf::~TokenizerShelf() {
  if (reader_.joinable()) reader_.join();
}

std::shared_ptr<const Tokenizer> TokenizerShelf::Find(const std::string& sha256) const {
  for (const ReadTokenizer& kept : kept_) {
    if (kept.sha256 == sha256) return *kept.tokenizer;
  }
  return nullptr;
}

void TokenizerShelf::Add(const wire::TokenizerPiece& piece) {
  if (piece.sha256() != coming_) ForgetPieces();
  coming_ = piece.sha256();
  // What is too large is no longer what its sha256 says: reading it will tell.
  if (json_.size() + piece.data().size() <= kLargestBytes) json_ += piece.data();
  if (!piece.last()) return;
  // One at a time: of an earlier run's reading the result is there, or nobody waits for it.
  if (reader_.joinable()) reader_.join();
  reading_ = coming_;
  reader_ = std::thread(
      [this, sha256 = coming_, json = std::move(json_)]() mutable { Read(std::move(sha256), std::move(json)); });
  ForgetPieces();
}

void TokenizerShelf::ForgetPieces() {
  coming_.clear();
  json_ = std::string();
}

void TokenizerShelf::Read(std::string sha256, std::string json) {
  ReadTokenizer read{std::move(sha256), nullptr};
  if (Sha256Hex(json) != read.sha256) {
    read.tokenizer =
        absl::DataLossError(absl::StrCat("the tokenizer that came is not the one with sha256 ", read.sha256));
  } else if (absl::StatusOr<Tokenizer> tokenizer = Tokenizer::FromBytes(json); tokenizer.ok()) {
    read.tokenizer = std::make_shared<const Tokenizer>(*std::move(tokenizer));
  } else {
    read.tokenizer = tokenizer.status();
  }
  on_read_(std::move(read));
}

void TokenizerShelf::Keep(const ReadTokenizer& read) {
  if (reading_ == read.sha256) reading_.clear();
  if (!read.tokenizer.ok() || Find(read.sha256) != nullptr) return;
  kept_.push_front(read);
  if (kept_.size() > kKept) kept_.pop_back();
}

}  // namespace barrage
