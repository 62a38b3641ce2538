#ifndef COORDINATOR_METRICS_ERROR_CLASSES_H_
#define COORDINATOR_METRICS_ERROR_CLASSES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "common/record/request_record.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// Groups failed requests by outcome, status and message. The message is what went wrong without what differs between
// requests: runs of three and more digits become N; of a refusal it is the status alone, and its body is kept. The
// body of a class is that of its first request by index. Above `most_classes` different messages the message is
// dropped: memory stays bounded, whatever a server sends.
class ErrorClasses {
 public:
  explicit ErrorClasses(size_t most_classes = 10'000) : most_classes_(most_classes) {}

  // A record of the measured phase; one that did not fail is passed over.
  void Add(const RequestRecord& record);

  // The most frequent first.
  std::vector<ErrorClass> Finish() const;

 private:
  using Key = std::tuple<Outcome, std::optional<int32_t>, std::string>;
  struct Class {
    int64_t count = 0;
    int64_t first_index = 0;
    std::optional<std::string> first_body;
    int64_t with_retry_after = 0;
    std::optional<int64_t> retry_after_max_s;
  };
  static void MergeInto(const Class& from, Class& into);
  void DropMessages();

  size_t most_classes_;
  bool messages_dropped_ = false;
  std::map<Key, Class> classes_;
};

// A text with what differs between requests taken out.
std::string MessageOf(const RequestRecord& record);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_ERROR_CLASSES_H_
