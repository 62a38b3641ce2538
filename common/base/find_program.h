#ifndef COMMON_BASE_FIND_PROGRAM_H_
#define COMMON_BASE_FIND_PROGRAM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// The path of a program of this project: beside the running one at `own_path`, else in the build tree's folder
// (own folder/../`tree_folder`), else on PATH as in `path_variable`. Error: NotFound, with where it was looked for.
absl::StatusOr<std::string> FindProgram(absl::string_view name, absl::string_view tree_folder,
                                        const std::string& own_path, const char* path_variable);

// Whether there is a file at `path` that may be run.
bool IsProgram(const std::string& path);

// The path of the running program, or "" where the kernel does not say.
std::string OwnPath();

}  // namespace barrage

#endif  // COMMON_BASE_FIND_PROGRAM_H_
