#include <cstdlib>
#include <string>
#include <vector>

#include "coordinator/cli/hidden_arguments.h"
#include "coordinator/cli/program.h"

namespace {

const char* FromEnvironment(const char* name) { return std::getenv(name); }

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  barrage::HideSecrets({argv, static_cast<size_t>(argc)});
  return barrage::RunProgram(words, FromEnvironment);
}
