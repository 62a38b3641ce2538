#include "agent/health_sampler.h"

#include <algorithm>

#include "agent/host/self_counters.h"
#include "common/base/log_histogram.h"

namespace barrage {
namespace {

// The kernel's table of sockets is long where there are many: it is read every so many samples.
constexpr uint64_t kSamplesAPortCount = 5;

}  // namespace

wire::HealthSample SumOf(const std::vector<LoopHealth>& loops) {
  LoopHealth sum;
  wire::HealthSample sample;
  for (size_t loop = 0; loop < loops.size(); ++loop) {
    const LoopHealth& health = loops[loop];
    sum.dispatched += health.dispatched;
    sum.finished += health.finished;
    for (size_t i = 0; i < sum.outcomes.size(); ++i) sum.outcomes[i] += health.outcomes[i];
    sum.in_flight += health.in_flight;
    sum.content_events += health.content_events;
    sum.output_tokens += health.output_tokens;
    sum.lateness.Merge(health.lateness);
    sum.lateness_max_ns = std::max(sum.lateness_max_ns, health.lateness_max_ns);
    sum.busy_fraction = std::max(sum.busy_fraction, health.busy_fraction);
    sum.stamps_kernel += health.stamps_kernel;
    sum.stamps_user += health.stamps_user;
    sum.stamps_coalesced += health.stamps_coalesced;
    sum.loop_cpu_ns += health.loop_cpu_ns;
    sum.slot_idle_ns += health.slot_idle_ns;
    sum.granted_waiting += health.granted_waiting;
    sum.dispatch_blocked_ns += health.dispatch_blocked_ns;
    for (const GapInterval& gap : health.gaps) {
      wire::LoopGap& told = *sample.add_gaps();
      told.set_loop(static_cast<uint32_t>(loop));
      told.set_from_ns(gap.from_ns);
      told.set_to_ns(gap.to_ns);
    }
  }
  sample.set_dispatched(sum.dispatched);
  sample.set_finished(sum.finished);
  for (const uint64_t count : sum.outcomes) sample.add_outcomes(count);
  sample.set_in_flight(sum.in_flight);
  sample.set_content_events(sum.content_events);
  sample.set_output_tokens(sum.output_tokens);
  const std::vector<uint64_t>& buckets = sum.lateness.counts();
  for (size_t bucket = 0; bucket < buckets.size(); ++bucket) {
    if (buckets[bucket] == 0) continue;
    sample.add_lateness_buckets(static_cast<uint32_t>(bucket));
    sample.add_lateness_buckets(static_cast<uint32_t>(buckets[bucket]));
  }
  sample.set_lateness_max_ns(sum.lateness_max_ns);
  sample.set_busiest_loop_fraction(sum.busy_fraction);
  sample.set_stamps_kernel(sum.stamps_kernel);
  sample.set_stamps_user(sum.stamps_user);
  sample.set_stamps_coalesced(sum.stamps_coalesced);
  sample.set_loop_cpu_ns(sum.loop_cpu_ns);
  sample.set_slot_idle_ns(sum.slot_idle_ns);
  sample.set_granted_waiting(sum.granted_waiting);
  sample.set_dispatch_blocked_ns(sum.dispatch_blocked_ns);
  return sample;
}

HealthSampler::HealthSampler(const std::vector<std::string>& urls) : targets_(ResolveTargets(urls)) {}

wire::HealthSample HealthSampler::Sample(int64_t now_ns, const std::vector<LoopHealth>& loops,
                                         const UploadState& upload) {
  wire::HealthSample sample = SumOf(loops);
  sample.set_at_ns(now_ns);
  const SelfCounters self = ReadSelfCounters();
  sample.set_cpu_ns(self.cpu_ns);
  sample.set_involuntary_switches(self.involuntary_switches);
  sample.set_open_files(self.open_files);
  sample.set_resident_bytes(self.resident_bytes);
  if (const std::optional<CpuThrottling> throttling = cgroup_.Throttling()) {
    sample.set_nr_throttled(throttling->count);
    sample.set_throttled_ns(throttling->time_ns);
  }
  if (samples_++ % kSamplesAPortCount == 0) ports_ = ReadPorts().ports;
  sample.set_ports_in_use(ports_);
  sample.set_queued_records(upload.queued_records);
  sample.set_spool_bytes(upload.spool_bytes);
  sample.set_spool_full(upload.full);
  return sample;
}

}  // namespace barrage
