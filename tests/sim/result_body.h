#ifndef TESTS_SIM_RESULT_BODY_H_
#define TESTS_SIM_RESULT_BODY_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/sim/generation_request.h"

namespace barrage::sim {

// The answer of an API that gives results: a vector, or a rank, for each of `inputs`. `model_json` is quoted.
std::string ResultBody(Api api, absl::string_view model_json, int64_t inputs, int64_t prompt_tokens);

}  // namespace barrage::sim

#endif  // TESTS_SIM_RESULT_BODY_H_
