#ifndef COORDINATOR_CLI_EXIT_CODE_H_
#define COORDINATOR_CLI_EXIT_CODE_H_

namespace barrage {

// What the program tells its caller. Where several apply, the order of precedence is: interrupted, internal, usage,
// target, agents, invalid, threshold.
enum ExitCode : int {
  kExitOk = 0,
  kExitInternal = 1,  // internal error, disk full
  kExitUsage = 2,     // usage, plan or input
  kExitTarget = 3,    // unreachable, not ready or lost; port or file limits; TLS
  kExitAgents = 4,    // missing, or lost under policy stop
  kExitInvalid = 5,   // the measurement is INVALID; with --strict also DEGRADED
  kExitThreshold = 99,
  kExitInterrupted = 130,  // SIGINT
  kExitTerminated = 143,   // SIGTERM
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_EXIT_CODE_H_
