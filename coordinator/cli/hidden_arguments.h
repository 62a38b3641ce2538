#ifndef COORDINATOR_CLI_HIDDEN_ARGUMENTS_H_
#define COORDINATOR_CLI_HIDDEN_ARGUMENTS_H_

#include "absl/types/span.h"

namespace barrage {

// Writes x over the secrets among a program's arguments, where the process list shows them: the value of --api-key, of
// headers that carry a secret, and the users in URLs. Until this is called they can be read there. Call it once the
// arguments were copied.
void HideSecrets(absl::Span<char* const> arguments);

}  // namespace barrage

#endif  // COORDINATOR_CLI_HIDDEN_ARGUMENTS_H_
