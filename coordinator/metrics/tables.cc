#include "coordinator/metrics/tables.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "coordinator/metrics/distribution.h"
#include "coordinator/metrics/gap_table.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/request_column.h"
#include "coordinator/metrics/totals_builder.h"

namespace barrage {
namespace {

class TableMaker {
 public:
  TableMaker(const TableInputs& inputs, absl::Span<const Window> windows)
      : inputs_(inputs), windows_(windows), finder_(inputs.axis, windows), gaps_(windows.size()) {
    for (const MetricRow& row : MetricCatalog()) {
      for (size_t i = 0; i < windows.size(); ++i) cells_[&row].push_back(EmptyMetric(row));
    }
  }

  // Calls visit(agent, facts, window in which it started or −1) for each dispatched request of the measured phase.
  template <typename Visit>
  absl::Status ForEachRequest(const Visit& visit) {
    return inputs_.log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
      if (record.index < 0 || !record.dispatched_ns) return;
      const RequestFacts facts =
          ReadFacts(record, inputs_.definitions, inputs_.source, inputs_.payloads.Find(record.payload_id));
      visit(agent, facts, finder_.Find(agent, facts.start_ns));
    });
  }

  // One reading: the columns of `rows`; with the first of them also sums, and which requests have gaps.
  absl::Status ReadColumns(absl::Span<const MetricRow* const> rows, bool first) {
    std::vector<std::vector<RequestColumn>> columns(windows_.size());
    for (std::vector<RequestColumn>& window : columns) {
      for (const MetricRow* row : rows) {
        window.emplace_back(*row);
        if (windows_.size() == 1) window.back().Reserve(inputs_.dispatched);
      }
    }
    const GoodputJudge judge(inputs_.plan.output.goodput);
    TotalsBuilder totals(inputs_.definitions, judge, inputs_.axis, inputs_.in_flight, windows_, finder_);
    RETURN_IF_ERROR(ForEachRequest([&](uint32_t agent, const RequestFacts& facts, int window) {
      if (first) totals.Add(agent, facts);
      if (window < 0) return;
      if (first) gaps_[static_cast<size_t>(window)].Announce(facts);
      for (RequestColumn& column : columns[static_cast<size_t>(window)]) column.Add(facts);
    }));
    for (size_t w = 0; w < windows_.size(); ++w) {
      for (size_t i = 0; i < rows.size(); ++i) cells_[rows[i]][w] = columns[w][i].Finish();
    }
    if (first) FillSystemCells(totals.Finish(inputs_.plan));
    return absl::OkStatus();
  }

  // Another: the gaps.
  absl::Status ReadGaps() {
    for (GapTable& table : gaps_) table.StartGaps();
    RETURN_IF_ERROR(ForEachRequest([&](uint32_t, const RequestFacts& facts, int window) {
      if (window >= 0) gaps_[static_cast<size_t>(window)].Add(facts, inputs_.event_tokens);
    }));
    for (size_t w = 0; w < windows_.size(); ++w) {
      gaps_[w].Seal();
      for (const MetricRow& row : MetricCatalog()) {
        if (IsGapMetric(row)) cells_[&row][w] = gaps_[w].Cell(row, inputs_.event_tokens);
      }
      gaps_[w] = GapTable();
    }
    return absl::OkStatus();
  }

  bool IsGapMetric(const MetricRow& row) const {
    return row.kind == MetricKind::kChunkGaps || row.kind == MetricKind::kTokenGaps ||
           (inputs_.definitions.inter_token == InterToken::kPerChunk && row.tag == "inter_token_latency");
  }

  std::vector<std::vector<Metric>> Finish() {
    std::vector<std::vector<Metric>> tables(windows_.size());
    for (const MetricRow& row : MetricCatalog()) {
      for (size_t w = 0; w < windows_.size(); ++w) tables[w].push_back(std::move(cells_[&row][w]));
    }
    return tables;
  }

 private:
  void FillSystemCells(std::vector<RunTotals> totals) {
    for (size_t w = 0; w < windows_.size(); ++w) {
      if (windows_[w].whole) totals[w].started = inputs_.outcomes;
      const int64_t ok = totals[w].started[static_cast<size_t>(Outcome::kOk) - 1];
      for (const MetricRow& row : MetricCatalog()) {
        if (row.kind != MetricKind::kSystem) continue;
        const std::optional<double> value = row.system(totals[w]);
        if (!value) continue;
        cells_[&row][w].value = SingleValue(*value, ok);
        cells_[&row][w].absent_reason.clear();
      }
    }
  }

  const TableInputs& inputs_;
  absl::Span<const Window> windows_;
  WindowFinder finder_;
  std::vector<GapTable> gaps_;
  std::map<const MetricRow*, std::vector<Metric>> cells_;
};

}  // namespace

absl::StatusOr<std::vector<std::vector<Metric>>> MakeTables(const TableInputs& inputs, absl::Span<const Window> windows,
                                                            int64_t column_bytes) {
  TableMaker maker(inputs, windows);
  std::vector<const MetricRow*> rows;
  for (const MetricRow& row : MetricCatalog()) {
    if (row.kind == MetricKind::kPerRequest && !maker.IsGapMetric(row)) rows.push_back(&row);
  }
  const int64_t bytes_a_column = 8 * std::max<int64_t>(1, inputs.dispatched);
  const size_t at_once = static_cast<size_t>(std::max<int64_t>(1, column_bytes / bytes_a_column));
  for (size_t from = 0; from < rows.size(); from += at_once) {
    RETURN_IF_ERROR(maker.ReadColumns(absl::MakeConstSpan(rows).subspan(from, at_once), from == 0));
  }
  RETURN_IF_ERROR(maker.ReadGaps());
  return maker.Finish();
}

}  // namespace barrage
