#ifndef AGENT_LOOP_PASS_THROUGH_H_
#define AGENT_LOOP_PASS_THROUGH_H_

#include <sys/types.h>

#include <cstddef>

namespace barrage {

// What the C library's recv() and send() do, under names that the program does not define itself.
ssize_t PlainReceive(int fd, void* buffer, size_t size, int flags);
ssize_t PlainSend(int fd, const void* buffer, size_t size, int flags);

}  // namespace barrage

#endif  // AGENT_LOOP_PASS_THROUGH_H_
