#include "coordinator/cli/hidden_arguments.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/http/secrets.h"

namespace barrage {
namespace {

// `part` lies in a writable argument.
void Cover(absl::string_view part) { std::memset(const_cast<char*>(part.data()), 'x', part.size()); }

// "Name: value", also among the members of a JSON object: the value.
void CoverHeader(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) return;
  if (absl::StrContains(text, "{") || IsSecretHeader(text.substr(0, colon))) Cover(text.substr(colon + 1));
}

void CoverUser(absl::string_view text) {
  const size_t scheme = text.find("://");
  const size_t begin = scheme == absl::string_view::npos ? 0 : scheme + 3;
  const absl::string_view authority = text.substr(begin, text.find_first_of("/?#", begin) - begin);
  if (const size_t at = authority.rfind('@'); at != absl::string_view::npos) Cover(authority.substr(0, at));
}

struct Flag {
  absl::string_view name;
  void (*cover)(absl::string_view);
};
constexpr Flag kFlags[] = {
    {"--api-key", &Cover},
    {"--header", &CoverHeader},
    {"-H", &CoverHeader},
};

}  // namespace

void HideSecrets(absl::Span<char* const> arguments) {
  void (*cover)(absl::string_view) = nullptr;  // of the words that follow a flag
  for (char* const argument : arguments) {
    const absl::string_view word = argument;
    CoverUser(word);
    if (!absl::StartsWith(word, "-")) {
      if (cover != nullptr) cover(word);
      continue;
    }
    cover = nullptr;
    for (const Flag& flag : kFlags) {
      if (word == flag.name) {
        cover = flag.cover;
      } else if (absl::StartsWith(word, flag.name) && word.size() > flag.name.size()) {
        const bool is_long = absl::StartsWith(flag.name, "--");
        if (is_long && word[flag.name.size()] != '=') continue;
        flag.cover(word.substr(flag.name.size() + (is_long ? 1 : 0)));
      }
    }
  }
}

}  // namespace barrage
