#include "common/http/curl_error.h"

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/http/url_secrets.h"

namespace barrage {
namespace {

// From openssl/x509_vfy.h (stable numbers), for the three faults that people meet.
constexpr long kUnknownIssuer = 20, kSelfSigned = 18, kSelfSignedInChain = 19, kUnverifiedLeaf = 21;
constexpr long kNotYetValid = 9, kExpired = 10, kHostMismatch = 62, kAddressMismatch = 64;

std::string TlsFault(CURL* handle, CURLcode code, absl::string_view detail) {
  long verified = 0;
  curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &verified);
  switch (verified) {
    case kExpired:
      return "the server's certificate has expired";
    case kNotYetValid:
      return "the server's certificate is not valid yet";
    case kSelfSigned:
    case kSelfSignedInChain:
      return "the server's certificate is self-signed, by an authority that is not trusted";
    case kUnknownIssuer:
    case kUnverifiedLeaf:
      return "the server's certificate is by an unknown authority";
    case kHostMismatch:
    case kAddressMismatch:
      return "the server's certificate is for another host";
    default:
      break;
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION && absl::StrContains(detail, "no alternative certificate subject name")) {
    return absl::StrCat("the server's certificate is for another host (", detail, ")");
  }
  return absl::StrCat("TLS failed: ", detail);
}

}  // namespace

absl::Status CurlError(CURL* handle, CURLcode code, absl::string_view url, absl::string_view detail) {
  const std::string where = UrlWithoutSecrets(url);
  if (detail.empty()) detail = curl_easy_strerror(code);
  const std::string what = absl::StrCat(where, ": ", detail);
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
      if (absl::StrContains(detail, "HTTP/0.9")) {
        return absl::InternalError(absl::StrCat(where, ": what answers there does not speak HTTP"));
      }
      [[fallthrough]];
    case CURLE_URL_MALFORMAT:
      return absl::InvalidArgumentError(absl::StrCat(where, ": not an http:// or https:// URL: ", detail));
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return absl::InvalidArgumentError(what);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return absl::NotFoundError(what);
    case CURLE_COULDNT_CONNECT: {
      long error = 0;
      curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &error);
      if (error == 0) return absl::UnavailableError(what);
      return absl::UnavailableError(
          absl::StrCat(where, ": cannot connect: ", error == ECONNREFUSED ? "refused" : std::strerror(error)));
    }
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return absl::UnavailableError(what);
    case CURLE_OPERATION_TIMEDOUT:
      return absl::DeadlineExceededError(what);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return absl::FailedPreconditionError(absl::StrCat(where, ": ", TlsFault(handle, code, detail)));
    default:
      return absl::InternalError(what);
  }
}

}  // namespace barrage
