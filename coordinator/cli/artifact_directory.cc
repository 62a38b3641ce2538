#include "coordinator/cli/artifact_directory.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/openai/endpoint.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

constexpr size_t kMaxModelBytes = 150;
constexpr int kMaxRuns = 100'000;

std::string FileNameOf(absl::string_view model) {
  std::string name(model.substr(0, kMaxModelBytes));
  for (char& c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.') c = '_';
  }
  if (name.empty() || name[0] == '.') name.insert(0, "model");
  return name;
}

std::string LoadName(const LoadPlan& load) {
  if (load.request_rate) return absl::StrCat("request_rate", WriteNumber(*load.request_rate));
  if (!load.stages.empty()) return "stages";
  if (load.fixed_schedule) return "fixed_schedule";
  if (load.user_rate) return absl::StrCat("user_centric_rate", WriteNumber(*load.user_rate));
  return absl::StrCat("concurrency", load.concurrency.value_or(1));
}

}  // namespace

std::string ArtifactName(const Plan& plan, const std::string& model) {
  const EndpointRow* const endpoint = FindEndpoint(plan.target.endpoint_type);
  const absl::string_view metric_name = endpoint != nullptr ? endpoint->metric_name : "openai";
  return absl::StrCat(FileNameOf(model), "-", metric_name, "-", LoadName(plan.load));
}

std::string UnusedArtifactName(const std::string& parent, const std::string& name, absl::string_view inner) {
  std::string unused = name;
  std::error_code error;
  for (int run = 2; run <= kMaxRuns; ++run) {
    if (!std::filesystem::exists(absl::StrCat(parent, "/", unused, "/", inner), error)) break;
    unused = absl::StrCat(name, ".", run);
  }
  return unused;
}

absl::StatusOr<ArtifactDirectory> MakeArtifactDirectory(const std::string& parent, const std::string& name) {
  const std::string first = absl::StrCat(parent, "/", name);
  for (int run = 1; run <= kMaxRuns; ++run) {
    const std::string path = run == 1 ? first : absl::StrCat(first, ".", run);
    const std::string records = absl::StrCat(path, "/records");
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return absl::UnavailableError(absl::StrCat("cannot create ", path, ": ", error.message()));
    // mkdir decides between two runs that start together.
    if (mkdir(records.c_str(), 0777) == 0) return ArtifactDirectory{path, run > 1};
    if (errno != EEXIST) {
      return absl::UnavailableError(absl::StrCat("cannot create ", records, ": ", std::strerror(errno)));
    }
  }
  return absl::UnavailableError(absl::StrCat(first, " and its successors all hold runs; --artifact-dir names another"));
}

}  // namespace barrage
