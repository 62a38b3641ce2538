// Who may dial in, and what one is told who may not.
#include "coordinator/fleet/fleet_server.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/fakes/fake_agent.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<FleetServer> Start(ListenOptions options = {}) {
  absl::StatusOr<std::unique_ptr<FleetServer>> started = FleetServer::Start(std::move(options));
  EXPECT_TRUE(started.ok()) << started.status();
  return *std::move(started);
}

TEST(FleetServer, AdmitsAnAgentAndNamesIt) {
  const auto fleet = Start();
  FakeAgent first(fleet->port(), {.id = "node"});
  ASSERT_TRUE(first.AwaitWelcome());
  FakeAgent second(fleet->port(), {.id = "node", .incarnation = "other"});
  ASSERT_TRUE(second.AwaitWelcome());
  EXPECT_EQ(first.assigned_id(), "node");
  EXPECT_EQ(second.assigned_id(), "node#2");
  const std::vector<AgentPresence> agents = fleet->agents();
  ASSERT_EQ(agents.size(), 2u);
  EXPECT_EQ(agents[1].id, "node#2");
}

TEST(FleetServer, RefusesAnotherVersionByName) {
  const auto fleet = Start();
  FakeAgent agent(fleet->port(), {.id = "node-7", .protocol_version = 9});
  ASSERT_TRUE(agent.AwaitClosed());
  ASSERT_TRUE(agent.reject().has_value());
  EXPECT_EQ(agent.reject()->reason(), wire::Reject::VERSION);
  EXPECT_THAT(agent.reject()->message(), HasSubstr("agent node-7 speaks protocol version 9"));
  EXPECT_TRUE(fleet->agents().empty());
}

TEST(FleetServer, RefusesAWrongTokenAndNoToken) {
  const auto fleet = Start({.run_token = "right"});
  for (const std::optional<std::string>& token : {std::optional<std::string>("wrong"), std::optional<std::string>()}) {
    FakeAgent agent(fleet->port(), {.id = "stranger", .run_token = token});
    ASSERT_TRUE(agent.AwaitClosed());
    ASSERT_TRUE(agent.reject().has_value());
    EXPECT_EQ(agent.reject()->reason(), wire::Reject::TOKEN);
    EXPECT_THAT(agent.reject()->message(), Not(HasSubstr("right")));
  }
  FakeAgent agent(fleet->port(), {.id = "friend", .run_token = "right"});
  EXPECT_TRUE(agent.AwaitWelcome());
}

TEST(FleetServer, RefusesNamesThatDoNotBelongInAReport) {
  const auto fleet = Start();
  for (const std::string& id : {std::string(), std::string("a b"), std::string("\x1b[31m"), std::string(300, 'x')}) {
    FakeAgent agent(fleet->port(), {.id = id, .incarnation = "i"});
    ASSERT_TRUE(agent.AwaitClosed());
    EXPECT_TRUE(agent.reject().has_value());
  }
}

TEST(FleetServer, BreaksOffWhoSaysNothing) {
  const auto fleet = Start({.hello_within = absl::Milliseconds(100)});
  const auto stub = wire::Coordinator::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", fleet->port()), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub->Enlist(&context);
  wire::CoordinatorMessage message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.challenge().nonce().size(), 32u);
  EXPECT_FALSE(stream->Read(&message));
}

TEST(FleetServer, BreaksOffWhoSpeaksOutOfTurnOrTooMuch) {
  const auto fleet = Start();
  const auto stub = wire::Coordinator::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", fleet->port()), grpc::InsecureChannelCredentials()));
  wire::AgentMessage out_of_turn, too_much;
  out_of_turn.mutable_progress();
  too_much.mutable_hello()->mutable_facts()->set_id(std::string(9 << 20, 'x'));
  for (const wire::AgentMessage& said : {out_of_turn, too_much}) {
    grpc::ClientContext context;
    const auto stream = stub->Enlist(&context);
    wire::CoordinatorMessage message;
    ASSERT_TRUE(stream->Read(&message));
    stream->Write(said);
    EXPECT_FALSE(stream->Read(&message));
  }
  EXPECT_TRUE(fleet->agents().empty());
}

TEST(FleetServer, AddressInUseIsAnErrorThatNamesIt) {
  const auto fleet = Start();
  const std::string address = absl::StrCat("127.0.0.1:", fleet->port());
  const auto second = FleetServer::Start({.address = address});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr(address));
}

TEST(FleetServer, AgentsThatHoldAnotherRunAreToldThatItIsOver) {
  const auto fleet = Start();
  const auto stub = wire::Coordinator::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", fleet->port()), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub->Enlist(&context);
  wire::CoordinatorMessage message;
  ASSERT_TRUE(stream->Read(&message));
  wire::AgentMessage hello;
  hello.mutable_hello()->set_protocol_version(2);
  hello.mutable_hello()->mutable_facts()->set_id("a");
  hello.mutable_hello()->mutable_facts()->set_incarnation("i");
  hello.mutable_hello()->set_run_id("yesterday");
  stream->Write(hello);
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.reject().reason(), wire::Reject::RUN_OVER);
  EXPECT_THAT(message.reject().message(), HasSubstr("yesterday"));
}

}  // namespace
}  // namespace barrage
