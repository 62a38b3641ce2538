#include "coordinator/fleet/payload_ledger.h"

#include <algorithm>
#include <limits>
#include <string>

namespace barrage {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;

}  // namespace

bool PayloadLedger::HasRoom(uint64_t bytes) const {
  return passing_.empty() || this->bytes() + bytes <= capacity_bytes_;
}

void PayloadLedger::Sent(wire::Payload& payload, uint64_t bytes, int64_t index, uint64_t position) {
  const bool once = payload.last_use_index() == index || kept_bytes_ + bytes > capacity_bytes_ / 2;
  if (!once) {
    // Its last use may be another agent's: this one keeps it.
    payload.set_last_use_index(std::numeric_limits<int64_t>::max());
    kept_.insert(payload.id());
    kept_bytes_ += bytes;
    return;
  }
  payload.set_last_use_index(index);
  passing_.push_back({position, bytes});
  passing_bytes_ += bytes;
}

void PayloadLedger::Used(uint64_t used) {
  while (!passing_.empty() && passing_.front().position <= used) {
    passing_bytes_ -= passing_.front().bytes;
    passing_.pop_front();
  }
}

std::vector<wire::PayloadPiece> PiecesOf(const wire::Payload& payload) {
  const std::string bytes = payload.SerializeAsString();
  std::vector<wire::PayloadPiece> pieces;
  size_t from = 0;
  do {
    wire::PayloadPiece& piece = pieces.emplace_back();
    piece.set_payload_id(payload.id());
    piece.set_data(bytes.substr(from, kPieceBytes));
    from += kPieceBytes;
    piece.set_last(from >= bytes.size());
  } while (from < bytes.size());
  return pieces;
}

}  // namespace barrage
