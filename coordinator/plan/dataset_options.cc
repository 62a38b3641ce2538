#include "coordinator/plan/length_pairs.h"
#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr OptionGroup kGroup = OptionGroup::kDataset;
template <auto member>
constexpr OptionField Member() {
  return PlanField<&Plan::dataset, member>();
}

absl::Status SetServerTokenCount(absl::Span<const std::string> texts, Settings& settings) {
  ASSIGN_OR_RETURN(const bool forced, ReadBool(texts.back()));
  settings.plan.dataset.token_source = forced ? TokenSource::kServer : TokenSource::kAuto;
  return absl::OkStatus();
}

std::vector<std::string> GetServerTokenCount(const Settings& settings) {
  return {settings.plan.dataset.token_source == TokenSource::kServer ? "true" : "false"};
}

absl::Status SetLengthPairs(absl::Span<const std::string> texts, Settings& settings) {
  ASSIGN_OR_RETURN(settings.plan.dataset.length_pairs, ReadLengthPairs(texts.back()));
  return absl::OkStatus();
}

std::vector<std::string> GetLengthPairs(const Settings& settings) {
  const std::vector<LengthPair>& pairs = settings.plan.dataset.length_pairs;
  return pairs.empty() ? std::vector<std::string>() : std::vector<std::string>{WriteLengthPairs(pairs)};
}

// AIPerf's word for what an input file holds: one question a line. A trace is sent at its timestamps, as it is there.
absl::Status SetDatasetType(absl::Span<const std::string> texts, Settings& settings) {
  if (texts.back() == "mooncake_trace") settings.plan.load.fixed_schedule = true;
  if (texts.back() == "single_turn" || texts.back() == "mooncake_trace") return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("cannot be ", texts.back(), ": this version reads single_turn, and ",
                                                 "mooncake_trace whose lines have their text"));
}

std::vector<std::string> NoTexts(const Settings&) { return {}; }

const OptionRow kRows[] = {
    {.group = kGroup,
     .names = "--input-file",
     .value = "FILE",
     .default_text = "synthetic prompts",
     .help = "Prompts, one JSON object a line: {\"text\": ...}; rankings: a directory too",
     .field = Member<&DatasetPlan::input_file>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--custom-dataset-type",
     .value = "single_turn|mooncake_trace",
     .default_text = "single_turn",
     .help = "What --input-file holds; mooncake_trace, whose lines have a text, is --fixed-schedule",
     .field = {SetDatasetType, NoTexts},
     .in_plan = false},
    {.group = kGroup,
     .names = "--num-prompts --num-dataset-entries",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 10'000'000},
     .value = "N",
     .default_text = "100, or the file's",
     .help = "Unique prompts; request i uses prompt i mod N",
     .field = Member<&DatasetPlan::num_prompts>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--synthetic-input-tokens-mean --isl --prompt-input-tokens-mean --rankings-passages-prompt-token-mean",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 10'000'000},
     .value = "N",
     .default_text = "550",
     .help = "Length of synthetic prompts in tokens",
     .field = Member<&DatasetPlan::input_tokens_mean>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--synthetic-input-tokens-stddev --isl-stddev --prompt-input-tokens-stddev "
              "--rankings-passages-prompt-token-stddev",
     .kind = ValueKind::kInteger,
     .range = kNotNegative,
     .value = "N",
     .default_text = "0",
     .help = "Its standard deviation",
     .field = Member<&DatasetPlan::input_tokens_stddev>()},
    {.group = kGroup,
     .names = "--output-tokens-mean --osl --prompt-output-tokens-mean",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 10'000'000},
     .value = "N",
     .default_text = "the model's own end",
     .help = "Most tokens that an answer may have",
     .field = Member<&DatasetPlan::output_tokens_mean>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--output-tokens-stddev --osl-stddev --prompt-output-tokens-stddev",
     .kind = ValueKind::kInteger,
     .range = kNotNegative,
     .value = "N",
     .default_text = "0",
     .help = "Its standard deviation",
     .field = Member<&DatasetPlan::output_tokens_stddev>()},
    {.group = kGroup,
     .names = "--output-tokens-mean-deterministic",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "Exactly so many: sends min_tokens and ignore_eos too",
     .field = Member<&DatasetPlan::output_tokens_deterministic>()},
    {.group = kGroup,
     .names = "--seq-dist --sequence-distribution",
     .value = "ISL,OSL:%;...",
     .help = "Several lengths of prompts and answers, each with its share: 256,128:60;512,256:40",
     .field = {SetLengthPairs, GetLengthPairs}},
    {.group = kGroup,
     .names = "--num-prefix-prompts --prefix-prompt-pool-size --prompt-prefix-pool-size",
     .kind = ValueKind::kInteger,
     .range = {.min = 0, .max = 1'000'000},
     .value = "N",
     .default_text = "0",
     .help = "Shared prefixes of synthetic prompts",
     .field = Member<&DatasetPlan::num_prefix_prompts>()},
    {.group = kGroup,
     .names = "--prefix-prompt-length --prompt-prefix-length",
     .kind = ValueKind::kInteger,
     .range = {.min = 0, .max = 10'000'000},
     .value = "N",
     .default_text = "100",
     .help = "Their length in tokens",
     .field = Member<&DatasetPlan::prefix_prompt_length>()},
    {.group = kGroup,
     .names = "--batch-size -b --batch-size-text --prompt-batch-size --rankings-passages-mean",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 1'000'000},
     .value = "N",
     .default_text = "1",
     .help = "Inputs of an embeddings or rankings request",
     .field = Member<&DatasetPlan::batch_size>()},
    {.group = kGroup,
     .names = "--unique-prompts",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "No prompt twice: a prefix cache finds nothing",
     .field = Member<&DatasetPlan::unique_prompts>()},
    {.group = kGroup,
     .names = "--tokenizer",
     .value = "NAME",
     .default_text = "the server's usage",
     .help = "Count tokens with it: tokenizer.json, its directory, or a hub name",
     .field = Member<&DatasetPlan::tokenizer>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--tokenizer-revision",
     .value = "REV",
     .default_text = "main",
     .help = "Branch, tag or commit of a hub's tokenizer",
     .field = Member<&DatasetPlan::tokenizer_revision>()},
    {.group = kGroup,
     .names = "--use-server-token-count",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "Count tokens by the server's usage only",
     .field = {SetServerTokenCount, GetServerTokenCount}},
    {.group = kGroup,
     .names = "--random-seed",
     .kind = ValueKind::kInteger,
     .range = kNotNegative,
     .value = "N",
     .default_text = "0",
     .help = "The same seed gives the same requests at the same offsets",
     .field = PlanField<&Plan::seed>()},
};

}  // namespace

absl::Span<const OptionRow> DatasetOptions() { return kRows; }

}  // namespace barrage
