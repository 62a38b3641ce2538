#ifndef COORDINATOR_CLI_TOKENIZER_PLACE_H_
#define COORDINATOR_CLI_TOKENIZER_PLACE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "coordinator/plan/option_tree.h"

namespace barrage {

// Where on this machine the tokenizer called `name` is: the path of its tokenizer.json. `name` is that file, a
// directory that holds it, or a name of the Hugging Face hub ("gpt2", "org/model") of which the hub's own cache has
// `revision` (a branch, a tag or a commit): HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else
// ~/.cache/huggingface/hub. A file or directory wins over the cache. Touches no network.
//
// Absent: a name of the hub, which is not in the cache. Error: InvalidArgument, a sentence of what is wrong and what to
// do: nothing of this name, or a model in another form (SentencePiece, tiktoken, vocab.json).
absl::StatusOr<std::optional<std::string>> FindTokenizer(const std::string& name, const std::string& revision,
                                                         Environment environment);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TOKENIZER_PLACE_H_
