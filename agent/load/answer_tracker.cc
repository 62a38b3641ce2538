#include "agent/load/answer_tracker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

// Enough of a refusal to name its fault.
constexpr size_t kRefusalBytes = 4096;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

void AnswerTracker::Begin(FinishedRecord& finished, bool stream_asked) {
  out_ = &finished;
  out_->record.events = EventTrace(*out_->record.dispatched_ns);
  form_ = stream_asked ? Form::kUndecided : Form::kBody;
  finished_answer_ = error_said_ = unreadable_ = has_tokens_ = coalesced_ = false;
  parser_.Reset();
  body_.clear();
  read_id_ = 0;
  kernel_wall_ns_ = at_ns_ = 0;
}

void AnswerTracker::TakeHead(int http_status, absl::string_view content_type) {
  out_->text_is_whole = parameters_.want_text && http_status / 100 == 2;
  if (http_status < 200 || http_status > 299) {
    form_ = Form::kRefusal;
  } else if (absl::StartsWithIgnoreCase(content_type, "text/event-stream")) {
    form_ = Form::kEvents;
  } else if (absl::StartsWithIgnoreCase(content_type, "application/json")) {
    form_ = Form::kBody;
  }
}

bool AnswerTracker::Take(absl::string_view bytes, const ReadStamp& read, int64_t late_ns) {
  RequestRecord& record = out_->record;
  record.bytes_received += bytes.size();
  record.lateness_max_ns = std::max(record.lateness_max_ns, late_ns);
  if (form_ == Form::kUndecided) {
    // No content type that says it: JSON begins with a brace, an event does not.
    const auto first = std::find_if_not(bytes.begin(), bytes.end(), &IsSpace);
    if (first == bytes.end()) return true;
    form_ = *first == '{' || *first == '[' ? Form::kBody : Form::kEvents;
  }
  switch (form_) {
    case Form::kRefusal:
      body_.append(bytes.data(), std::min(bytes.size(), kRefusalBytes - body_.size()));
      return true;
    case Form::kEvents: {
      record.streamed = true;
      if (record.saw_done) return true;  // what follows [DONE] is not part of the answer
      const absl::Status status =
          parser_.Feed(bytes, [&](const SseEvent& event) { return TakeEvent(event, read, late_ns); });
      if (!status.ok()) Fail(status);
      return status.ok();
    }
    default:
      if (body_.size() + bytes.size() > kMaxBodyBytes) {
        Fail(absl::ResourceExhaustedError(absl::StrCat("a body of over ", kMaxBodyBytes, " bytes")));
        return false;
      }
      body_.append(bytes.data(), bytes.size());
      return true;
  }
}

absl::Status AnswerTracker::TakeEvent(const SseEvent& event, const ReadStamp& read, int64_t late_ns) {
  if (out_->record.saw_done) return absl::OkStatus();
  if (out_->record.events.size() == EventTrace::kMostEvents) {
    return absl::ResourceExhaustedError(absl::StrCat("an answer of over ", EventTrace::kMostEvents, " events"));
  }
  AnswerPart part;
  if (event.comment) {
    part.kind = EventKind::kComment;
  } else if (absl::Status status = endpoint_.ReadEvent(event.name, event.data, parameters_, part); !status.ok()) {
    return status;
  }
  Append(part, read, late_ns);
  TakePart(part);
  return absl::OkStatus();
}

void AnswerTracker::Append(const AnswerPart& part, const ReadStamp& read, int64_t late_ns) {
  EventTrace& events = out_->record.events;
  // One stamp of the kernel is one time, though each read turns it into monotonic time anew.
  const bool same_stamp =
      !events.empty() && (read.id == read_id_ || (read.kernel && read.kernel_wall_ns == kernel_wall_ns_));
  if (!same_stamp) {
    if (read.at_ns < at_ns_) out_->record.clamped_stamps = true;
    at_ns_ = std::max(at_ns_, read.at_ns);
  }
  const bool shares = !events.empty() && at_ns_ / 1000 * 1000 == events.last_at_ns();
  if (shares && !coalesced_) ++counters_.stamps_coalesced;
  coalesced_ = shares || !read.emptied;
  read_id_ = read.id;
  kernel_wall_ns_ = read.kernel ? read.kernel_wall_ns : 0;

  events.Append({.at_ns = at_ns_,
                 .kind = part.kind,
                 .has_choices = part.has_choices,
                 .kernel_stamped = read.kernel,
                 .coalesced = !read.emptied,
                 .tokens = part.tokens,
                 .lateness_ns = late_ns});
  ++(read.kernel ? counters_.stamps_kernel : counters_.stamps_user);
  if (coalesced_) ++counters_.stamps_coalesced;
  if (IsContent(part.kind)) ++counters_.content_events;
}

void AnswerTracker::TakePart(AnswerPart& part) {
  RequestRecord& record = out_->record;
  if (IsContent(part.kind)) has_tokens_ = true;
  if (part.finish_reason) record.saw_finish_reason = true;
  if (part.done) record.saw_done = true;
  if (part.finish_reason || part.done) finished_answer_ = true;
  if (part.kind == EventKind::kError) {
    error_said_ = true;
    if (!record.error) record.error = std::move(part.error);
  }
  if (part.usage) record.usage = part.usage;
  if (part.usage_dropped) record.usage_dropped = true;
  if (part.inputs) record.answer_inputs = part.inputs;
  if (parameters_.want_text && out_->text_is_whole) KeepText(part);
}

void AnswerTracker::KeepText(const AnswerPart& part) {
  std::string &answer = out_->answer_text, &reasoning = out_->reasoning_text;
  if (answer.size() + reasoning.size() + part.text.size() + part.reasoning.size() > kMaxTextBytes) {
    answer = reasoning = std::string();
    out_->text_is_whole = false;
    return;
  }
  answer += part.text;
  reasoning += part.reasoning;
  if (part.has_tool_call) out_->text_is_whole = false;
}

void AnswerTracker::Fail(const absl::Status& fault) {
  unreadable_ = true;
  if (!out_->record.error) out_->record.error = std::string(fault.message());
}

void AnswerTracker::End(absl::string_view request_body) {
  if (form_ != Form::kBody || unreadable_) return;
  ReadParameters parameters = parameters_;
  parameters.request_body = request_body;
  AnswerPart part;
  if (const absl::Status status = endpoint_.ReadBody(body_, parameters, part); !status.ok()) {
    Fail(status);
    return;
  }
  finished_answer_ = true;
  out_->record.body_has_text = IsContent(part.kind);
  TakePart(part);
}

}  // namespace barrage
