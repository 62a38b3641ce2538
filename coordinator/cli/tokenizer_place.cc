#include "coordinator/cli/tokenizer_place.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

namespace fs = std::filesystem;

constexpr char kFile[] = "tokenizer.json";

std::string Variable(const char* name, Environment environment) {
  const char* const text = environment(name);
  return text == nullptr ? "" : text;
}

fs::path CacheFolder(Environment environment) {
  if (const std::string hub = Variable("HF_HUB_CACHE", environment); !hub.empty()) return hub;
  if (const std::string home = Variable("HF_HOME", environment); !home.empty()) return fs::path(home) / "hub";
  const std::string caches = Variable("XDG_CACHE_HOME", environment);
  const fs::path base = caches.empty() ? fs::path(Variable("HOME", environment)) / ".cache" : fs::path(caches);
  return base / "huggingface" / "hub";
}

// What another form of a tokenizer is called, by its file's name; empty: none that is known.
absl::string_view OtherForm(absl::string_view file) {
  if (absl::EndsWith(file, ".tiktoken")) return "tiktoken";
  if (absl::EndsWith(file, ".model")) return "SentencePiece or tiktoken";
  if (file == "vocab.json" || file == "merges.txt" || file == "vocab.txt") return "a bare vocabulary";
  return "";
}

std::string HowToConvert(absl::string_view model) {
  return absl::StrCat(
      ": Barrage reads ", kFile, " only. Make one where Python has transformers (and sentencepiece or tiktoken): ",
      "python3 -c \"from transformers import AutoTokenizer; AutoTokenizer.from_pretrained('", model,
      "').save_pretrained('OUT')\", then --tokenizer OUT; or leave --tokenizer out and count by the server's usage");
}

absl::StatusOr<std::string> InFolder(const std::string& name, const fs::path& folder) {
  std::error_code error;
  if (fs::is_regular_file(folder / kFile, error)) return (folder / kFile).string();
  std::vector<std::string> others;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string file = entry.path().filename();
    if (!OtherForm(file).empty()) others.push_back(file);
  }
  if (others.empty()) return absl::InvalidArgumentError(absl::StrCat("there is no ", kFile, " in ", folder.string()));
  const std::string other = *std::min_element(others.begin(), others.end());
  return absl::InvalidArgumentError(absl::StrCat("there is no ", kFile, " in ", folder.string(), ", but ", other, " (",
                                                 OtherForm(other), ")", HowToConvert(name)));
}

// "name" or "organisation/name", as the hub has them.
bool IsHubName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() > 2 || absl::EndsWith(name, ".json") || !OtherForm(parts.back()).empty()) return false;
  return std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return !part.empty() && absl::ascii_isalnum(static_cast<unsigned char>(part[0])) &&
           std::all_of(part.begin(), part.end(), [](char c) {
             return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
           });
  });
}

// The folder of the snapshot that `revision` means; empty: the cache has none.
fs::path Snapshot(const fs::path& model, const std::string& revision) {
  std::error_code error;
  std::string commit = revision;
  if (std::ifstream ref(model / "refs" / revision); ref.is_open()) {
    std::getline(ref, commit);
    commit = std::string(absl::StripAsciiWhitespace(commit));
  }
  const fs::path snapshot = model / "snapshots" / commit;
  return !commit.empty() && fs::is_directory(snapshot, error) ? snapshot : fs::path();
}

}  // namespace

absl::StatusOr<std::optional<std::string>> FindTokenizer(const std::string& name, const std::string& revision,
                                                         Environment environment) {
  std::error_code error;
  if (fs::is_directory(name, error)) return InFolder(name, name);
  if (fs::exists(name, error)) {
    const absl::string_view other = OtherForm(fs::path(name).filename().string());
    if (other.empty()) return name;
    return absl::InvalidArgumentError(
        absl::StrCat("this is ", other, HowToConvert(fs::absolute(name, error).parent_path().string())));
  }
  if (!IsHubName(name)) return absl::InvalidArgumentError("there is no such file or directory");
  const std::string folder = absl::StrCat("models--", absl::StrReplaceAll(name, {{"/", "--"}}));
  const fs::path snapshot = Snapshot(CacheFolder(environment) / folder, revision);
  if (snapshot.empty()) return std::nullopt;
  return InFolder(name, snapshot);
}

}  // namespace barrage
