// write_varied_log DIRECTORY: writes the made-up run of varied_log.h there.

#include <cstdio>
#include <string>

#include "tests/coordinator/metrics/varied_log.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_varied_log DIRECTORY\n");
    return 2;
  }
  const absl::Status status = barrage::WriteVariedLog(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return status.ok() ? 0 : 1;
}
