#include "coordinator/fleet/grant_book.h"

#include <algorithm>
#include <utility>

namespace barrage {

uint64_t GrantBook::Add(wire::ScheduleSlice slice) {
  const uint64_t number = ++added_;
  dealt_ += static_cast<uint64_t>(slice.requests_size());
  if (keep_open_) {
    for (const wire::ScheduledRequest& request : slice.requests()) open_[request.index()] = {request, number};
  }
  slices_.push_back({number, dealt_, std::move(slice)});
  return number;
}

void GrantBook::Written(uint64_t number) { written_ = std::max(written_, number); }

void GrantBook::Used(uint64_t used) {
  while (!slices_.empty() && slices_.front().last_position <= used && slices_.front().slice.requests_size() > 0) {
    slices_.pop_front();
  }
}

void GrantBook::Dispatched(const std::vector<int64_t>& indices) {
  for (const int64_t index : indices) open_.erase(index);
}

std::vector<std::pair<uint64_t, wire::ScheduleSlice>> GrantBook::NotReceived(std::optional<uint64_t> received) const {
  std::vector<std::pair<uint64_t, wire::ScheduleSlice>> again;
  for (const Slice& slice : slices_) {
    if (slice.number > received.value_or(written_)) again.emplace_back(slice.number, slice.slice);
  }
  return again;
}

std::vector<wire::ScheduledRequest> GrantBook::LostRequests(std::optional<int64_t> lease_end_offset_ns) const {
  std::vector<wire::ScheduledRequest> requests;
  for (const auto& [index, open] : open_) {
    const bool after_lease = lease_end_offset_ns && open.request.offset_ns() > *lease_end_offset_ns;
    if (open.slice > written_ || after_lease) requests.push_back(open.request);
  }
  return requests;
}

std::vector<wire::ScheduledRequest> GrantBook::LeftRequests() const {
  std::vector<wire::ScheduledRequest> requests;
  for (const auto& [index, open] : open_) requests.push_back(open.request);
  return requests;
}

wire::Grant GrantOf(uint32_t agent, const wire::ScheduleSlice& slice) {
  wire::Grant grant;
  grant.set_agent(agent);
  grant.set_phase(slice.phase());
  int64_t previous = 0;
  for (const wire::ScheduledRequest& request : slice.requests()) {
    grant.add_index_deltas(request.index() - previous);
    previous = request.index();
  }
  return grant;
}

}  // namespace barrage
