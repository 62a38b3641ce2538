#include <cstdlib>
#include <string>
#include <vector>

#include "coordinator/cli/program.h"

namespace {

const char* FromEnvironment(const char* name) { return std::getenv(name); }

}  // namespace

int main(int argc, char** argv) {
  return barrage::RunProgram(std::vector<std::string>(argv + 1, argv + argc), FromEnvironment);
}
