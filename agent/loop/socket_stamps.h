#ifndef AGENT_LOOP_SOCKET_STAMPS_H_
#define AGENT_LOOP_SOCKET_STAMPS_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "agent/loop/socket_use.h"
#include "common/base/clock.h"

namespace barrage {

// Sees every recv() and send() that libcurl makes on this thread's sockets: the program defines both functions
// (interpose.cc), and they come here. A recv() becomes a recvmsg() that also brings the kernel's receive stamp, at no
// extra system call. Sockets that were not opened here, and threads without an instance, are passed through.
//
// One instance a thread, made, used and destroyed there.
class SocketStamps {
 public:
  explicit SocketStamps(const Clock& clock);
  ~SocketStamps();

  SocketStamps(const SocketStamps&) = delete;
  SocketStamps& operator=(const SocketStamps&) = delete;

  // The instance of the calling thread, or nullptr.
  static SocketStamps* OfThisThread();

  // Watches a new socket, with the kernel's receive stamps where `kernel` is wished and the kernel has them. It is
  // about to be connected.
  void Open(int fd, bool kernel);
  // How many were opened, and the newest (−1: none).
  uint64_t opened() const { return opened_; }
  int newest() const { return newest_; }
  // Forgets it: call before it is closed.
  void Close(int fd);

  // The socket of the next send() of this thread serves `use`, until Unbind or the socket's next binding. `use` stays
  // where it is until Unbind.
  void BindNextSend(SocketUse& use);
  void Unbind(SocketUse& use);

  // The newest read that brought bytes. Inside libcurl's write callback: the read that the bytes came with.
  const ReadStamp& last_read() const { return last_read_; }

  // Calls of recv() and send() that came through here.
  uint64_t receives() const { return receives_; }
  uint64_t sends() const { return sends_; }

  // Where libcurl reads past this program's recv() (receives() stays 0; CheckStamps says so): `size` bytes for `use`
  // are in the caller's hands now. The stamp is the time of the call, an upper bound.
  void NoteUnseenRead(SocketUse& use, size_t size);

  // What recv(fd, buffer, size, 0) and send(fd, buffer, size, flags) do; errno as theirs.
  ssize_t Receive(int fd, void* buffer, size_t size);
  ssize_t Send(int fd, const void* buffer, size_t size, int flags);

 private:
  struct Socket {
    bool open = false, kernel = false, sent = false;
    int64_t opened_ns = 0, drained_ns = 0;
    int64_t connected_ns = 0;  // until its first use has it
    SocketUse* use = nullptr;
  };
  Socket* Find(int fd);
  int64_t SampleWallOffset(int64_t now_ns) const;
  void NoteRead(SocketUse& use, size_t size);
  void Stamp(Socket& socket, int64_t kernel_wall_ns, bool emptied);

  const Clock& clock_;
  std::vector<Socket> sockets_;  // by descriptor
  SocketUse* awaiting_ = nullptr;
  ReadStamp last_read_;
  int64_t wall_offset_ns_;
  uint64_t receives_ = 0, sends_ = 0, opened_ = 0;
  int newest_ = -1;
};

}  // namespace barrage

#endif  // AGENT_LOOP_SOCKET_STAMPS_H_
