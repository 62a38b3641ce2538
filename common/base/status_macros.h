#ifndef COMMON_BASE_STATUS_MACROS_H_
#define COMMON_BASE_STATUS_MACROS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the function with the status of `expression` unless it is OK.
#define RETURN_IF_ERROR(expression)                                                              \
  do {                                                                                           \
    if (absl::Status barrage_status = (expression); !barrage_status.ok()) return barrage_status; \
  } while (false)

// Declares or assigns `target` from a StatusOr, or returns its error.
#define ASSIGN_OR_RETURN(target, expression) \
  BARRAGE_ASSIGN_OR_RETURN_(BARRAGE_CONCAT_(barrage_status_or_, __LINE__), target, expression)

#define BARRAGE_CONCAT_(a, b) BARRAGE_CONCAT_INNER_(a, b)
#define BARRAGE_CONCAT_INNER_(a, b) a##b
#define BARRAGE_ASSIGN_OR_RETURN_(temporary, target, expression) \
  auto temporary = (expression);                                 \
  if (!temporary.ok()) return temporary.status();                \
  target = *std::move(temporary)

#endif  // COMMON_BASE_STATUS_MACROS_H_
