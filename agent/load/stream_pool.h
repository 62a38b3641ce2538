#ifndef AGENT_LOAD_STREAM_POOL_H_
#define AGENT_LOAD_STREAM_POOL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "agent/load/transfer.h"
#include "agent/load/url_loads.h"

namespace barrage {

// A loop's streams: as many as were ever in flight at once. Streams that lead to the same addresses are a lane. The
// requests for a URL take turns over the lanes that have a free stream, so that a name's addresses get equal shares;
// within a lane the stream freed last is used first, since its connection is the warmest. With sticky sessions each
// session has a stream of its own, and so its connection.
class StreamPool {
 public:
  // `on_finished` gets every finished request, after its stream is free again.
  StreamPool(const TransferGround& ground, Transfer::OnFinished on_finished);

  // Makes streams until there are `count`. The targets' names are resolved by now.
  void Reserve(size_t count);

  // Sends `due` on a free stream; where its target is open, to the URL with the least in flight here.
  void Dispatch(Due due);

  // Ends what is in flight.
  void CutAll(TransferEnd reason);

  size_t in_flight() const { return in_flight_; }
  // Stream `number`, below the count of streams.
  const Transfer& at(size_t number) const { return *all_[number]; }

 private:
  Transfer& StreamFor(const wire::ScheduledRequest& request);
  Transfer& TakeFree(size_t url);
  void Free(Transfer& transfer);

  const TransferGround ground_;
  const Transfer::OnFinished on_finished_;
  std::vector<std::unique_ptr<Transfer>> all_;
  std::vector<std::vector<Transfer*>> free_;  // by lane
  std::vector<size_t> next_lane_;             // by URL
  size_t free_count_ = 0;
  std::unordered_map<uint64_t, Transfer*> by_session_;  // sticky sessions only
  std::vector<bool> of_session_;                        // by number
  UrlLoads urls_;
  size_t in_flight_ = 0;
};

}  // namespace barrage

#endif  // AGENT_LOAD_STREAM_POOL_H_
