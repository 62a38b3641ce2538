#include "coordinator/cli/tokenizer_hub.h"

#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "common/http/http_client.h"

namespace barrage {
namespace {

constexpr char kHub[] = "https://huggingface.co";
constexpr int kMostRedirects = 5;

std::string Variable(const char* name, Environment environment) {
  const char* const text = environment(name);
  return text == nullptr ? "" : text;
}

bool IsOn(const std::string& value) {
  return value == "1" || absl::EqualsIgnoreCase(value, "true") || absl::EqualsIgnoreCase(value, "yes") ||
         absl::EqualsIgnoreCase(value, "on");
}

// A branch may hold a slash, which is not one of the path.
std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.') {
      escaped.push_back(c);
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

// "https://host:port".
absl::string_view Origin(absl::string_view url) {
  const size_t host = url.find("://");
  return host == absl::string_view::npos ? url : url.substr(0, url.find('/', host + 3));
}

absl::Status Refused(const std::string& url, int status, const std::string& name, const std::string& revision) {
  if (status == 404) {
    return absl::InvalidArgumentError(absl::StrCat(
        url, " does not exist (404): the hub has no tokenizer.json for ", name, " at ", revision,
        ". A model that has only tokenizer.model (SentencePiece) or *.tiktoken needs one made by Python's ",
        "transformers: AutoTokenizer.from_pretrained('", name, "').save_pretrained('OUT'), then ",
        "--tokenizer OUT; or leave --tokenizer out and count by the server's usage"));
  }
  if (status == 401 || status == 403) {
    return absl::InvalidArgumentError(
        absl::StrCat(url, " is refused (", status, "): there is no such model, or it asks for a token in HF_TOKEN"));
  }
  // 407, 429, 5xx: not the hub's word on the model.
  if (status == 407 || status == 429 || status >= 500) {
    return absl::UnavailableError(absl::StrCat(url, " answers ", status));
  }
  return absl::InvalidArgumentError(absl::StrCat(url, " answers ", status));
}

}  // namespace

absl::StatusOr<HubFile> FetchTokenizer(const std::string& name, const std::string& revision, Environment environment) {
  for (const char* const variable : {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}) {
    if (IsOn(Variable(variable, environment))) {
      return absl::UnavailableError(absl::StrCat(variable, " forbids to ask the hub"));
    }
  }
  std::string hub = Variable("HF_ENDPOINT", environment);
  if (hub.empty()) hub = kHub;
  const std::string asked =
      absl::StrCat(absl::StripSuffix(hub, "/"), "/", name, "/resolve/", Escaped(revision), "/tokenizer.json");
  const std::string token = Variable("HF_TOKEN", environment);
  std::string url = asked;
  for (int redirects = 0; redirects <= kMostRedirects; ++redirects) {
    HttpOptions options;
    options.connect_timeout = std::chrono::seconds(5);
    options.total_timeout = std::chrono::seconds(60);
    if (!token.empty() && Origin(url) == Origin(asked)) {
      options.headers.emplace_back("Authorization", absl::StrCat("Bearer ", token));
    }
    absl::StatusOr<HttpResponse> answer = HttpGet(url, options);
    if (!answer.ok()) return absl::UnavailableError(answer.status().message());
    if (answer->status == 200) return HubFile{std::move(answer->body), asked};
    const std::string* const location = answer->Header("location");
    if (answer->status / 100 != 3 || location == nullptr) return Refused(asked, answer->status, name, revision);
    url = absl::StartsWith(*location, "/") ? absl::StrCat(Origin(url), *location) : *location;
  }
  return absl::InvalidArgumentError(absl::StrCat(asked, " is redirected more than ", kMostRedirects, " times"));
}

}  // namespace barrage
