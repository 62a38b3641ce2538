#include "coordinator/metrics/gpu_figures.h"

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr double kMiBInGb = 1024 * 1024 / 1e9;
constexpr double kBytesInGb = 1 / 1e9;
constexpr double kMillijoulesInMj = 1e-9;
constexpr double kJoulesInMj = 1e-6;
constexpr double kRatioInPercent = 100;
constexpr double kBytesInKb = 1e-3;
constexpr double kLeastBlank = 140737488355328.0;  // 2^47

const GpuFigureRow kRows[] = {
    {"gpu_power_usage", "W", false, {{"DCGM_FI_DEV_POWER_USAGE", 1}, {"nv_gpu_power_usage", 1}}},
    {"gpu_power_limit", "W", true, {{"DCGM_FI_DEV_POWER_MGMT_LIMIT", 1}, {"nv_gpu_power_limit", 1}}},
    {"energy_consumption",
     "MJ",
     false,
     {{"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", kMillijoulesInMj}, {"nv_energy_consumption", kJoulesInMj}}},
    {"total_gpu_memory", "GB", true, {{"DCGM_FI_DEV_FB_TOTAL", kMiBInGb}, {"nv_gpu_memory_total_bytes", kBytesInGb}}},
    {"gpu_memory_used", "GB", false, {{"DCGM_FI_DEV_FB_USED", kMiBInGb}, {"nv_gpu_memory_used_bytes", kBytesInGb}}},
    {"gpu_memory_free", "GB", false, {{"DCGM_FI_DEV_FB_FREE", kMiBInGb}}},
    {"gpu_utilization", "%", false, {{"DCGM_FI_DEV_GPU_UTIL", 1}, {"nv_gpu_utilization", kRatioInPercent}}},
    {"sm_utilization", "%", false, {{"DCGM_FI_PROF_SM_ACTIVE", kRatioInPercent}}},
    {"memory_copy_utilization", "%", false, {{"DCGM_FI_DEV_MEM_COPY_UTIL", 1}}},
    {"video_encoder_utilization", "%", false, {{"DCGM_FI_DEV_ENC_UTIL", 1}}},
    {"video_decoder_utilization", "%", false, {{"DCGM_FI_DEV_DEC_UTIL", 1}}},
    {"gpu_clock_sm", "MHz", false, {{"DCGM_FI_DEV_SM_CLOCK", 1}}},
    {"gpu_clock_memory", "MHz", false, {{"DCGM_FI_DEV_MEM_CLOCK", 1}}},
    {"gpu_temperature", "C", false, {{"DCGM_FI_DEV_GPU_TEMP", 1}}},
    {"gpu_memory_temperature", "C", false, {{"DCGM_FI_DEV_MEMORY_TEMP", 1}}},
    {"total_ecc_sbe_volatile", "errors", false, {{"DCGM_FI_DEV_ECC_SBE_VOL_TOTAL", 1}}},
    {"total_ecc_dbe_volatile", "errors", false, {{"DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", 1}}},
    {"total_ecc_sbe_aggregate", "errors", false, {{"DCGM_FI_DEV_ECC_SBE_AGG_TOTAL", 1}}},
    {"total_ecc_dbe_aggregate", "errors", false, {{"DCGM_FI_DEV_ECC_DBE_AGG_TOTAL", 1}}},
    {"xid_last_error", "errors", false, {{"DCGM_FI_DEV_XID_ERRORS", 1}}},
    {"power_throttle_duration", "us", false, {{"DCGM_FI_DEV_POWER_VIOLATION", 1}}},
    {"thermal_throttle_duration", "us", false, {{"DCGM_FI_DEV_THERMAL_VIOLATION", 1}}},
    {"retired_pages_sbe", "pages", false, {{"DCGM_FI_DEV_RETIRED_SBE", 1}}},
    {"retired_pages_dbe", "pages", false, {{"DCGM_FI_DEV_RETIRED_DBE", 1}}},
    {"total_nvlink_crc_flit_errors", "errors", false, {{"DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL", 1}}},
    {"total_nvlink_crc_data_errors", "errors", false, {{"DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL", 1}}},
    {"pcie_transmit_throughput", "KB/s", false, {{"DCGM_FI_PROF_PCIE_TX_BYTES", kBytesInKb}}},
    {"pcie_receive_throughput", "KB/s", false, {{"DCGM_FI_PROF_PCIE_RX_BYTES", kBytesInKb}}},
    {"pcie_replay_counter", "retries", false, {{"DCGM_FI_DEV_PCIE_REPLAY_COUNTER", 1}}},
};

// The value of the label `name`, as it stands between its quotes.
std::optional<std::string> LabelOf(absl::string_view series, absl::string_view name) {
  const std::string begin = absl::StrCat(name, "=\"");
  size_t at = series.find(begin);
  // "gpu" is the end of no longer name.
  while (at != absl::string_view::npos &&
         (at == 0 || (series[at - 1] != '{' && series[at - 1] != ',' && series[at - 1] != ' '))) {
    at = series.find(begin, at + 1);
  }
  if (at == absl::string_view::npos) return std::nullopt;
  const absl::string_view rest = series.substr(at + begin.size());
  return std::string(rest.substr(0, rest.find('"')));
}

}  // namespace

absl::Span<const GpuFigureRow> GpuFigureRows() { return kRows; }

std::optional<double> ScaleOf(const GpuFigureRow& row, absl::string_view series) {
  const absl::string_view base = series.substr(0, series.find('{'));
  for (const GpuFigureRow::Source& source : row.sources) {
    if (base == source.name) return source.scale;
  }
  return std::nullopt;
}

std::optional<std::string> GpuOf(absl::string_view series) {
  const std::optional<std::string> number = LabelOf(series, "gpu");
  if (!number) return LabelOf(series, "gpu_uuid");
  const std::string part = LabelOf(series, "GPU_I_ID").value_or("");
  return part.empty() ? *number : absl::StrCat(*number, ":", part);
}

bool IsGpuReading(double value) { return value < kLeastBlank; }

}  // namespace barrage
