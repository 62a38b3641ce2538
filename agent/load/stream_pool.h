#ifndef AGENT_LOAD_STREAM_POOL_H_
#define AGENT_LOAD_STREAM_POOL_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "agent/load/transfer.h"

namespace barrage {

// A loop's streams: as many as were ever in flight at once. The one freed last is used first, since its connection is
// the warmest.
class StreamPool {
 public:
  // `on_finished` gets every finished request, after its stream is free again.
  StreamPool(const TransferGround& ground, Transfer::OnFinished on_finished);

  // Makes streams until there are `count`.
  void Reserve(size_t count);

  // Sends `due` on a free stream.
  void Dispatch(Due due);

  // Ends what is in flight.
  void CutAll(TransferEnd reason);

  size_t in_flight() const { return in_flight_; }
  // Stream `number`, below the count of streams.
  const Transfer& at(size_t number) const { return *all_[number]; }

 private:
  const TransferGround ground_;
  const Transfer::OnFinished on_finished_;
  std::vector<std::unique_ptr<Transfer>> all_;
  std::vector<Transfer*> free_;
  size_t in_flight_ = 0;
};

}  // namespace barrage

#endif  // AGENT_LOAD_STREAM_POOL_H_
