#include "coordinator/fleet/deck.h"

#include <algorithm>
#include <utility>

namespace barrage {

Deck::Deck(std::function<std::optional<wire::ScheduledRequest>()> next, Sharder sharder)
    : next_(std::move(next)), sharder_(sharder), hands_(static_cast<size_t>(sharder.agents())) {}

Deck::Hand& Deck::HandOf(int64_t agent) {
  if (agent >= static_cast<int64_t>(hands_.size())) hands_.resize(static_cast<size_t>(agent) + 1);
  return hands_[static_cast<size_t>(agent)];
}

void Deck::Give(wire::ScheduledRequest request) {
  Hand* hand = &HandOf(sharder_.OwnerOf(request.index()));
  // An heir may itself be gone by now: its own heirs follow.
  while (hand->gone) {
    if (hand->heirs.empty()) return;
    hand = &HandOf(hand->heirs[hand->next_heir++ % hand->heirs.size()]);
  }
  hand->requests.push_back(std::move(request));
}

bool Deck::MayReceive(int64_t agent) const {
  if (agent < sharder_.agents() && sharder_.HasWork(agent)) return true;
  return std::any_of(hands_.begin(), hands_.end(), [&](const Hand& hand) {
    return std::find(hand.heirs.begin(), hand.heirs.end(), agent) != hand.heirs.end();
  });
}

const wire::ScheduledRequest* Deck::Peek(int64_t agent) {
  if (HandOf(agent).gone) return nullptr;
  if (HandOf(agent).requests.empty() && !exhausted_ && MayReceive(agent)) {
    while (HandOf(agent).requests.empty() && !exhausted_) {
      std::optional<wire::ScheduledRequest> request = next_();
      exhausted_ = !request;
      if (request) Give(*std::move(request));
    }
  }
  const Hand& hand = HandOf(agent);
  return hand.requests.empty() ? nullptr : &hand.requests.front();
}

wire::ScheduledRequest Deck::Take(int64_t agent) {
  Hand& hand = HandOf(agent);
  wire::ScheduledRequest request = std::move(hand.requests.front());
  hand.requests.pop_front();
  return request;
}

std::vector<wire::ScheduledRequest> Deck::Withdraw(int64_t agent, std::vector<int64_t> heirs) {
  Hand& hand = HandOf(agent);
  hand.gone = true;
  hand.heirs = std::move(heirs);
  std::vector<wire::ScheduledRequest> left(std::make_move_iterator(hand.requests.begin()),
                                           std::make_move_iterator(hand.requests.end()));
  hand.requests.clear();
  return left;
}

void Deck::DealAgain(std::vector<wire::ScheduledRequest> requests, const std::vector<int64_t>& agents) {
  if (agents.empty()) return;
  const auto earlier = [](const wire::ScheduledRequest& a, const wire::ScheduledRequest& b) {
    return a.offset_ns() < b.offset_ns();
  };
  for (size_t i = 0; i < requests.size(); ++i) {
    HandOf(agents[i % agents.size()]).requests.push_back(std::move(requests[i]));
  }
  for (const int64_t agent : agents) {
    std::deque<wire::ScheduledRequest>& hand = HandOf(agent).requests;
    std::stable_sort(hand.begin(), hand.end(), earlier);
  }
}

}  // namespace barrage
