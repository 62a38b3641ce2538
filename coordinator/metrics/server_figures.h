#ifndef COORDINATOR_METRICS_SERVER_FIGURES_H_
#define COORDINATOR_METRICS_SERVER_FIGURES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// One thing that many engines tell, each under its own name.
struct ServerFigureRow {
  const char* tag;
  const char* title;
  bool counter;
  bool is_share;  // 0 to 1; several series of it are averaged, others summed
  // Names by engine; the first that a page has counts. "name|label" asks for a label too.
  std::vector<const char*> names;
};

// In the order of reports. Names are from the documentation of vLLM, SGLang, NIM, llama.cpp, TGI and Triton's
// TensorRT-LLM backend.
absl::Span<const ServerFigureRow> ServerFigureRows();

// Whether the series `series` (with labels) bears `name`, as a row has it.
bool BearsName(absl::string_view series, absl::string_view name);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SERVER_FIGURES_H_
