#ifndef TESTS_BENCH_CLIENT_FLAGS_H_
#define TESTS_BENCH_CLIENT_FLAGS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace barrage::bench {

// What the yardstick clients have in common: streamed chat in a closed loop, a warm-up, then a counted window.
struct ClientFlags {
  std::string host = "127.0.0.1";  // an IPv4 address
  int port = 0;
  int streams = 64;
  int tokens = 100;          // max_tokens of each request
  double warmup_s = 1;       // first requests are spread over this time
  double duration_s = 5;     // the counted window after it
  bool user_stamps = false;  // no kernel receive timestamps
  std::string times_file;    // "": none
};

// --url http://HOST:PORT --streams N --tokens N --warmup S --duration S [--user-stamps] [--times FILE]
absl::StatusOr<ClientFlags> ParseClientFlags(int argc, char** argv);

// The request body with --tokens; every client sends the same.
std::string RequestBody(const ClientFlags& flags);

}  // namespace barrage::bench

#endif  // TESTS_BENCH_CLIENT_FLAGS_H_
