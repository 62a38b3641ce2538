#ifndef COORDINATOR_PLAN_ENDPOINT_INPUTS_H_
#define COORDINATOR_PLAN_ENDPOINT_INPUTS_H_

#include "absl/status/status.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// GenAI-Perf and AIPerf say some things about an endpoint among the extra inputs; they are taken out of them and put
// where they belong: payload_template and response_field of the endpoint `template`, and rankings:tei of `rankings`,
// which makes it hf_tei_rankings. A template that names a file becomes the file's text. Error: InvalidArgument when
// such an input is no text, or a file cannot be read.
absl::Status TakeEndpointInputs(TargetPlan& target);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_ENDPOINT_INPUTS_H_
