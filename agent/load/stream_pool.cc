#include "agent/load/stream_pool.h"

#include <utility>

namespace barrage {

StreamPool::StreamPool(const TransferGround& ground, Transfer::OnFinished on_finished)
    : ground_(ground), on_finished_(std::move(on_finished)) {}

void StreamPool::Reserve(size_t count) {
  while (all_.size() < count) {
    all_.push_back(
        std::make_unique<Transfer>(ground_, all_.size(), [this](Transfer& transfer, FinishedRecord&& finished) {
          --in_flight_;
          free_.push_back(&transfer);
          on_finished_(transfer, std::move(finished));
        }));
    free_.push_back(all_.back().get());
  }
}

void StreamPool::Dispatch(Due due) {
  if (free_.empty()) Reserve(all_.size() + 1);
  Transfer& transfer = *free_.back();
  free_.pop_back();
  ++in_flight_;
  transfer.Dispatch(std::move(due));
}

void StreamPool::CutAll(TransferEnd reason) {
  for (const std::unique_ptr<Transfer>& transfer : all_) {
    if (transfer->in_flight()) transfer->Cut(reason);
  }
}

}  // namespace barrage
