#include "common/http/web_server.h"

#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "civetweb.h"

namespace barrage {
namespace {

std::string HeaderOf(mg_connection* connection, const char* name) {
  const char* const value = mg_get_header(connection, name);
  return value == nullptr ? "" : value;
}

WebRequest RequestOf(mg_connection* connection) {
  const mg_request_info& info = *mg_get_request_info(connection);
  const absl::string_view peer = info.remote_addr;
  return {.path = info.local_uri == nullptr ? "" : info.local_uri,
          .authorization = HeaderOf(connection, "Authorization"),
          .host = HeaderOf(connection, "Host"),
          .from_loopback = absl::StartsWith(peer, "127.") || peer == "::1" || absl::StartsWith(peer, "::ffff:127.")};
}

void SendHead(mg_connection* connection, const WebAnswer& answer) {
  std::string head = absl::StrCat("HTTP/1.1 ", answer.status, " ", mg_get_response_code_text(connection, answer.status),
                                  "\r\nContent-Type: ", answer.content_type, "\r\n");
  for (const auto& [name, value] : answer.headers) absl::StrAppend(&head, name, ": ", value, "\r\n");
  if (answer.stream) {
    absl::StrAppend(&head, "Transfer-Encoding: chunked\r\n");
  } else {
    absl::StrAppend(&head, "Content-Length: ", answer.body.size(), "\r\n");
  }
  absl::StrAppend(&head, "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
  mg_write(connection, head.data(), head.size());
}

void SendBody(mg_connection* connection, const WebAnswer& answer) {
  if (!answer.stream) {
    mg_write(connection, answer.body.data(), answer.body.size());
    return;
  }
  const bool whole = answer.stream([connection](absl::string_view piece) {
    // An empty chunk would end the body.
    return piece.empty() || mg_send_chunk(connection, piece.data(), static_cast<unsigned>(piece.size())) > 0;
  });
  if (whole) mg_send_chunk(connection, "", 0);  // without it the peer sees that the body broke off
}

}  // namespace

int WebServer::OnRequest(mg_connection* connection) {
  const mg_request_info& info = *mg_get_request_info(connection);
  const absl::string_view method = info.request_method;
  WebAnswer answer;
  if (method == "GET" || method == "HEAD") {
    answer = static_cast<WebServer*>(info.user_data)->handler_(RequestOf(connection));
  } else {
    answer = {.status = 405, .body = "GET and HEAD only\n", .headers = {{"Allow", "GET, HEAD"}}};
  }
  SendHead(connection, answer);
  if (method != "HEAD") SendBody(connection, answer);
  return answer.status;
}

int WebServer::OnMessage(const mg_connection* connection, const char* message) {
  // With a connection it is a peer's fault, and nobody's news.
  const mg_context* const context = connection == nullptr ? nullptr : mg_get_context(connection);
  auto* const self = context == nullptr ? nullptr : static_cast<WebServer*>(mg_get_user_data(context));
  if (self != nullptr && self->context_ == nullptr) self->fault_ = message;
  return 1;
}

WebServer::WebServer(WebHandler handler) : handler_(std::move(handler)) {}

absl::StatusOr<std::unique_ptr<WebServer>> WebServer::Start(const std::string& address, WebHandler handler) {
  static const unsigned initialized = mg_init_library(MG_FEATURES_DEFAULT);
  (void)initialized;
  std::unique_ptr<WebServer> server(new WebServer(std::move(handler)));
  std::string where = address;
  if (absl::StartsWith(where, ":")) where = where.substr(1);
  if (absl::StartsWith(where, "localhost:")) where = absl::StrCat("127.0.0.1", where.substr(strlen("localhost")));
  const char* options[] = {"listening_ports", where.c_str(),       "num_threads", "4",    "request_timeout_ms",
                           "10000",           "enable_keep_alive", "no",          nullptr};
  mg_callbacks callbacks{};
  callbacks.begin_request = &WebServer::OnRequest;
  callbacks.log_message = &WebServer::OnMessage;
  char said[256] = "";
  mg_error_data error{};
  error.text = said;
  error.text_buffer_size = sizeof(said);
  mg_init_data init{};
  init.callbacks = &callbacks;
  init.user_data = server.get();
  init.configuration_options = options;
  server->context_ = mg_start2(&init, &error);
  if (server->context_ != nullptr) return server;
  const std::string& why = server->fault_.empty() ? std::string(said) : server->fault_;
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", address, ": ", why.empty() ? "no such address" : why));
}

WebServer::~WebServer() {
  if (context_ != nullptr) mg_stop(context_);
}

int WebServer::port() const {
  mg_server_port port{};
  return mg_get_server_ports(context_, 1, &port) == 1 ? port.port : 0;
}

}  // namespace barrage
