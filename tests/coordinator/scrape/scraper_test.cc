#include "coordinator/scrape/scraper.h"

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Answer(const std::string& status, const std::string& body) {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(), "\r\nConnection: close\r\n\r\n", body);
}

MetricsPage PageOf(const std::string& url) {
  HttpOptions access;
  access.proxy = "";
  access.total_timeout = std::chrono::milliseconds(2000);
  return {.url = url, .access = access};
}

// What a scraper of `url` saw until there were `least` scrapes, the last one by Stop included.
class Watched {
 public:
  Watched(const std::string& url, size_t least) {
    Scraper scraper({PageOf(url)}, absl::Milliseconds(1), [&](wire::Scrape&& scrape) {
      seen_.push_back(std::move(scrape));
      if (seen_.size() == least) enough_.Push(true);
    });
    enough_.PopFor(std::chrono::seconds(60));
    scraper.Stop();
  }
  const std::vector<wire::Scrape>& seen() const { return seen_; }

 private:
  BoundedQueue<bool> enough_{1};
  std::vector<wire::Scrape> seen_;  // the scraper's thread until Stop returned
};

TEST(ScraperTest, SaysNamesOnceAndValuesAlways) {
  const ScriptedServer server([](const ScriptedRequest& request) {
    const std::string more = request.number >= 2 ? "late 9\n" : "";
    return Script{ScriptStep::Send(Answer("200 OK", absl::StrCat("a_total ", request.number, "\nb 5\n", more))),
                  ScriptStep::Close()};
  });
  const Watched watched(absl::StrCat(server.origin(), "/metrics"), 4);
  const auto& seen = watched.seen();
  ASSERT_GE(seen.size(), 5u);  // the last of them was Stop's
  EXPECT_THAT(seen[0].names(), ElementsAre("a_total", "b"));
  EXPECT_THAT(seen[0].values(), ElementsAre(0, 5));
  EXPECT_THAT(seen[0].counters(), ElementsAre(0));
  EXPECT_EQ(seen[1].names_size(), 0);
  EXPECT_EQ(seen[1].counters_size(), 0);
  EXPECT_THAT(seen[1].values(), ElementsAre(1, 5));
  EXPECT_THAT(seen[2].names(), ElementsAre("a_total", "b", "late"));
  EXPECT_EQ(seen[3].names_size(), 0);
  EXPECT_LT(seen[0].at_ns(), seen[1].at_ns());
  EXPECT_EQ(seen[0].url(), absl::StrCat(server.origin(), "/metrics"));
}

TEST(ScraperTest, TellsFaultsWithoutSecretsAndGoesOn) {
  const ScriptedServer server([](const ScriptedRequest& request) {
    if (request.number == 0) return Script{ScriptStep::Send(Answer("503 Busy", "")), ScriptStep::Close()};
    if (request.number == 1) return Script{ScriptStep::Close()};
    return Script{ScriptStep::Send(Answer("200 OK", "a 1\n")), ScriptStep::Close()};
  });
  std::string url = server.origin();
  url.insert(url.find("127"), "user:hidden@");
  const Watched watched(url + "/metrics?key=hidden", 3);
  const auto& seen = watched.seen();
  ASSERT_GE(seen.size(), 3u);
  EXPECT_EQ(seen[0].fault(), "HTTP 503");
  EXPECT_THAT(seen[1].fault(), HasSubstr(server.origin()));
  EXPECT_THAT(seen[2].values(), ElementsAre(1));
  for (const wire::Scrape& scrape : seen) EXPECT_THAT(scrape.DebugString(), Not(HasSubstr("hidden")));
}

TEST(ScraperTest, AsksAPageThatFailsLessOften) {
  std::atomic<int> asked = 0;
  const ScriptedServer broken([&](const ScriptedRequest&) {
    ++asked;
    return Script{ScriptStep::Send(Answer("404 No", "")), ScriptStep::Close()};
  });
  const ScriptedServer sound([](const ScriptedRequest&) {
    return Script{ScriptStep::Send(Answer("200 OK", "a 1\n")), ScriptStep::Close()};
  });
  BoundedQueue<bool> enough(1);
  int read = 0;
  Scraper scraper({PageOf(broken.origin()), PageOf(sound.origin())}, absl::Milliseconds(1), [&](wire::Scrape&& scrape) {
    if (scrape.fault().empty() && ++read == 33) enough.Push(true);
  });
  enough.PopFor(std::chrono::seconds(60));
  scraper.Stop();
  // Three faults in a row, then every tenth round.
  EXPECT_GE(asked, 5);
  EXPECT_LE(asked, 3 + (read - 3) / 10 + 1);
}

TEST(ScraperTest, EndsWithoutPages) {
  Scraper scraper({}, absl::Seconds(1), [](wire::Scrape&&) { FAIL(); });
  scraper.Stop();
}

TEST(ScraperTest, StopsWithinTheTimeOutOfAPageThatHangs) {
  const ScriptedServer server([](const ScriptedRequest&) { return Script{ScriptStep::Hang()}; });
  MetricsPage page = PageOf(server.origin());
  page.access.total_timeout = std::chrono::milliseconds(50);
  std::vector<std::string> faults;
  {
    Scraper scraper({page}, absl::Seconds(3600), [&](wire::Scrape&& scrape) { faults.push_back(scrape.fault()); });
    scraper.Stop();
  }
  ASSERT_FALSE(faults.empty());
  EXPECT_THAT(faults[0], HasSubstr("timed out"));
}

}  // namespace
}  // namespace barrage
