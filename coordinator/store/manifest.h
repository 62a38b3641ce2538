#ifndef COORDINATOR_STORE_MANIFEST_H_
#define COORDINATOR_STORE_MANIFEST_H_

#include <string>

#include "absl/status/status.h"
#include "common/record/run_log.h"

namespace barrage {

// Writes manifest.json into the run's directory `dir`, replacing it at once: versions, hosts, each agent's clock fit,
// and the SHA-256 of every file below the directory but itself. For people and archives; no part of Barrage reads it.
// The last file to be written. The same facts and files give the same bytes. Error: names the path.
absl::Status WriteManifest(const RunFacts& facts, const std::string& dir);

}  // namespace barrage

#endif  // COORDINATOR_STORE_MANIFEST_H_
