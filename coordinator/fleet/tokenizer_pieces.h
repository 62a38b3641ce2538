#ifndef COORDINATOR_FLEET_TOKENIZER_PIECES_H_
#define COORDINATOR_FLEET_TOKENIZER_PIECES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proto/agent.pb.h"

namespace barrage {

// A tokenizer.json in pieces of at most 1 MiB, in order. `sha256` is its own, in hexadecimal.
std::vector<wire::TokenizerPiece> TokenizerPiecesOf(const std::string& sha256, absl::string_view json);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_TOKENIZER_PIECES_H_
