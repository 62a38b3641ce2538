#include "coordinator/workload/batch_dataset.h"

#include <set>
#include <string>

#include "coordinator/workload/passages_dataset.h"
#include "gtest/gtest.h"
#include "tests/coordinator/workload/list_dataset.h"

namespace barrage {
namespace {

std::string TextsOf(const Prompt& prompt) {
  std::string all = prompt.payload.query();
  for (const std::string& text : prompt.payload.texts()) all += " " + text;
  return all;
}

TEST(BatchDataset, TakesInputsInTurns) {
  // Of 4 inputs, batches of 2: b·k … b·k + 1 mod 4.
  const BatchDataset two(std::make_unique<ListDataset>(4), 2);
  ASSERT_EQ(two.size(), 2);
  EXPECT_EQ(TextsOf(two.At(0)), " p0 p1");
  EXPECT_EQ(TextsOf(two.At(1)), " p2 p3");
  EXPECT_EQ(two.At(1).payload.id(), 1u);
  EXPECT_EQ(two.At(1).payload.prompt(), "");
  // Batches of 3: four different ones, 0 1 2, 3 0 1, 2 3 0, 1 2 3.
  const BatchDataset three(std::make_unique<ListDataset>(4), 3);
  ASSERT_EQ(three.size(), 4);
  EXPECT_EQ(TextsOf(three.At(1)), " p3 p0 p1");
  EXPECT_EQ(TextsOf(three.At(3)), " p1 p2 p3");
  // A batch may be longer than the inputs.
  const BatchDataset six(std::make_unique<ListDataset>(4), 6);
  ASSERT_EQ(six.size(), 2);
  EXPECT_EQ(TextsOf(six.At(1)), " p2 p3 p0 p1 p2 p3");
  EXPECT_EQ(BatchDataset(std::make_unique<ListDataset>(4), 1).size(), 4);
}

TEST(BatchDataset, HasEveryRequestAskWhatTheRuleSays) {
  for (int64_t inputs = 1; inputs <= 12; ++inputs) {
    for (int64_t batch = 1; batch <= 14; ++batch) {
      const BatchDataset dataset(std::make_unique<ListDataset>(static_cast<size_t>(inputs)), batch);
      for (int64_t request = 0; request < 40; ++request) {
        std::string wanted;
        for (int64_t at = 0; at < batch; ++at) wanted += " p" + std::to_string((batch * request + at) % inputs);
        ASSERT_EQ(TextsOf(dataset.At(request % dataset.size())), wanted) << inputs << " " << batch << " " << request;
      }
    }
  }
}

TEST(BatchDataset, HoldsForEndlessInputs) {
  constexpr int64_t kEndless = int64_t{1} << 62;
  EXPECT_EQ(BatchesOf(kEndless, 8), kEndless / 8);
  EXPECT_EQ(InputAt(kEndless - 1, 2, kEndless, 3), kEndless - 1);  // 3·(E − 1) + 2 = 3·E − 1
}

TEST(PassagesDataset, GivesEachQueryItsPassages) {
  const PassagesDataset dataset(std::make_unique<ListDataset>(3), std::make_unique<ListDataset>(4),
                                PassagesDataset::Batch{.mean = 2, .stddev = 0, .seed = 1});
  ASSERT_EQ(dataset.size(), 6);  // 3 queries, 2 batches
  EXPECT_EQ(TextsOf(dataset.At(0)), "p0 p0 p1");
  EXPECT_EQ(TextsOf(dataset.At(1)), "p1 p2 p3");
  EXPECT_EQ(TextsOf(dataset.At(2)), "p2 p0 p1");
  EXPECT_EQ(TextsOf(dataset.At(3)), "p0 p2 p3");
  EXPECT_EQ(dataset.At(3).payload.id(), 3u);
  std::set<std::string> different;
  for (int64_t id = 0; id < dataset.size(); ++id) different.insert(TextsOf(dataset.At(id)));
  EXPECT_EQ(different.size(), 6u);
}

TEST(PassagesDataset, DrawsHowManyPassages) {
  const PassagesDataset dataset(std::make_unique<ListDataset>(1000), std::make_unique<ListDataset>(3000),
                                PassagesDataset::Batch{.mean = 5, .stddev = 1, .seed = 1});
  std::set<int> numbers;
  double sum = 0;
  for (int64_t id = 0; id < 1000; ++id) {
    const Prompt prompt = dataset.At(id);
    sum += prompt.payload.texts_size();
    numbers.insert(prompt.payload.texts_size());
    EXPECT_EQ(TextsOf(prompt), TextsOf(dataset.At(id)));
  }
  // The standard error of the mean of 1,000 draws is 0.03.
  EXPECT_NEAR(sum / 1000, 5, 0.15);
  EXPECT_GE(numbers.size(), 5u);
}

}  // namespace
}  // namespace barrage
