#include "coordinator/cli/model_list.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ModelListTest, ReadsIdsAndTheOwner) {
  const auto list = ReadModelList(R"({"object":"list","data":[{"id":"a"},{"id":"b","owned_by":"vllm"}]})");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->ids, ElementsAre("a", "b"));
  EXPECT_EQ(list->owner, "vllm");
  EXPECT_THAT(ReadModelList(R"({"data":[]})")->ids, IsEmpty());
}

TEST(ModelListTest, RefusesWhatIsNoList) {
  for (const char* const body :
       {"", "[]", "{}", R"({"data":1})", R"({"data":[1]})", R"({"data":[{"id":1}]})", "<html>"}) {
    EXPECT_FALSE(ReadModelList(body).ok()) << body;
  }
}

TEST(EngineNameTest, GoesByServerThenPathThenOwner) {
  EXPECT_EQ(EngineName("vllm", "uvicorn", false), "vLLM");
  EXPECT_EQ(EngineName("vllm", "uvicorn", true), "NIM");
  EXPECT_EQ(EngineName("llamacpp", "llama.cpp", false), "llama.cpp");
  EXPECT_EQ(EngineName("x", "barrage-sim", true), "barrage-sim");
  EXPECT_EQ(EngineName("me", "nginx", false), "");
}

}  // namespace
}  // namespace barrage
