#include "coordinator/fleet/send_lanes.h"

#include <utility>

namespace barrage {
namespace {

constexpr size_t kMaxControl = 4096;
constexpr size_t kBulkRoomBytes = size_t{4} << 20;

}  // namespace

bool SendLanes::AddControl(Outgoing outgoing) {
  const MutexLock lock(mutex_);
  if (closed_ || control_.size() >= kMaxControl) return false;
  control_.push_back(std::move(outgoing));
  changed_.notify_one();
  return true;
}

bool SendLanes::AddBulk(Outgoing outgoing) {
  const MutexLock lock(mutex_);
  if (closed_) return false;
  bulk_bytes_ += outgoing.message.ByteSizeLong();
  bulk_.push_back(std::move(outgoing));
  changed_.notify_one();
  return true;
}

bool SendLanes::HasRoom() const {
  const MutexLock lock(mutex_);
  return !closed_ && bulk_bytes_ < kBulkRoomBytes;
}

void SendLanes::DropBulk() {
  const MutexLock lock(mutex_);
  std::erase_if(bulk_, [](const Outgoing& item) { return item.message.has_slice() || item.message.has_payload(); });
  bulk_bytes_ = 0;
  for (const Outgoing& item : bulk_) bulk_bytes_ += item.message.ByteSizeLong();
}

std::optional<Outgoing> SendLanes::Take(std::chrono::nanoseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  const MutexLock lock(mutex_);
  while (control_.empty() && bulk_.empty() && !closed_) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
  }
  if (closed_ || (control_.empty() && bulk_.empty())) return std::nullopt;
  std::deque<Outgoing>& lane = control_.empty() ? bulk_ : control_;
  Outgoing outgoing = std::move(lane.front());
  lane.pop_front();
  if (&lane == &bulk_) bulk_bytes_ -= outgoing.message.ByteSizeLong();
  return outgoing;
}

void SendLanes::Close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool SendLanes::closed() const {
  const MutexLock lock(mutex_);
  return closed_;
}

}  // namespace barrage
