#include "agent/load/stream_pool.h"

#include <utility>

namespace barrage {

StreamPool::StreamPool(const TransferGround& ground, Transfer::OnFinished on_finished)
    : ground_(ground),
      on_finished_(std::move(on_finished)),
      urls_(static_cast<size_t>(ground.context.setup().urls_size())) {}

void StreamPool::Free(Transfer& transfer) {
  free_[ground_.context.ConnectionOf(transfer.number()) % free_.size()].push_back(&transfer);
  ++free_count_;
}

Transfer& StreamPool::TakeFree(size_t url) {
  if (free_count_ == 0) Reserve(all_.size() + 1);
  if (url >= next_lane_.size()) next_lane_.resize(url + 1);
  size_t lane = next_lane_[url];
  while (free_[lane].empty()) lane = (lane + 1) % free_.size();
  Transfer& transfer = *free_[lane].back();
  free_[lane].pop_back();
  --free_count_;
  next_lane_[url] = (lane + 1) % free_.size();
  return transfer;
}

void StreamPool::Reserve(size_t count) {
  if (free_.empty()) free_.resize(ground_.context.lanes());
  while (all_.size() < count) {
    all_.push_back(
        std::make_unique<Transfer>(ground_, all_.size(), [this](Transfer& transfer, FinishedRecord&& finished) {
          --in_flight_;
          urls_.Ended(transfer.url_index());
          if (!of_session_[transfer.number()]) Free(transfer);
          on_finished_(transfer, std::move(finished));
        }));
    of_session_.push_back(false);
    Free(*all_.back());
  }
}

Transfer& StreamPool::StreamFor(const wire::ScheduledRequest& request) {
  const bool sticky = ground_.context.setup().reuse() == wire::RunSetup::STICKY_SESSIONS && request.has_session();
  if (sticky) {
    const auto own = by_session_.find(request.session());
    if (own != by_session_.end() && !own->second->in_flight()) return *own->second;
  }
  Transfer& transfer = TakeFree(request.url_index() % ground_.context.targets().size());
  if (sticky) of_session_[transfer.number()] = by_session_.emplace(request.session(), &transfer).second;
  return transfer;
}

void StreamPool::Dispatch(Due due) {
  wire::ScheduledRequest& request = due.waiting.request;
  if (request.least_in_flight()) request.set_url_index(urls_.ChooseLeast());
  urls_.Sent(request.url_index());
  ++in_flight_;
  StreamFor(request).Dispatch(std::move(due));
}

void StreamPool::CutAll(TransferEnd reason) {
  for (const std::unique_ptr<Transfer>& transfer : all_) {
    if (transfer->in_flight()) transfer->Cut(reason);
  }
}

}  // namespace barrage
