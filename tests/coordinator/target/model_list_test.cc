#include "coordinator/target/model_list.h"

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

}  // namespace
}  // namespace barrage
