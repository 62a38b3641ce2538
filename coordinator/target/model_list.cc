#include "coordinator/target/model_list.h"

#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {
absl::StatusOr<ModelList> ReadModelList(absl::string_view body) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, ParseJson(body));
  const auto wrong = [] { return absl::InvalidArgumentError("is no list of models"); };
  if (!document.IsObject()) return wrong();
  const auto data = document.FindMember("data");
  if (data == document.MemberEnd() || !data->value.IsArray()) return wrong();
  ModelList list;
  for (const auto& model : data->value.GetArray()) {
    if (!model.IsObject()) return wrong();
    const auto id = model.FindMember("id");
    if (id == model.MemberEnd() || !id->value.IsString()) return wrong();
    list.ids.emplace_back(id->value.GetString(), id->value.GetStringLength());
    const auto owner = model.FindMember("owned_by");
    if (list.owner.empty() && owner != model.MemberEnd() && owner->value.IsString()) {
      list.owner.assign(owner->value.GetString(), owner->value.GetStringLength());
    }
  }
  return list;
}

}  // namespace barrage
