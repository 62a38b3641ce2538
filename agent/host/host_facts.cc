#include "agent/host/host_facts.h"

#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <random>
#include <string>

#include "absl/strings/str_format.h"
#include "agent/host/cgroup.h"
#include "agent/host/limits.h"

namespace barrage {
namespace {

std::string RandomWord() {
  std::random_device source;
  return absl::StrFormat("%08x%08x", source(), source());
}

}  // namespace

wire::AgentFacts ReadHostFacts() {
  wire::AgentFacts facts;
  utsname names{};
  uname(&names);
  facts.set_host(names.nodename);
  facts.set_kernel(names.release);
  facts.set_incarnation(RandomWord());
  facts.set_pid(static_cast<uint32_t>(getpid()));
  const CgroupLimits limits = Cgroup().Limits();
  facts.set_cores(CoresAllowed(limits.cpu_cores));
  if (limits.cpu_cores) facts.set_cgroup_cpu_limit(*limits.cpu_cores);
  if (limits.memory_bytes) facts.set_cgroup_memory_limit(*limits.memory_bytes);
  facts.set_open_file_limit(RaiseOpenFileLimit());
  const PortRange ports = ReadPortRange();
  facts.set_port_range_low(ports.low);
  facts.set_port_range_high(ports.high);
  timespec resolution{};
  clock_getres(CLOCK_MONOTONIC, &resolution);
  facts.set_timer_resolution_ns(int64_t{resolution.tv_sec} * 1'000'000'000 + resolution.tv_nsec);
  return facts;
}

}  // namespace barrage
