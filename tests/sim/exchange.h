#ifndef TESTS_SIM_EXCHANGE_H_
#define TESTS_SIM_EXCHANGE_H_

#include <memory>
#include <optional>
#include <string>

#include "tests/sim/answer.h"
#include "tests/sim/http_reader.h"
#include "tests/sim/journal.h"
#include "tests/sim/options.h"
#include "tests/sim/stats.h"

namespace barrage::sim {

// One request and what is done about it. Either `spec` stands and the answer begins once a slot is free, or `reply`
// goes out at once.
struct Exchange {
  uint64_t ordinal = 0;  // of this connection, from 1
  JournalEntry entry;
  bool journalled = true;  // admin paths and /metrics are not
  std::string reply;
  After after_reply = After::kComplete;
  std::optional<AnswerSpec> spec;
  std::unique_ptr<Answer> answer;  // once admitted
  bool stopped_by_itself = false;
  std::optional<After> last;  // what the answer's or reply's last write asked for
};

// What requests may look at besides themselves. All outlive the loops.
struct Shared {
  const Options& options;
  const AllStats& stats;
  Journal& journal;
};

// Where a request came: on which of the loop's connections, as which of its requests (both from 1), and whether that
// connection is closed after the reply.
struct RequestPlace {
  uint64_t connection = 0;
  uint64_t ordinal = 0;
  bool connection_ends = false;
};

// Decides on a request: the one place that knows the paths.
Exchange Route(HttpRequest& request, const RequestPlace& place, const Shared& shared);

// What goes back where the bytes are no request (400, 413, 431). Always closes.
Exchange RejectBytes(int status, const RequestPlace& place, const Shared& shared);

}  // namespace barrage::sim

#endif  // TESTS_SIM_EXCHANGE_H_
