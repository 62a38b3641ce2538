#include "common/http/http_client.h"

#include <curl/curl.h>

#include <memory>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/http/curl_error.h"
#include "common/http/url_secrets.h"

namespace barrage {
namespace {

struct Exchange {
  HttpResponse response;
  size_t max_body_bytes = 0;
  std::optional<size_t> enough_bytes;
  bool too_large = false, enough = false;
};

size_t TakeBody(char* data, size_t, size_t size, void* context) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  if (exchange.response.body.size() + size > exchange.max_body_bytes) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, size);
  exchange.enough = exchange.enough_bytes && exchange.response.body.size() >= *exchange.enough_bytes;
  return exchange.enough ? 0 : size;
}

size_t TakeHeader(char* data, size_t, size_t size, void* context) {
  HttpHeaders& headers = static_cast<Exchange*>(context)->response.headers;
  const absl::string_view line = absl::StripAsciiWhitespace({data, size});
  if (absl::StartsWith(line, "HTTP/")) headers.clear();  // after 100 Continue, or a proxy's own answer
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return size;
  headers.emplace_back(absl::AsciiStrToLower(line.substr(0, colon)),
                       absl::StripAsciiWhitespace(line.substr(colon + 1)));
  return size;
}

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HandlePointer = std::unique_ptr<CURL, FreeHandle>;
using ListPointer = std::unique_ptr<curl_slist, FreeList>;

ListPointer ListOf(const HttpHeaders& headers) {
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : headers) {
    // libcurl's spelling of an empty value.
    list = curl_slist_append(list, (value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value)).c_str());
  }
  return ListPointer(list);
}

void SetTls(CURL* handle, const HttpTlsOptions& tls) {
  if (!tls.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, tls.ca_file.c_str());
  if (!tls.client_cert_file.empty()) curl_easy_setopt(handle, CURLOPT_SSLCERT, tls.client_cert_file.c_str());
  if (!tls.client_key_file.empty()) curl_easy_setopt(handle, CURLOPT_SSLKEY, tls.client_key_file.c_str());
  if (tls.insecure) {
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

absl::StatusOr<HttpResponse> Perform(const std::string& url, const absl::string_view* body,
                                     const HttpOptions& options) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const HandlePointer handle(curl_easy_init());
  if (handle == nullptr) return absl::InternalError("libcurl gave no handle");
  CURL* const curl = handle.get();
  Exchange exchange;
  exchange.max_body_bytes = options.max_body_bytes;
  exchange.enough_bytes = options.enough_bytes;
  char detail[CURL_ERROR_SIZE] = "";
  const ListPointer headers = ListOf(options.headers);

  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  if (options.proxy) curl_easy_setopt(curl, CURLOPT_PROXY, options.proxy->c_str());
  if (options.no_proxy) curl_easy_setopt(curl, CURLOPT_NOPROXY, options.no_proxy->c_str());
  SetTls(curl, options.tls);
  if (body != nullptr) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->empty() ? "" : body->data());
  }

  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK && !exchange.enough) {
    if (exchange.too_large) {
      return absl::ResourceExhaustedError(
          absl::StrCat(UrlWithoutSecrets(url), ": the answer is above ", options.max_body_bytes, " bytes"));
    }
    return CurlError(curl, code, url, detail);
  }
  long status = 0, port = 0;
  const char* address = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo(curl, CURLINFO_PRIMARY_PORT, &port);
  exchange.response.status = static_cast<int>(status);
  exchange.response.peer = absl::StrCat(address == nullptr ? "" : address, ":", port);
  return std::move(exchange.response);
}

}  // namespace

const std::string* HttpResponse::Header(absl::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (header == name) return &value;
  }
  return nullptr;
}

absl::StatusOr<HttpResponse> HttpGet(const std::string& url, const HttpOptions& options) {
  return Perform(url, nullptr, options);
}

absl::StatusOr<HttpResponse> HttpPost(const std::string& url, absl::string_view body, const HttpOptions& options) {
  return Perform(url, &body, options);
}

}  // namespace barrage
