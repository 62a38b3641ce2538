#include "coordinator/fleet/roster.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace barrage {

Roster::Joined Roster::Join(absl::string_view asked_id, absl::string_view incarnation) {
  std::string id(asked_id);
  for (int number = 2;; ++number) {
    const auto [at, is_new] = holders_.try_emplace(id);
    Holder& holder = at->second;
    if (is_new || !holder.connected || holder.incarnation == incarnation) {
      const Entry entry = is_new ? Entry::kNew : holder.incarnation == incarnation ? Entry::kBack : Entry::kReplaced;
      holder = {std::string(incarnation), true};
      return {id, entry};
    }
    id = absl::StrCat(asked_id, "#", number);
  }
}

void Roster::Leave(absl::string_view id, absl::string_view incarnation) {
  const auto at = holders_.find(id);
  if (at != holders_.end() && at->second.incarnation == incarnation) at->second.connected = false;
}

std::vector<std::string> Roster::Connected() const {
  std::vector<std::string> ids;
  for (const auto& [id, holder] : holders_) {
    if (holder.connected) ids.push_back(id);
  }
  return ids;
}

std::string MissingSentence(absl::Span<const std::string> here, int expected) {
  const int missing = expected - static_cast<int>(here.size());
  return absl::StrCat(here.size(), " of ", expected, expected == 1 ? " agent is here" : " agents are here",
                      here.empty() ? "" : absl::StrCat(" (", absl::StrJoin(here, ", "), ")"), ": ", missing,
                      missing == 1 ? " is missing" : " are missing");
}

}  // namespace barrage
