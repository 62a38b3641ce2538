#include "agent/host/host_facts.h"

#include <unistd.h>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(ReadHostFacts, DescribesThisHost) {
  const wire::AgentFacts facts = ReadHostFacts();
  char name[256] = "";
  gethostname(name, sizeof(name));
  EXPECT_EQ(facts.host(), name);
  EXPECT_EQ(facts.pid(), static_cast<uint32_t>(getpid()));
  EXPECT_GE(facts.cores(), 1u);
  EXPECT_GT(facts.open_file_limit(), 0u);
  EXPECT_LT(facts.port_range_low(), facts.port_range_high());
  EXPECT_FALSE(facts.kernel().empty());
  EXPECT_GT(facts.timer_resolution_ns(), 0);
}

TEST(ReadHostFacts, HasANewIncarnationEachTime) {
  EXPECT_NE(ReadHostFacts().incarnation(), ReadHostFacts().incarnation());
  EXPECT_EQ(ReadHostFacts().incarnation().size(), 16u);
}

}  // namespace
}  // namespace barrage
