#ifndef AGENT_LOAD_TRANSFER_END_H_
#define AGENT_LOAD_TRANSFER_END_H_

#include <curl/curl.h>

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/load/outcome_decision.h"
#include "agent/loop/socket_use.h"
#include "common/http/secrets.h"
#include "common/record/request_record.h"

namespace barrage {

// What the bytes of an answer show of how it ended.
struct AnswerBytes {
  bool head_done = false;  // the headers are whole
  bool encoded = false;    // body bytes differ from those on the wire (TLS, gzip)
  bool mid_event = false;  // the body stops inside an event
  std::array<char, SocketUse::kTail> wire_tail{};
  std::array<char, 4> body_tail{};
};

// Shifts `bytes` into `tail`: the newest bytes of a body.
void KeepTail(std::array<char, 4>& tail, absl::string_view bytes);

// How the transfer of `easy` ended, by libcurl's code and the bytes. libcurl does not tell a close between two chunks
// from one within: between them, the wire ends with the body's end and the chunk's own CRLF. Where the wire cannot be
// read, an event's end stands for a chunk's.
TransferEnd EndOfTransfer(CURL* easy, CURLcode code, const AnswerBytes& bytes);

// What libcurl knows of the connection, the times to get it, status and sizes. Requires record.dispatched_ns.
void FillConnection(CURL* easy, RequestRecord& record);

// Whether `code` is a fault of TLS: a certificate's, or the handshake's.
bool IsTlsFault(CURLcode code);

// The sentence of a request that failed: what the server said, or what libcurl did. Redacts `secrets`. Keeps an error
// that stands there already, redacted too.
void FillError(CURLcode code, const char* curl_error, CURL* easy, absl::string_view refusal, const Secrets& secrets,
               RequestRecord& record);

// libcurl's fault in words that do not vary from request to request: "Couldn't connect to server: Connection refused".
// TLS faults come in libcurl's own words, which name the certificate's.
std::string FaultText(CURLcode code, const char* curl_error, CURL* easy);

}  // namespace barrage

#endif  // AGENT_LOAD_TRANSFER_END_H_
