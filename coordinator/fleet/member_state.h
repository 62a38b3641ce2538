#ifndef COORDINATOR_FLEET_MEMBER_STATE_H_
#define COORDINATOR_FLEET_MEMBER_STATE_H_

#include "absl/strings/string_view.h"

namespace barrage {

// Where one agent of a run stands.
enum class MemberState {
  kConnected,
  kDisconnected,  // its stream ended; it may dial again
  kLost,
  kLeft,  // told to end, it ended in good order
};

// "connected": for people and for the page of metrics.
inline constexpr absl::string_view MemberStateName(MemberState state) {
  switch (state) {
    case MemberState::kConnected:
      return "connected";
    case MemberState::kDisconnected:
      return "disconnected";
    case MemberState::kLost:
      return "lost";
    case MemberState::kLeft:
      return "left";
  }
  return "?";
}

}  // namespace barrage

#endif  // COORDINATOR_FLEET_MEMBER_STATE_H_
