#ifndef AGENT_LOAD_WORKER_COMMAND_H_
#define AGENT_LOAD_WORKER_COMMAND_H_

#include <cstdint>
#include <variant>
#include <vector>

#include "agent/load/pacer.h"
#include "agent/load/worker_types.h"

namespace barrage {

// What Worker's methods hand to its loop. Worker says what each means.
struct AddCommand {
  std::vector<Waiting> requests;
  bool last = false;
};
struct WarmUpCommand {
  uint32_t connections = 0;
  int64_t deadline_ns = 0;
  WarmUpSink done;
};
struct AllowCommand {
  bool allowed = true;
};
struct AddSlotsCommand {
  uint32_t slots = 0;
};
struct QuitCommand {};

using WorkerCommand =
    std::variant<AddCommand, StartOrder, AddSlotsCommand, StopMode, WarmUpCommand, AllowCommand, QuitCommand>;

}  // namespace barrage

#endif  // AGENT_LOAD_WORKER_COMMAND_H_
