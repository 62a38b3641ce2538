#include "coordinator/fleet/tokenizer_pieces.h"

namespace barrage {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;

}  // namespace

std::vector<wire::TokenizerPiece> TokenizerPiecesOf(const std::string& sha256, absl::string_view json) {
  std::vector<wire::TokenizerPiece> pieces;
  size_t from = 0;
  do {
    wire::TokenizerPiece& piece = pieces.emplace_back();
    piece.set_sha256(sha256);
    const absl::string_view data = json.substr(from, kPieceBytes);
    piece.set_data(data.data(), data.size());
    from += kPieceBytes;
    piece.set_last(from >= json.size());
  } while (from < json.size());
  return pieces;
}

}  // namespace barrage
