#include "tests/sim/http_text.h"

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace barrage::sim {
namespace {

absl::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

std::string Head(const Framing& framing, int status, absl::string_view content_type) {
  return absl::StrCat(framing.http10 ? "HTTP/1.0 " : "HTTP/1.1 ", status, " ", Reason(status),
                      "\r\nServer: barrage-sim\r\nContent-Type: ", content_type,
                      "\r\nConnection: ", framing.keep_alive ? "keep-alive" : "close", "\r\n");
}

}  // namespace

std::string WholeReply(const Framing& framing, int status, absl::string_view content_type, absl::string_view body,
                       absl::string_view extra_fields) {
  return absl::StrCat(Head(framing, status, content_type), extra_fields, "Content-Length: ", body.size(), "\r\n\r\n",
                      body);
}

std::string StreamHead(const Framing& framing) {
  return absl::StrCat(Head(framing, 200, "text/event-stream; charset=utf-8"), "Cache-Control: no-cache\r\n",
                      framing.http10 ? "" : "Transfer-Encoding: chunked\r\n", "\r\n");
}

void AppendChunk(const Framing& framing, absl::string_view data, std::string* out) {
  if (framing.http10) {
    absl::StrAppend(out, data);
  } else {
    absl::StrAppend(out, absl::Hex(data.size()), "\r\n", data, "\r\n");
  }
}

void AppendLastChunk(const Framing& framing, std::string* out) {
  if (!framing.http10) out->append("0\r\n\r\n");
}

std::string ErrorBody(int status, absl::string_view type, absl::string_view message) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  json.StartObject();
  json.Key("error");
  json.StartObject();
  json.Key("message");
  json.String(message.data(), message.size());
  json.Key("type");
  json.String(type.data(), type.size());
  json.Key("param");
  json.Null();
  json.Key("code");
  json.Int(status);
  json.EndObject();
  json.EndObject();
  return buffer.GetString();
}

}  // namespace barrage::sim
