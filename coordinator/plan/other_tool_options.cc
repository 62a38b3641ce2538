#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr absl::string_view kProcesses = "agents and their loops are set by --local-agents and --loops";
constexpr absl::string_view kBus = "there is no message bus between processes here; agents dial --listen";
constexpr absl::string_view kPower = "GPUs are read where --server-metrics-url names their exporter: HOST:9400/metrics";
constexpr absl::string_view kAlways = "it is always there: http_req_* in the report, summary.json and the records";
constexpr absl::string_view kPrefill =
    "this version limits requests in flight (--concurrency), not those before a token";
constexpr absl::string_view kWarmup =
    "the warm-up has the load of the measurement, for --warmup-request-count or -duration";
constexpr absl::string_view kVideo = "this version sends no video";
constexpr absl::string_view kTraces = "this version replays no traces";
constexpr absl::string_view kContext =
    "this version's shared text is --num-prefix-prompts of --prefix-prompt-length tokens";
constexpr absl::string_view kSampling = "request i uses prompt i mod the number of prompts";

constexpr OptionRow Row(OptionLevel level, OptionGroup group, absl::string_view names, ValueKind kind,
                        absl::string_view value, absl::string_view word, bool list = false) {
  return {.group = group,
          .names = names,
          .kind = kind,
          .list = list,
          .value = value,
          .help = word,
          .level = level,
          .word = word};
}

constexpr OptionLevel kAccepted = OptionLevel::kAccepted;
constexpr OptionLevel kLater = OptionLevel::kLater;
constexpr OptionGroup kTarget = OptionGroup::kTarget;
constexpr OptionGroup kLoad = OptionGroup::kLoad;
constexpr OptionGroup kDataset = OptionGroup::kDataset;
constexpr OptionGroup kFleet = OptionGroup::kFleet;
constexpr OptionGroup kOutput = OptionGroup::kOutput;
constexpr ValueKind kFlag = ValueKind::kFlag;
constexpr ValueKind kInteger = ValueKind::kInteger;
constexpr ValueKind kNumber = ValueKind::kNumber;
constexpr ValueKind kSeconds = ValueKind::kSeconds;
constexpr ValueKind kText = ValueKind::kText;

// Accepted where the measurement is the same without it, refused where it would be another one.
const OptionRow kRows[] = {
    Row(kAccepted, kTarget, "--transport --transport-type", kText, "NAME", "the URL's scheme says it: http or https"),
    Row(kAccepted, kFleet, "--workers-max --max-workers", kInteger, "N", kProcesses),
    Row(kAccepted, kFleet, "--record-processor-service-count --record-processors", kInteger, "N", kProcesses),
    Row(kAccepted, kFleet, "--zmq-host", kText, "HOST", kBus),
    Row(kAccepted, kFleet, "--zmq-ipc-path", kText, "DIR", kBus),
    Row(kAccepted, kOutput, "--log-level", kText, "WORD", "-v says more, --progress none says less"),
    Row(kAccepted, kOutput, "--extra-verbose", kFlag, "", "-v says all there is to say"),
    Row(kAccepted, kOutput, "--gpu-telemetry", kText, "WORD", kPower, true),
    Row(kAccepted, kOutput, "--no-gpu-telemetry", kFlag, "", kPower),
    Row(kAccepted, kOutput, "--export-http-trace", kFlag, "", kAlways),
    Row(kAccepted, kOutput, "--show-trace-timing", kFlag, "", kAlways),
    Row(kAccepted, kOutput, "--server-metrics-formats", kText, "WORD", "a scrape stands in summary.json", true),
    Row(kAccepted, kTarget, "--grpc-method", kText, "NAME", "it is for a protocol that is not spoken here"),
    Row(kLater, kTarget, "--download-video-content", kFlag, "", kVideo),
    Row(kLater, kLoad, "--prefill-concurrency", kInteger, "N", kPrefill),
    Row(kLater, kLoad, "--prefill-concurrency-ramp-duration", kSeconds, "S", kPrefill),
    Row(kLater, kLoad, "--warmup-concurrency", kInteger, "N", kWarmup),
    Row(kLater, kLoad, "--warmup-prefill-concurrency", kInteger, "N", kWarmup),
    Row(kLater, kLoad, "--warmup-request-rate", kNumber, "R", kWarmup),
    Row(kLater, kLoad, "--warmup-arrival-pattern", kText, "WORD", kWarmup),
    Row(kLater, kLoad, "--warmup-grace-period", kSeconds, "S", kWarmup),
    Row(kLater, kLoad, "--warmup-concurrency-ramp-duration", kSeconds, "S", kWarmup),
    Row(kLater, kLoad, "--warmup-prefill-concurrency-ramp-duration", kSeconds, "S", kWarmup),
    Row(kLater, kLoad, "--warmup-request-rate-ramp-duration", kSeconds, "S", kWarmup),
    Row(kLater, kLoad, "--num-warmup-sessions", kInteger, "N", "this version asks single questions, not conversations"),
    Row(kLater, kDataset, "--public-dataset", kText, "NAME",
        "this version fetches no data set; --input-file takes one as JSON lines"),
    Row(kLater, kDataset, "--dataset-sampling-strategy", kText, "WORD", kSampling),
    Row(kLater, kDataset, "--shared-system-prompt-length", kInteger, "N", kContext),
    Row(kLater, kDataset, "--user-context-prompt-length", kInteger, "N", kContext),
    Row(kLater, kDataset, "--isl-block-size --synthetic-input-tokens-block-size --prompt-input-tokens-block-size",
        kInteger, "N", kTraces),
    Row(kLater, kDataset, "--synthesis-prefix-len-multiplier", kNumber, "X", kTraces),
    Row(kLater, kDataset, "--synthesis-prefix-root-multiplier", kInteger, "N", kTraces),
    Row(kLater, kDataset, "--synthesis-prompt-len-multiplier", kNumber, "X", kTraces),
    Row(kLater, kDataset, "--synthesis-max-isl", kInteger, "N", kTraces),
    Row(kLater, kDataset, "--synthesis-max-osl", kInteger, "N", kTraces),
    Row(kLater, kDataset, "--video-batch-size --batch-size-video", kInteger, "N", kVideo),
    Row(kLater, kDataset, "--video-duration", kSeconds, "S", kVideo),
    Row(kLater, kDataset, "--video-fps", kInteger, "N", kVideo),
    Row(kLater, kDataset, "--video-width", kInteger, "N", kVideo),
    Row(kLater, kDataset, "--video-height", kInteger, "N", kVideo),
    Row(kLater, kDataset, "--video-synth-type", kText, "WORD", kVideo),
    Row(kLater, kDataset, "--video-format", kText, "WORD", kVideo),
    Row(kLater, kDataset, "--video-codec", kText, "NAME", kVideo),
};

}  // namespace

absl::Span<const OptionRow> OtherToolOptions() { return kRows; }

}  // namespace barrage
