#ifndef COORDINATOR_WEB_RESULT_FOLDERS_H_
#define COORDINATOR_WEB_RESULT_FOLDERS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace barrage {

// A run's directory below the artifact directory: a folder that holds records/.
struct ResultFolder {
  std::string name, path;
  bool finished = false;   // it has a summary.json
  int64_t changed_ns = 0;  // wall time: of summary.json where there is one, else of the folder
};

struct ResultFile {
  std::string name;  // below the folder: "report.html", "records/run.log"
  int64_t bytes = 0;
};

// The runs below `parent`, the newest first. Empty where `parent` cannot be read. Links are not followed.
std::vector<ResultFolder> ResultFolders(const std::string& parent);

// The regular files of a folder, itself and its folders, by name.
std::vector<ResultFile> ResultFiles(const std::string& folder);

// The newest finished one among `folders` (in their order), or nullptr.
const ResultFolder* NewestFinished(const std::vector<ResultFolder>& folders);

}  // namespace barrage

#endif  // COORDINATOR_WEB_RESULT_FOLDERS_H_
