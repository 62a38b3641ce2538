#ifndef COORDINATOR_TARGET_ENGINE_PROBE_H_
#define COORDINATOR_TARGET_ENGINE_PROBE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/http/http_client.h"

namespace barrage {

// What a target runs, as far as it says so.
struct EngineClaim {
  std::string name;     // "vLLM"; empty: nothing says what it is
  std::string version;  // "0.9.1", where it tells
  std::string because;  // what said so: "Server: llama.cpp", "/v1/metadata"

  // "vLLM 0.9.1 (owned_by vllm)"; empty without a name.
  std::string Text() const;
};

// Asks for what only one engine has, and believes nothing else: that a path answers is no proof, for simulators,
// gateways and other engines copy paths. `server` is the Server header of the target's answers, `owner` the owned_by of
// its models; either may be empty. Blocks: an exchange a question, seven at most.
EngineClaim FindEngine(const std::string& base, const HttpOptions& access, absl::string_view server,
                       absl::string_view owner);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_ENGINE_PROBE_H_
