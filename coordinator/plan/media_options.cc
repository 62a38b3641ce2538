#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr OptionGroup kGroup = OptionGroup::kDataset;
template <auto member>
constexpr OptionField Member() {
  return PlanField<&Plan::dataset, &DatasetPlan::media, member>();
}

template <auto member>
OptionField NumberListField() {
  return {.set = [](absl::Span<const std::string> texts, Settings& settings) -> absl::Status {
            auto& numbers = settings.plan.dataset.media.*member;
            numbers.clear();
            for (const std::string& text : texts) {
              ASSIGN_OR_RETURN(const double number, ReadNumber(text));
              numbers.push_back(static_cast<typename std::decay_t<decltype(numbers)>::value_type>(number));
            }
            return absl::OkStatus();
          },
          .get =
              [](const Settings& settings) {
                std::vector<std::string> texts;
                for (const auto number : settings.plan.dataset.media.*member) {
                  texts.push_back(WriteNumber(static_cast<double>(number)));
                }
                return texts;
              }};
}

constexpr OptionRow Count(absl::string_view names, double most, absl::string_view default_text, absl::string_view help,
                          OptionField field) {
  return {.group = kGroup,
          .names = names,
          .kind = ValueKind::kInteger,
          .range = {.min = 0, .max = most},
          .value = "N",
          .default_text = default_text,
          .help = help,
          .field = field};
}

constexpr double kMostSide = 20'000, kMostMedia = 1000;

const OptionRow kRows[] = {
    Count("--batch-size-image --image-batch-size", kMostMedia, "1", "Synthetic images in a request",
          Member<&MediaPlan::images>()),
    Count("--image-width-mean", kMostSide, "0: no images", "Width of synthetic images in pixels",
          Member<&MediaPlan::image_width_mean>()),
    Count("--image-width-stddev", kMostSide, "0", "Its standard deviation", Member<&MediaPlan::image_width_stddev>()),
    Count("--image-height-mean", kMostSide, "0: no images", "Height of synthetic images in pixels",
          Member<&MediaPlan::image_height_mean>()),
    Count("--image-height-stddev", kMostSide, "0", "Its standard deviation", Member<&MediaPlan::image_height_stddev>()),
    {.group = kGroup,
     .names = "--image-format",
     .kind = ValueKind::kChoice,
     .value = kWords<ImageFormat>,
     .default_text = "png",
     .help = "Format of synthetic images; random takes either",
     .field = Member<&MediaPlan::image_format>()},
    Count("--batch-size-audio --audio-batch-size", kMostMedia, "1", "Synthetic audio clips in a request",
          Member<&MediaPlan::audios>()),
    {.group = kGroup,
     .names = "--audio-length-mean",
     .kind = ValueKind::kNumber,
     .range = {.min = 0, .max = 3600},
     .value = "S",
     .default_text = "0: no audio",
     .help = "Length of synthetic audio in seconds",
     .field = Member<&MediaPlan::audio_length_mean_s>()},
    {.group = kGroup,
     .names = "--audio-length-stddev",
     .kind = ValueKind::kNumber,
     .range = {.min = 0, .max = 3600},
     .value = "S",
     .default_text = "0",
     .help = "Its standard deviation",
     .field = Member<&MediaPlan::audio_length_stddev_s>()},
    {.group = kGroup,
     .names = "--audio-format",
     .kind = ValueKind::kChoice,
     .value = kWords<AudioFormat>,
     .default_text = "wav",
     .help = "Format of synthetic audio; mp3 only from files",
     .field = Member<&MediaPlan::audio_format>()},
    {.group = kGroup,
     .names = "--audio-sample-rates",
     .kind = ValueKind::kNumber,
     .list = true,
     .range = {.min = 1, .max = 384},
     .value = "KHZ",
     .default_text = "16",
     .help = "Samples a millisecond; each clip draws one",
     .field = NumberListField<&MediaPlan::audio_sample_rates_khz>()},
    {.group = kGroup,
     .names = "--audio-depths",
     .kind = ValueKind::kInteger,
     .list = true,
     .range = {.min = 8, .max = 32},
     .value = "BITS",
     .default_text = "16",
     .help = "Bits of a sample: 8, 16, 24, 32; each clip draws one",
     .field = NumberListField<&MediaPlan::audio_depths>()},
    {.group = kGroup,
     .names = "--audio-num-channels",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 2},
     .value = "N",
     .default_text = "1",
     .help = "Channels of synthetic audio",
     .field = Member<&MediaPlan::audio_channels>()},
};

}  // namespace

absl::Span<const OptionRow> MediaOptions() { return kRows; }

}  // namespace barrage
