#include "coordinator/metrics/schedule_lag.h"

namespace barrage {
namespace {

constexpr uint64_t kOneWriteBytes = uint64_t{32} << 10;

}  // namespace

std::optional<int64_t> SendLagOf(const RequestRecord& record) {
  if (!record.request_sent_ns || !record.dispatched_ns) return std::nullopt;
  if (record.resends > 0 || record.bytes_sent > kOneWriteBytes) return std::nullopt;
  const int64_t stood_ns = std::max(record.connect_done_ns.value_or(0), record.tls_done_ns.value_or(0));
  return std::max<int64_t>(0, *record.request_sent_ns - std::max(*record.dispatched_ns, stood_ns));
}

}  // namespace barrage
