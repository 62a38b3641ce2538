#ifndef AGENT_LOAD_RUN_CONTEXT_H_
#define AGENT_LOAD_RUN_CONTEXT_H_

#include <curl/curl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "agent/load/target.h"
#include "common/http/secrets.h"
#include "common/openai/endpoint.h"
#include "proto/run.pb.h"

namespace barrage {

// Which of an agent's loops one is.
struct LoopPlace {
  uint32_t loop = 0, loops = 1;
};

// What all requests of one run have in common, in the form libcurl takes it. Immutable once resolved; one thread.
class RunContext {
 public:
  // Requires the endpoint of `setup` in the endpoint table.
  RunContext(std::shared_ptr<const wire::RunSetup> setup, LoopPlace place);

  // Reads the URLs and resolves their names; waits for the resolver. The error names the first that failed.
  absl::Status Resolve();

  // Makes `easy` speak to the targets as the plan says: TLS files, proxy.
  void Configure(CURL* easy) const;

  const wire::RunSetup& setup() const { return *setup_; }
  const EndpointRow& endpoint() const { return endpoint_; }
  uint32_t loop() const { return place_.loop; }
  ReadParameters read_parameters() const { return {want_text(), setup_->template_answer_path()}; }
  bool want_text() const {
    return endpoint_.asks_tokens && (setup_->keep_text() || !setup_->tokenizer_sha256().empty());
  }

  // The headers of every request; a list may end in it. Without X-Request-ID.
  curl_slist* headers() const { return headers_.get(); }

  // What no record may hold: the key, headers that carry one, and the users of URLs and proxy.
  const Secrets& secrets() const { return secrets_; }

  // Whole seconds for CURLOPT_MAXAGE_CONN, which compares truncated ages: never older than idle_reuse.
  long idle_reuse_s() const;

  // Empty unless Resolve succeeded.
  const std::vector<Target>& targets() const { return targets_; }
  // The target of a request. Requires targets.
  const Target& TargetOf(uint32_t url_index) const { return targets_[url_index % targets_.size()]; }

  // What connections are dealt over a name's addresses by: the number of the loop's stream `stream` among those of all
  // loops of all agents, which take turns.
  size_t ConnectionOf(size_t stream) const {
    return (stream * place_.loops + place_.loop) * std::max<size_t>(setup_->agents(), 1) + setup_->ordinal();
  }

  // Streams whose ConnectionOf differ by this lead to the same address of every target. 1 unless a name has several.
  size_t lanes() const { return lanes_; }

 private:
  const std::shared_ptr<const wire::RunSetup> setup_;
  const EndpointRow& endpoint_;
  const LoopPlace place_;
  const Secrets secrets_;
  CurlList headers_;
  std::vector<Target> targets_;
  size_t lanes_ = 1;
};

}  // namespace barrage

#endif  // AGENT_LOAD_RUN_CONTEXT_H_
