#ifndef AGENT_LOAD_RUN_SECRETS_H_
#define AGENT_LOAD_RUN_SECRETS_H_

#include "common/http/secrets.h"
#include "proto/run.pb.h"

namespace barrage {

// What nothing that a run keeps may hold: the key, headers that carry one, and the users of URLs and proxy.
Secrets SecretsOf(const wire::RunSetup& setup);

}  // namespace barrage

#endif  // AGENT_LOAD_RUN_SECRETS_H_
