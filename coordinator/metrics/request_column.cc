#include "coordinator/metrics/request_column.h"

#include <algorithm>
#include <string>

#include "coordinator/metrics/distribution.h"

namespace barrage {

Metric EmptyMetric(const MetricRow& row) {
  Metric metric;
  metric.tag = std::string(row.tag);
  metric.title = std::string(row.title);
  metric.unit = std::string(row.unit);
  metric.formula = std::string(row.formula);
  metric.is_rate = row.kind == MetricKind::kSystem;
  metric.console = row.console;
  metric.absent_reason = std::string(row.absent_when);
  return metric;
}

std::optional<int64_t> RequestColumn::CutValue(const RequestFacts& facts) const {
  if (row_->elapsed == nullptr) return row_->value(facts);
  const std::optional<int64_t> value = row_->settled_early ? row_->value(facts) : std::nullopt;
  return value ? value : row_->elapsed(facts);
}

void RequestColumn::Add(const RequestFacts& facts) {
  if (facts.timed()) {
    if (const std::optional<int64_t> value = row_->value(facts)) values_.Add(*value);
    return;
  }
  if (!row_->latency) return;
  if (RowOf(facts.record->outcome).failure) {
    ++failures_;
    const std::optional<int64_t> waited = row_->elapsed != nullptr ? row_->elapsed(facts) : std::nullopt;
    if (waited) longest_failed_ = std::max(longest_failed_.value_or(*waited), *waited);
  } else if (facts.record->outcome == Outcome::kCancelledAtEnd) {
    if (const std::optional<int64_t> value = CutValue(facts)) cut_.push_back(*value);
  }
}

std::optional<Distribution> RequestColumn::WithFailures() {
  for (const int64_t value : cut_) values_.Add(value);
  if (failures_ > 0) {
    if (values_.empty() && !longest_failed_) return std::nullopt;
    values_.Add(values_.empty() ? *longest_failed_ : std::max(values_.max(), longest_failed_.value_or(values_.max())),
                failures_);
  }
  if (values_.empty()) return std::nullopt;
  values_.Seal();
  return DistributionOf(values_, row_->scale);
}

Metric RequestColumn::Finish() {
  Metric metric = EmptyMetric(*row_);
  values_.Seal();
  if (!values_.empty()) {
    metric.value = DistributionOf(values_, row_->scale);
    metric.absent_reason.clear();
  }
  if (row_->latency) metric.with_failures = failures_ == 0 && cut_.empty() ? metric.value : WithFailures();
  return metric;
}

}  // namespace barrage
