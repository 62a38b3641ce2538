#include "coordinator/target/proxy.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "coordinator/plan/target_url.h"

namespace barrage {
namespace {

std::string Read(const std::string& name, Environment environment) {
  const char* const text = environment(name.c_str());
  return text == nullptr ? "" : text;
}

bool IsExempt(absl::string_view host, absl::string_view list) {
  for (absl::string_view entry : absl::StrSplit(list, absl::ByAnyChar(", "), absl::SkipEmpty())) {
    if (entry == "*") return true;
    absl::ConsumePrefix(&entry, ".");
    if (absl::EqualsIgnoreCase(host, entry) || absl::EndsWithIgnoreCase(host, absl::StrCat(".", entry))) return true;
  }
  return false;
}

}  // namespace

ProxyChoice ChooseProxy(absl::string_view url, bool ignore, Environment environment) {
  ProxyChoice choice;
  if (ignore) return choice;
  for (const char* const name : {"no_proxy", "NO_PROXY"}) {
    if (choice.no_proxy.empty()) choice.no_proxy = Read(name, environment);
  }
  if (IsExempt(UrlHost(url), choice.no_proxy)) return choice;
  const std::string scheme = absl::StartsWith(url, "https") ? "https_proxy" : "http_proxy";
  for (const std::string& lower : {scheme, std::string("all_proxy")}) {
    for (const std::string& name : {lower, absl::AsciiStrToUpper(lower)}) {
      choice.proxy = Read(name, environment);
      choice.from = name;
      if (!choice.proxy.empty()) return choice;
    }
  }
  choice.from.clear();
  return choice;
}

}  // namespace barrage
