#include "coordinator/cli/port_holder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kListening = "0A";

std::string FirstLine(const fs::path& path) {
  std::string line;
  std::ifstream file(path);
  std::getline(file, line);
  return line;
}

// What open files of the sockets that listen on `port` are called: "socket:[INODE]". proc(5), /proc/net/tcp.
std::set<std::string> Sockets(int port) {
  std::set<std::string> sockets;
  for (const char* const path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream table(path);
    for (std::string line; std::getline(table, line);) {
      std::istringstream columns(line);
      std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
      columns >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
      const std::string hex_port = absl::StrCat("0x", local.substr(local.rfind(':') + 1));
      int seen = 0;
      if (state == kListening && absl::SimpleHexAtoi(hex_port, &seen) && seen == port) {
        sockets.insert(absl::StrCat("socket:[", inode, "]"));
      }
    }
  }
  return sockets;
}

// What the process has open.
std::vector<std::string> OpenFiles(const fs::path& process) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(process / "fd", error), end; !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    std::string file = fs::read_symlink(entry->path(), gone).string();
    if (!gone) files.push_back(std::move(file));
  }
  return files;
}

std::string RunDirectory(const std::vector<std::string>& files) {
  for (const fs::path file : files) {
    if (file.parent_path().filename() == "records") return file.parent_path().parent_path().string();
  }
  return "";
}

}  // namespace

std::optional<PortHolder> FindPortHolder(int port) {
  const std::set<std::string> sockets = Sockets(port);
  if (sockets.empty()) return std::nullopt;
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error)) {
    PortHolder holder;
    if (!absl::SimpleAtoi(entry->path().filename().string(), &holder.pid)) continue;
    const std::vector<std::string> files = OpenFiles(entry->path());
    if (std::none_of(files.begin(), files.end(), [&](const std::string& file) { return sockets.count(file) > 0; })) {
      continue;
    }
    holder.program = FirstLine(entry->path() / "comm");
    holder.run_directory = RunDirectory(files);
    return holder;
  }
  return std::nullopt;
}

std::string DescribePortHolder(absl::string_view address) {
  int port = 0;
  if (!absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port) || port == 0) return "";
  const std::optional<PortHolder> holder = FindPortHolder(port);
  if (!holder) return "";
  const std::string process = absl::StrCat("a ", holder->program, " listens there (process ", holder->pid, ")");
  if (holder->run_directory.empty()) return process;
  return absl::StrCat(process, ", for the run in ", holder->run_directory);
}

}  // namespace barrage
