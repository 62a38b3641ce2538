#ifndef TESTS_SIM_OPTIONS_H_
#define TESTS_SIM_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/sim/answer.h"
#include "tests/sim/fault.h"
#include "tests/sim/generation_request.h"
#include "tests/sim/latency_model.h"

namespace barrage::sim {

// What the draws of a request depend on, beside the seed.
enum class LatencyKey {
  kRequestId,   // X-Request-ID; the body without one
  kBody,        // equal bodies get equal times
  kConnection,  // its connection, and the how manieth it is there
};

// What the flags say. --help (HelpText) explains each.
struct Options {
  std::string host = "127.0.0.1";
  int port = 0;
  int threads = 1;
  std::vector<std::string> models;  // at least one: "sim" unless given
  std::string api_key;              // "": none asked for

  LatencyModel latency;
  LatencyKey latency_key = LatencyKey::kRequestId;
  OutputLength output;
  int64_t tokens_per_event = 1;
  RoleChunk role_chunk = RoleChunk::kFirst;
  int64_t tail_gap_ns = 0;
  int64_t slots = 0;  // 0: unlimited

  std::vector<FaultRule> faults;
  bool http10 = false;
  bool refuse_stream_options = false;
  uint64_t close_after_requests = 0;  // 0: never
  int64_t idle_close_ns = 0;          // 0: never
  size_t max_body_bytes = 64 << 20;

  std::string journal_file;
  bool journal_bodies = false;
  size_t journal_limit_bytes = size_t{2048} << 20;

  bool help = false;
};

// `args` without the program's name. All problems are named at once, each with its flag and what was given.
absl::StatusOr<Options> ParseOptions(const std::vector<std::string>& args);

std::string HelpText();

}  // namespace barrage::sim

#endif  // TESTS_SIM_OPTIONS_H_
