#ifndef COORDINATOR_CLI_TOKENIZER_CHOICE_H_
#define COORDINATOR_CLI_TOKENIZER_CHOICE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/tokenizer/tokenizer.h"
#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/plan.h"
#include "proto/log.pb.h"

namespace barrage {

// The tokenizer of a run. All empty: the plan names none. Only `facts` and `warning`: it names one that cannot be had,
// and the run goes without.
struct TokenizerChoice {
  std::shared_ptr<const Tokenizer> tokenizer;
  std::shared_ptr<const std::string> json;  // what the agents get
  wire::TokenizerFacts facts;
  std::string warning;
};

// Finds and reads the plan's tokenizer. The hub is asked only with `ask_hub`, and only for a name that is nothing on
// this machine; when it cannot be reached the run goes without, since people bring `--tokenizer gpt2` to machines that
// reach no hub. Error: InvalidArgument, a sentence that begins with the option.
absl::StatusOr<TokenizerChoice> ChooseTokenizer(const DatasetPlan& plan, Environment environment, bool ask_hub);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TOKENIZER_CHOICE_H_
