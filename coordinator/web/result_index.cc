#include "coordinator/web/result_index.h"

#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace barrage {

std::string ResultIndex(const std::vector<ResultFolder>& folders) {
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> json(text);
  json.StartArray();
  for (const ResultFolder& folder : folders) {
    json.StartObject();
    json.Key("run");
    json.String(folder.name.c_str());
    json.Key("finished");
    json.Bool(folder.finished);
    json.Key("files");
    json.StartArray();
    for (const ResultFile& file : ResultFiles(folder.path)) {
      json.StartObject();
      json.Key("name");
      json.String(file.name.c_str());
      json.Key("bytes");
      json.Int64(file.bytes);
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  return std::string(text.GetString(), text.GetSize()) + "\n";
}

}  // namespace barrage
