#include "agent/load/run_context.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/load/run_secrets.h"
#include "common/base/status_macros.h"

namespace barrage {
namespace {

constexpr size_t kMostLanes = 1024;

// An entry "Name: value"; libcurl takes "Name;" for a header without a value.
std::string HeaderLine(const wire::Header& header) {
  return header.value().empty() ? absl::StrCat(header.name(), ";") : absl::StrCat(header.name(), ": ", header.value());
}

bool SameName(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

CurlList Headers(const wire::RunSetup& setup) {
  std::vector<wire::Header> headers;
  const auto add = [&headers](absl::string_view name, std::string value) {
    wire::Header& header = headers.emplace_back();
    header.set_name(name.data(), name.size());
    header.set_value(std::move(value));
  };
  add("Content-Type", "application/json");
  add("Accept", setup.streaming() ? "text/event-stream" : "application/json");
  if (!setup.api_key().empty()) add("Authorization", absl::StrCat("Bearer ", setup.api_key()));
  // The user's headers win over ours of the same name.
  for (const wire::Header& own : setup.headers()) {
    headers.erase(std::remove_if(headers.begin(), headers.end(),
                                 [&own](const wire::Header& h) { return SameName(h.name(), own.name()); }),
                  headers.end());
  }
  headers.insert(headers.end(), setup.headers().begin(), setup.headers().end());

  curl_slist* list = nullptr;
  for (const wire::Header& header : headers) list = curl_slist_append(list, HeaderLine(header).c_str());
  // "Name:" keeps libcurl from adding its own. No 100-continue, which waits; no encoding unless the user asked.
  list = curl_slist_append(list, "Expect:");
  const bool encoding = std::any_of(headers.begin(), headers.end(), [](const wire::Header& header) {
    return SameName(header.name(), "Accept-Encoding");
  });
  if (!encoding) list = curl_slist_append(list, "Accept-Encoding:");
  return CurlList(list, &curl_slist_free_all);
}

}  // namespace

RunContext::RunContext(std::shared_ptr<const wire::RunSetup> setup, LoopPlace place)
    : setup_(std::move(setup)),
      endpoint_(*FindEndpoint(setup_->endpoint())),
      place_(place),
      secrets_(SecretsOf(*setup_)),
      headers_(Headers(*setup_)) {}

absl::Status RunContext::Resolve() {
  std::vector<Target> targets;
  for (const std::string& url : setup_->urls()) {
    ASSIGN_OR_RETURN(Target target, ResolveTarget(url, !setup_->proxy().empty()));
    const size_t addresses = std::max<size_t>(target.connect_to.size(), 1);
    const size_t both = std::lcm(lanes_, addresses);
    lanes_ = both <= kMostLanes ? both : std::max(lanes_, addresses);
    targets.push_back(std::move(target));
  }
  targets_ = std::move(targets);
  return absl::OkStatus();
}

long RunContext::idle_reuse_s() const {
  return std::max<long>(1, static_cast<long>(setup_->idle_reuse_ns() / 1'000'000'000) - 1);
}

void RunContext::Configure(CURL* easy) const {
  const auto set = [easy](CURLoption option, const std::string& value) {
    if (!value.empty()) curl_easy_setopt(easy, option, value.c_str());
  };
  set(CURLOPT_CAINFO, setup_->ca_file());
  // One file of authorities, which a multi then reads once and keeps for all its connections; beside a folder of them
  // each connection would read and hold them all.
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  set(CURLOPT_SSLCERT, setup_->client_cert_file());
  set(CURLOPT_SSLKEY, setup_->client_key_file());
  set(CURLOPT_PROXY, setup_->proxy());
  set(CURLOPT_NOPROXY, setup_->no_proxy());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "barrage");
  if (setup_->insecure_tls()) {
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

}  // namespace barrage
