#ifndef AGENT_LOOP_STAMP_CHECK_H_
#define AGENT_LOOP_STAMP_CHECK_H_

#include <string>

#include "common/base/clock.h"
#include "common/base/unique_fd.h"

namespace barrage {

struct StampCheck {
  bool kernel_stamps = false;  // libcurl's recv() and send() come to SocketStamps, and reads bring kernel stamps
  std::string fault;           // why not
  // A socket with stamps on. The kernel begins to stamp when the first one opens, and some time later: keep it open as
  // long as the process sends.
  UniqueFd keep_open;
};

// Tries it out over loopback, through libcurl: a few milliseconds, at most half a second. Call it once, at start,
// after curl_global_init, on a thread without a SocketStamps.
StampCheck CheckStamps(const Clock& clock);

}  // namespace barrage

#endif  // AGENT_LOOP_STAMP_CHECK_H_
