#include "common/base/bounded_queue.h"

#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(BoundedQueue, GivesValuesInTheirOrder) {
  BoundedQueue<int> queue(3);
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(queue.Push(i));
  EXPECT_EQ(queue.size(), 3u);
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(queue.Pop(), i);
  EXPECT_EQ(queue.TryPop(), std::nullopt);
}

TEST(BoundedQueue, WhatIsQueuedSurvivesClosing) {
  BoundedQueue<int> queue(2);
  queue.Push(1);
  queue.Close();
  EXPECT_TRUE(queue.closed());
  EXPECT_FALSE(queue.Push(2));
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

TEST(BoundedQueue, PopForGivesUp) {
  BoundedQueue<int> queue(2);
  EXPECT_EQ(queue.PopFor(std::chrono::milliseconds(1)), std::nullopt);
  EXPECT_FALSE(queue.closed());
  queue.Push(5);
  EXPECT_EQ(queue.PopFor(std::chrono::seconds(60)), 5);
}

TEST(BoundedQueue, ClosingWakesWhoWaits) {
  BoundedQueue<int> full(1), empty(1);
  full.Push(1);
  std::thread pusher([&] { EXPECT_FALSE(full.Push(2)); });
  std::thread popper([&] { EXPECT_EQ(empty.Pop(), std::nullopt); });
  full.Close();
  empty.Close();
  pusher.join();
  popper.join();
}

TEST(BoundedQueue, LosesAndDoublesNothingBetweenThreads) {
  constexpr int kThreads = 4, kEach = 5000;
  BoundedQueue<int> queue(8);
  std::vector<std::thread> pushers, poppers;
  std::vector<std::vector<int>> taken(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    pushers.emplace_back([&queue, t] {
      for (int i = 0; i < kEach; ++i) queue.Push(t * kEach + i);
    });
    poppers.emplace_back([&queue, &mine = taken[t]] {
      while (const std::optional<int> value = queue.Pop()) mine.push_back(*value);
    });
  }
  for (std::thread& thread : pushers) thread.join();
  queue.Close();
  for (std::thread& thread : poppers) thread.join();
  std::vector<int> times(kThreads * kEach);
  for (const std::vector<int>& values : taken) {
    for (const int value : values) ++times[value];
  }
  EXPECT_EQ(times, std::vector<int>(kThreads * kEach, 1));
}

}  // namespace
}  // namespace barrage
