#include "coordinator/cli/tokenizer_choice.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/cli/tokenizer_hub.h"
#include "coordinator/cli/tokenizer_place.h"

namespace barrage {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;

absl::Status Wrong(const std::string& name, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("--tokenizer ", name, ": ", what));
}

absl::Status Use(std::string json, std::string from, TokenizerChoice& choice) {
  absl::StatusOr<Tokenizer> tokenizer = Tokenizer::FromBytes(json);
  if (!tokenizer.ok()) {
    return Wrong(choice.facts.name(), absl::StrCat(from, " is not a tokenizer.json: ", tokenizer.status().message()));
  }
  choice.facts.set_from(std::move(from));
  choice.facts.set_sha256(Sha256Hex(json));
  choice.tokenizer = std::make_shared<const Tokenizer>(*std::move(tokenizer));
  choice.json = std::make_shared<const std::string>(std::move(json));
  return absl::OkStatus();
}

void GoWithout(std::string fault, TokenizerChoice& choice) {
  choice.warning =
      absl::StrCat("the tokenizer ", choice.facts.name(), " is not on this machine, and ", fault,
                   ". Tokens are counted by the server's usage, else by events, and synthetic prompts have ",
                   "so many common words. --tokenizer takes a tokenizer.json, too, or its directory");
  choice.facts.set_fault(std::move(fault));
}

}  // namespace

absl::StatusOr<TokenizerChoice> ChooseTokenizer(const DatasetPlan& plan, Environment environment, bool ask_hub) {
  TokenizerChoice choice;
  if (!plan.tokenizer) return choice;
  const std::string& name = *plan.tokenizer;
  const std::string revision = plan.tokenizer_revision.value_or("main");
  choice.facts.set_name(name);
  absl::StatusOr<std::optional<std::string>> path = FindTokenizer(name, revision, environment);
  if (!path.ok()) return Wrong(name, path.status().message());
  absl::Status used;
  if (*path) {
    absl::StatusOr<std::string> json = ReadTextFile(**path, kMostBytes);
    if (!json.ok()) return Wrong(name, json.status().message());
    used = Use(*std::move(json), **path, choice);
  } else if (!ask_hub) {
    GoWithout("the hub is not asked here", choice);
  } else if (absl::StatusOr<HubFile> file = FetchTokenizer(name, revision, environment); file.ok()) {
    used = Use(std::move(file->json), std::move(file->url), choice);
  } else if (absl::IsUnavailable(file.status())) {
    GoWithout(absl::StrCat("the hub cannot be reached (", file.status().message(), ")"), choice);
  } else {
    return Wrong(name, file.status().message());
  }
  if (!used.ok()) return used;
  return choice;
}

}  // namespace barrage
