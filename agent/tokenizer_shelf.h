#ifndef AGENT_TOKENIZER_SHELF_H_
#define AGENT_TOKENIZER_SHELF_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "common/tokenizer/tokenizer.h"
#include "proto/agent.pb.h"

namespace barrage {

// A tokenizer.json that came whole, read; or why it cannot be used.
struct ReadTokenizer {
  std::string sha256;
  absl::StatusOr<std::shared_ptr<const Tokenizer>> tokenizer;
};

// The tokenizers of an agent's process, by the sha256 of their tokenizer.json. Each comes once, in pieces, and stays
// for later runs; reading a large one takes a second, on a thread of its own. For the session's thread.
class TokenizerShelf {
 public:
  static constexpr size_t kLargestBytes = size_t{64} << 20;
  static constexpr size_t kKept = 2;  // the newest; one of a large vocabulary takes some 100 MB

  // `on_read` is called on the reading thread, at most once a tokenizer that was asked for. It must not call the shelf.
  explicit TokenizerShelf(std::function<void(ReadTokenizer)> on_read) : on_read_(std::move(on_read)) {}

  // Waits for a reading that is under way.
  ~TokenizerShelf();

  TokenizerShelf(const TokenizerShelf&) = delete;
  TokenizerShelf& operator=(const TokenizerShelf&) = delete;

  // Or nullptr.
  std::shared_ptr<const Tokenizer> Find(const std::string& sha256) const;

  // Whether `sha256` came whole and is being read.
  bool IsReading(const std::string& sha256) const { return !reading_.empty() && reading_ == sha256; }

  // Takes the next piece; after the last one the whole is read. A new stream begins with the first piece.
  void Add(const wire::TokenizerPiece& piece);
  void ForgetPieces();

  // What on_read brought, handed on to the session's thread.
  void Keep(const ReadTokenizer& read);

 private:
  void Read(std::string sha256, std::string json);

  const std::function<void(ReadTokenizer)> on_read_;
  std::deque<ReadTokenizer> kept_;  // newest first
  std::string coming_;              // sha256 of the pieces in json_
  std::string json_;
  std::string reading_;  // sha256
  std::thread reader_;
};

}  // namespace barrage

#endif  // AGENT_TOKENIZER_SHELF_H_
