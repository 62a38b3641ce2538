#ifndef COORDINATOR_FLEET_ROSTER_H_
#define COORDINATOR_FLEET_ROSTER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// Which agent bears which id. Pure bookkeeping; not for several threads at once.
//
// An id belongs to one process (incarnation). The same process that dials again gets its id back. A new process that
// asks for an id whose holder is connected gets id#2, #3 …; one whose holder is gone replaces it.
class Roster {
 public:
  enum class Entry {
    kNew,       // nobody bore the id
    kBack,      // the same process again; its old stream, if still open, is void
    kReplaced,  // the id's former process is lost
  };
  struct Joined {
    std::string id;
    Entry entry = Entry::kNew;
  };

  // A process dialled in that calls itself `asked_id`.
  Joined Join(absl::string_view asked_id, absl::string_view incarnation);

  // Its stream ended. A holder that was replaced meanwhile is left alone.
  void Leave(absl::string_view id, absl::string_view incarnation);

  // Ids of the connected processes, sorted.
  std::vector<std::string> Connected() const;

 private:
  struct Holder {
    std::string incarnation;
    bool connected = false;
  };
  std::map<std::string, Holder, std::less<>> holders_;
};

// "2 of 3 agents are here (a, b): 1 is missing".
std::string MissingSentence(absl::Span<const std::string> here, int expected);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_ROSTER_H_
