#ifndef COORDINATOR_WEB_FOLDER_ARCHIVE_H_
#define COORDINATOR_WEB_FOLDER_ARCHIVE_H_

#include <string>

#include "common/http/web_exchange.h"

namespace barrage {

// Gives the files of the directory at `path` to `sink` as a tar archive (POSIX ustar) packed with Zstandard, below one
// folder called `name` (its first 100 characters). A file that grows meanwhile is cut where it ended at the start.
// False: a file could not be read to there or has a name above 100 characters, or the peer has gone.
bool StreamFolderArchive(const std::string& path, const std::string& name, const BodySink& sink);

}  // namespace barrage

#endif  // COORDINATOR_WEB_FOLDER_ARCHIVE_H_
