#ifndef COORDINATOR_PLAN_SETTINGS_H_
#define COORDINATOR_PLAN_SETTINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "coordinator/plan/plan.h"

namespace barrage {

enum class SweepType { kConcurrency, kRequestRate, kInputSequenceLength, kBatchSize, kNumDatasetEntries };
enum class ExportFormat { kJsonl, kCsv, kParquet };

enum class ProgressStyle { kAuto, kDashboard, kSimple, kJson, kNone };

// What one command line asks for beside its plan. Flags and environment only: it never stands in a plan file.
struct Invocation {
  std::optional<std::string> plan_file;
  std::optional<std::string> write_plan;     // "-": stdout
  std::optional<std::string> api_key;        // a secret: never written anywhere
  std::optional<std::string> window;         // of `report`: "whole", "steady" or "FROM:TO" in seconds
  std::optional<std::string> selftest;       // path of what `selftest` wrote, to stand beside the run
  std::optional<std::string> artifact_name;  // of the run's directory; absent: by model, endpoint and load
  SweepType sweep_type = SweepType::kConcurrency;
  std::optional<std::string> sweep_range, sweep_list;  // sweep.h
  int64_t profile_runs = 1;
  double confidence_level = 0.95;
  absl::Duration cooldown = absl::ZeroDuration();     // between the runs of a series
  bool warm_up_once = true;                           // of several profile runs only the first
  std::optional<std::string> junit;                   // path of the JUnit file to write
  std::vector<ChangeRule> fail_if;                    // of `compare`
  ExportFormat export_format = ExportFormat::kJsonl;  // of `export`
  std::string export_output = "-";                    // of `export`: a path, or stdout
  ProgressStyle progress = ProgressStyle::kAuto;
  std::optional<std::string> http;                // HOST:PORT
  std::optional<std::string> dashboard;           // HOST:PORT
  std::optional<std::string> results_token_file;  // a secret's path
  absl::Duration linger = absl::ZeroDuration();   // served so long after the run
  bool result_line = false;
  bool verbose = false;
  bool help = false, help_all = false, version = false;
};

// Everything that options say.
struct Settings {
  Plan plan;
  Invocation invocation;
};

}  // namespace barrage

#endif  // COORDINATOR_PLAN_SETTINGS_H_
