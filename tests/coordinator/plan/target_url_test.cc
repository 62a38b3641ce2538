#include "coordinator/plan/target_url.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(BaseUrlTest, AddsTheSchemeAndTakesOffV1) {
  EXPECT_EQ(*BaseUrl("localhost:8000"), "http://localhost:8000");
  EXPECT_EQ(*BaseUrl("http://host:8000/v1"), "http://host:8000");
  EXPECT_EQ(*BaseUrl("https://host/v1/"), "https://host");
  EXPECT_EQ(*BaseUrl("https://host/gateway/v1"), "https://host/gateway");
  EXPECT_EQ(*BaseUrl("[::1]:8000"), "http://[::1]:8000");
  EXPECT_EQ(*BaseUrl("10.0.0.1"), "http://10.0.0.1");
}

TEST(BaseUrlTest, SaysWhatIsWrong) {
  for (const char* const text :
       {"", "http://", "ftp://x", "host:0", "host:99999", "host:abc", "a b", "http://x?y=1", "http://x#y", ":8000"}) {
    EXPECT_FALSE(BaseUrl(text).ok()) << text;
  }
  EXPECT_EQ(BaseUrl("host:99999").status().message(),
            "must be a URL such as http://host:8000, got 'host:99999' (a port is 1 to 65535)");
}

TEST(RequestUrlTest, JoinsWithOneSlash) {
  EXPECT_EQ(RequestUrl("http://h", "/v1/chat/completions"), "http://h/v1/chat/completions");
  EXPECT_EQ(RequestUrl("http://h", "v1/x"), "http://h/v1/x");
}

TEST(UrlPartsTest, AreHostAndPath) {
  EXPECT_EQ(UrlHost("http://user@10.0.0.1:80/x"), "10.0.0.1");
  EXPECT_EQ(UrlHost("[::1]:80"), "[::1]");
  EXPECT_EQ(UrlPath("http://h:80/gateway/v1"), "/gateway/v1");
  EXPECT_EQ(UrlPath("http://h"), "");
}

TEST(WithoutUserTest, TakesOutWhatIsBeforeTheHost) {
  EXPECT_EQ(WithoutUser("https://me:secret@h:1/x@y"), "https://[redacted]@h:1/x@y");
  EXPECT_EQ(WithoutUser("me:a@b@h"), "[redacted]@h");
  EXPECT_EQ(WithoutUser("h:8000/x@y"), "h:8000/x@y");
}

TEST(IsLoopbackTest, KnowsThisMachine) {
  for (const char* const url : {"http://localhost:1", "https://127.0.0.1", "http://127.9.9.9:1/x", "http://[::1]:80"}) {
    EXPECT_TRUE(IsLoopback(url)) << url;
  }
  for (const char* const url :
       {"http://10.0.0.1", "http://localhost@evil", "http://localhost.evil", "http://x/127.0.0.1"}) {
    EXPECT_FALSE(IsLoopback(url)) << url;
  }
}

TEST(TargetUrlTest, CompletesAPageOfMetrics) {
  EXPECT_EQ(MetricsUrl("gpu:9400"), "http://gpu:9400/metrics");
  EXPECT_EQ(MetricsUrl("https://gpu:9400/"), "https://gpu:9400/metrics");
  EXPECT_EQ(MetricsUrl("http://gpu/v1/metrics"), "http://gpu/v1/metrics");
}

}  // namespace
}  // namespace barrage
