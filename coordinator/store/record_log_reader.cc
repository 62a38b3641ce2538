#include "coordinator/store/record_log_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/unique_fd.h"
#include "common/record/record_codec.h"
#include "coordinator/store/log_facts.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/log_scanner.h"

namespace barrage {
namespace {

// Where a batch's entry lies in the file.
struct BatchPlace {
  uint64_t offset = 0;
  uint64_t bytes = 0;
};

class StoredRunLog final : public RunLog {
 public:
  StoredRunLog(std::string path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  absl::Status Scan() {
    ASSIGN_OR_RETURN(LogScanner scanner, LogScanner::Open(path_));
    std::set<std::tuple<uint32_t, std::string, uint64_t>> seen;
    wire::LogEntry entry;
    bool first = true;
    while (true) {
      ASSIGN_OR_RETURN(const std::optional<ScannedFrame> frame, scanner.Next());
      if (!frame) break;
      if (!entry.ParseFromArray(frame->content.data(), static_cast<int>(frame->content.size()))) {
        return absl::DataLossError(absl::StrCat(path_, ": the entry at byte ", frame->offset, " is malformed"));
      }
      if (first != entry.has_header()) {
        return absl::DataLossError(absl::StrCat(path_, ": the header is not the first entry, and the only one"));
      }
      first = false;
      if (entry.has_batch()) {
        const wire::BatchEntry& batch = entry.batch();
        if (!seen.emplace(batch.agent(), batch.incarnation(), batch.sequence()).second) continue;
        batches_.push_back({frame->offset, frame->content.size()});
      } else {
        AddFact(std::move(entry), facts_);
      }
    }
    facts_.torn_tail = scanner.torn();
    if (first) return absl::DataLossError(absl::StrCat(path_, ": no entry is whole, not even the header"));
    if (facts_.header.format_version() != kLogFormatVersion) {
      return absl::InvalidArgumentError(absl::StrCat(path_, ": written in format ", facts_.header.format_version(),
                                                     ", this program reads format ", kLogFormatVersion));
    }
    return absl::OkStatus();
  }

  const RunFacts& facts() const override { return facts_; }

  absl::Status ForEachRecord(const RecordVisitor& visit) const override {
    return ForEachOfBatches(DecodeRecordBatch, visit);
  }

  absl::Status ForEachText(const TextVisitor& visit) const override { return ForEachOfBatches(DecodeKeptTexts, visit); }

 private:
  // Visits what `decode` finds in each batch.
  template <typename Decode, typename Visit>
  absl::Status ForEachOfBatches(Decode&& decode, const Visit& visit) const {
    std::string bytes;
    wire::LogEntry entry;
    for (const BatchPlace& place : batches_) {
      RETURN_IF_ERROR(ReadAt(place, bytes));
      if (!entry.ParseFromString(bytes)) {
        return absl::DataLossError(absl::StrCat(path_, ": the entry at byte ", place.offset, " has changed"));
      }
      const auto found = decode(entry.batch().body());
      if (!found.ok()) {
        return absl::DataLossError(absl::StrCat(path_, ": batch ", entry.batch().sequence(), " of agent ",
                                                entry.batch().agent(), ": ", found.status().message()));
      }
      for (const auto& one : *found) visit(entry.batch().agent(), one);
    }
    return absl::OkStatus();
  }

  absl::Status ReadAt(const BatchPlace& place, std::string& bytes) const {
    bytes.resize(place.bytes);
    size_t have = 0;
    while (have < bytes.size()) {
      const ssize_t got =
          ::pread(fd_.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(place.offset + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        const int error = errno;
        return absl::ErrnoToStatus(error, absl::StrCat(path_, ": cannot read"));
      }
      if (got == 0) return absl::DataLossError(absl::StrCat(path_, ": was cut while it was read"));
      have += static_cast<size_t>(got);
    }
    return absl::OkStatus();
  }

  const std::string path_;
  const UniqueFd fd_;
  RunFacts facts_;
  std::vector<BatchPlace> batches_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RunLog>> OpenRunLog(const std::string& dir) {
  const std::string path = LogPath(dir);
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) {
    const int error = errno;
    return absl::ErrnoToStatus(error, absl::StrCat(path, ": cannot open"));
  }
  auto log = std::make_unique<StoredRunLog>(path, std::move(fd));
  RETURN_IF_ERROR(log->Scan());
  return log;
}

}  // namespace barrage
