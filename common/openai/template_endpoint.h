#ifndef COMMON_OPENAI_TEMPLATE_ENDPOINT_H_
#define COMMON_OPENAI_TEMPLATE_ENDPOINT_H_

#include "common/openai/endpoint.h"

namespace barrage {

// An API of the user's own: the body is a template (body_template.h) and ReadParameters::answer_path says where the
// answer stands. The names in the template: text, texts, image, images, audio, audios, query, queries, passage,
// passages, model, max_tokens, min_tokens, stream. A template that makes a list of one body, as GenAI-Perf's do, makes
// that body; "nv-embedqa" is the template of this name in AIPerf. Extra inputs are added to the body and win.
//
// The answer may be a text, texts, or vectors and rankings, which count as inputs. Without a path it is looked for
// where common services have it. A path at which a whole answer has nothing is a fault, an event of a stream that has
// nothing there is an empty one. A stream ends with [DONE], a finish_reason, or "done": true.
const Endpoint& TemplateEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_TEMPLATE_ENDPOINT_H_
