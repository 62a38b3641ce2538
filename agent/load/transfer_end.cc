#include "agent/load/transfer_end.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/load/error_text.h"

namespace barrage {
namespace {

bool BetweenChunks(const AnswerBytes& bytes) {
  if (bytes.encoded) return !bytes.mid_event;
  const absl::string_view wire(bytes.wire_tail.data(), bytes.wire_tail.size());
  const absl::string_view body(bytes.body_tail.data(), bytes.body_tail.size());
  if (body[3] == 0) return absl::EndsWith(wire, "\r\n\r\n");  // nothing after the headers
  // A body of under four bytes has zeros in front.
  const size_t zeros = body.find_last_of('\0') + 1;
  return absl::EndsWith(wire, absl::StrCat(body.substr(zeros), "\r\n"));
}

// The time at which `what` was done, or nullopt.
std::optional<int64_t> TimeOf(CURL* easy, CURLINFO what, int64_t from_ns) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, what, &microseconds);
  if (microseconds <= 0) return std::nullopt;
  return from_ns + int64_t{microseconds} * 1000;
}

}  // namespace

bool IsTlsFault(CURLcode code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return true;
    default:
      return false;
  }
}

void KeepTail(std::array<char, 4>& tail, absl::string_view bytes) {
  const size_t size = std::min(bytes.size(), tail.size());
  std::memmove(tail.data(), tail.data() + size, tail.size() - size);
  std::memcpy(tail.data() + tail.size() - size, bytes.data() + bytes.size() - size, size);
}

TransferEnd EndOfTransfer(CURL* easy, CURLcode code, const AnswerBytes& bytes) {
  switch (code) {
    case CURLE_OK:
      return bytes.head_done ? TransferEnd::kComplete : TransferEnd::kBroken;
    case CURLE_PARTIAL_FILE: {
      curl_off_t promised = -1;
      curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &promised);
      return promised < 0 && BetweenChunks(bytes) ? TransferEnd::kClosedBetweenChunks : TransferEnd::kBroken;
    }
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:
      return TransferEnd::kGarbled;
    default:
      return TransferEnd::kBroken;
  }
}

void FillConnection(CURL* easy, RequestRecord& record) {
  long status = 0, connects = 0, port = 0;
  const char* ip = nullptr;
  curl_off_t uploaded = 0, retry_after_s = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connects);
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &port);
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after_s);
  if (status > 0) record.http_status = static_cast<int32_t>(status);
  if (retry_after_s > 0) record.retry_after_s = retry_after_s;
  record.bytes_sent = static_cast<uint64_t>(uploaded);
  if (ip != nullptr && *ip != 0) {
    record.peer = absl::StrContains(ip, ':') ? absl::StrCat("[", ip, "]:", port) : absl::StrCat(ip, ":", port);
  }
  record.connection_reused = connects == 0 && record.peer;
  if (connects == 0) return;
  record.dns_done_ns = TimeOf(easy, CURLINFO_NAMELOOKUP_TIME_T, *record.dispatched_ns);
  record.connect_done_ns = TimeOf(easy, CURLINFO_CONNECT_TIME_T, *record.dispatched_ns);
  record.tls_done_ns = TimeOf(easy, CURLINFO_APPCONNECT_TIME_T, *record.dispatched_ns);
}

std::string FaultText(CURLcode code, const char* curl_error, CURL* easy) {
  if (IsTlsFault(code) && *curl_error != 0) return curl_error;
  long fault = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &fault);
  const char* const what = curl_easy_strerror(code);
  return fault == 0 ? std::string(what) : absl::StrCat(what, ": ", strerrordesc_np(static_cast<int>(fault)));
}

void FillError(CURLcode code, const char* curl_error, CURL* easy, absl::string_view refusal, const Secrets& secrets,
               RequestRecord& record) {
  if (record.outcome == Outcome::kOk) {
    record.error.reset();
    return;
  }
  if (!record.error && !refusal.empty()) record.error = std::string(refusal);
  if (!record.error && code != CURLE_OK) record.error = FaultText(code, curl_error, easy);
  if (record.error) record.error = ErrorText(*record.error, secrets);
}

}  // namespace barrage
