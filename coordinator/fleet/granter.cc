#include "coordinator/fleet/granter.h"

#include <algorithm>
#include <utility>

namespace barrage {
namespace {

constexpr int kRequestsPerSlice = 256;

// What may be dealt again must not lie with an agent; otherwise a longer first reach keeps fast servers busy until the
// first counts arrive.
constexpr int64_t kLeastPerSlot = 2;
constexpr int64_t kFirstPerSlot = 8;
constexpr int64_t kFirstRequests = 4096;

int64_t PerSlot(int64_t slots, bool keep_open) {
  if (keep_open || slots == 0) return kLeastPerSlot;
  return std::clamp(kFirstRequests / slots, kLeastPerSlot, kFirstPerSlot);
}

}  // namespace

void Granter::BeginPhase(PhaseShare share) {
  share_ = std::move(share);
  look_ahead_ = std::make_unique<LookAhead>(share_.slots, PerSlot(share_.slots, keep_open_), !keep_open_);
  t0_ns_.reset();
  used_before_ = used_;
  dealt_before_ = book_.dealt();
  sent_any_ = last_sent_ = false;
}

void Granter::Start(int64_t t0_ns) {
  t0_ns_ = t0_ns;
  look_ahead_->Start(t0_ns);
}

void Granter::AddSlots(int64_t slots) {
  share_.slots += slots;
  if (look_ahead_) look_ahead_->AddSlots(slots);
}

void Granter::Used(int64_t now_ns, uint64_t used) {
  if (used <= used_) return;
  used_ = used;
  payloads_.Used(used);
  book_.Used(used);
  if (look_ahead_ && used > used_before_) look_ahead_->Used(now_ns, static_cast<int64_t>(used - used_before_));
}

bool Granter::MayGrant(const wire::ScheduledRequest& request, int64_t now_ns, int64_t in_slice) const {
  if (!share_.by_offset) return look_ahead_->MayGrant(now_ns, GrantedInPhase()) > in_slice;
  const int64_t elapsed_ns = t0_ns_ ? std::max<int64_t>(now_ns - *t0_ns_, 0) : 0;
  return request.offset_ns() <= elapsed_ns + kLookAheadNs;
}

bool Granter::SendPayload(AgentLink& link, const wire::ScheduledRequest& request, uint64_t position, bool again) {
  const uint64_t id = request.payload_id();
  if (payloads_.Holds(id) && !again) return true;
  wire::Payload payload = sources_.workload.Payload(id);
  const uint64_t bytes = payload.ByteSizeLong();
  if (!again && !payloads_.HasRoom(bytes)) {
    payloads_full_ = true;
    return false;
  }
  if (sources_.logged_payloads.insert(id).second) {
    wire::LogEntry entry;
    *entry.mutable_payload() = sources_.workload.Facts(id);
    sources_.log.Append(entry);
  }
  if (!payloads_.Holds(id)) payloads_.Sent(payload, bytes, request.index(), position);
  for (wire::PayloadPiece& piece : PiecesOf(payload)) {
    wire::CoordinatorMessage message;
    *message.mutable_payload() = std::move(piece);
    link.SendBulk(std::move(message));
  }
  return true;
}

void Granter::SendSlice(const std::shared_ptr<AgentLink>& link, uint64_t number, const wire::ScheduleSlice& slice) {
  wire::CoordinatorMessage message;
  *message.mutable_slice() = slice;
  const std::weak_ptr<AgentLink> to = link;
  auto written = [intake = sources_.intake, to, number, grant = GrantOf(ordinal_, slice)] {
    if (const std::shared_ptr<AgentLink> still = to.lock()) intake->OnSliceWritten(still, number, grant);
  };
  link->SendBulk(Outgoing{std::move(message), nullptr, std::move(written)});
}

void Granter::Fill(const std::shared_ptr<AgentLink>& link, int64_t now_ns, Outlook outlook) {
  while (!last_sent_ && share_.deck && link->HasRoom()) {
    wire::ScheduleSlice slice;
    slice.set_phase(share_.phase);
    const wire::ScheduledRequest* next = outlook == Outlook::kOver ? nullptr : share_.deck->Peek(ordinal_);
    while (next != nullptr && slice.requests_size() < kRequestsPerSlice && link->HasRoom() &&
           MayGrant(*next, now_ns, slice.requests_size()) &&
           SendPayload(*link, *next, book_.dealt() + static_cast<uint64_t>(slice.requests_size()) + 1, false)) {
      *slice.add_requests() = share_.deck->Take(ordinal_);
      next = share_.deck->Peek(ordinal_);
    }
    slice.set_last(next == nullptr && outlook != Outlook::kOpen);
    if (slice.requests_size() == 0 && !slice.last() && sent_any_) return;
    sent_any_ = true;
    last_sent_ = slice.last();
    SendSlice(link, book_.Add(slice), slice);
    if (slice.requests_size() < kRequestsPerSlice) return;
  }
}

void Granter::Resend(const std::shared_ptr<AgentLink>& link, std::optional<uint64_t> received) {
  for (const auto& [number, slice] : book_.NotReceived(received)) {
    for (const wire::ScheduledRequest& request : slice.requests()) SendPayload(*link, request, book_.dealt(), true);
    SendSlice(link, number, slice);
  }
}

}  // namespace barrage
