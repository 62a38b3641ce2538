#ifndef COORDINATOR_CLI_TOKENIZER_HUB_H_
#define COORDINATOR_CLI_TOKENIZER_HUB_H_

#include <string>

#include "absl/status/statusor.h"
#include "coordinator/plan/option_tree.h"

namespace barrage {

struct HubFile {
  std::string json;
  std::string url;  // that it was asked for
};

// The tokenizer.json of the hub's model `name` at `revision`: from HF_ENDPOINT, else from the Hugging Face hub, with
// HF_TOKEN if there is one, which goes to that host alone. Follows redirects. Waits a minute at most.
//
// Error: Unavailable when there was no answer (no network, a proxy's or server's failure, HF_HUB_OFFLINE); else
// InvalidArgument: the hub answered, and does not have it for us.
absl::StatusOr<HubFile> FetchTokenizer(const std::string& name, const std::string& revision, Environment environment);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TOKENIZER_HUB_H_
