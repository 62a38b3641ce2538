#include "coordinator/store/manifest.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/store/temporary_directory.h"

namespace barrage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

RunFacts SomeFacts() {
  RunFacts facts;
  facts.header.set_run_id("run-1");
  facts.header.set_barrage_version("9.9");
  wire::AgentEntry agent;
  agent.set_id("node-1");
  agent.mutable_facts()->set_host("rack-2");
  facts.agents.push_back(agent);
  wire::ClockExchange exchange;
  exchange.set_coordinator_sent_ns(1000);
  exchange.set_agent_ns(100);
  exchange.set_coordinator_received_ns(1200);
  facts.clocks.push_back(exchange);
  return facts;
}

TEST(Manifest, ListsEveryFileWithItsDigest) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() + "/records");
  std::ofstream(directory.path() + "/records/run.log") << "abc";
  std::ofstream(directory.path() + "/plan.yaml");
  ASSERT_TRUE(WriteManifest(SomeFacts(), directory.path()).ok());
  const std::string manifest = ReadAll(directory.path() + "/manifest.json");
  // FIPS 180-4's examples: "abc" and nothing.
  EXPECT_THAT(manifest,
              AllOf(HasSubstr("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                    HasSubstr("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                    HasSubstr("\"records/run.log\""), HasSubstr("\"plan.yaml\""), Not(HasSubstr("\"manifest.json\""))));
  // Sent at 1,000, back at 1,200, answered at 100: 1,000 ± 100 (and a nanosecond or two for rounding).
  EXPECT_THAT(manifest, AllOf(HasSubstr("\"offset_ns\": 1000"), HasSubstr("\"bound_ns\": 10"),
                              HasSubstr("\"host\": \"rack-2\""), HasSubstr("\"barrage_version\": \"9.9\"")));
}

TEST(Manifest, WrittenAgainItIsTheSame) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() + "/plan.yaml") << "x";
  ASSERT_TRUE(WriteManifest(SomeFacts(), directory.path()).ok());
  const std::string first = ReadAll(directory.path() + "/manifest.json");
  ASSERT_TRUE(WriteManifest(SomeFacts(), directory.path()).ok());
  EXPECT_EQ(ReadAll(directory.path() + "/manifest.json"), first);
}

TEST(Manifest, NamesTheDirectoryThatIsNotThere) {
  EXPECT_THAT(WriteManifest(SomeFacts(), "/nowhere/at/all").message(), HasSubstr("/nowhere/at/all"));
}

}  // namespace
}  // namespace barrage
