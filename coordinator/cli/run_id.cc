#include "coordinator/cli/run_id.h"

#include <random>

namespace barrage {

std::string NewRunId() {
  constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuv";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 12; ++i) id.push_back(kDigits[random() & 31]);
  return id;
}

}  // namespace barrage
