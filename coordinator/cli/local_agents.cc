#include "coordinator/cli/local_agents.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

extern char** environ;

namespace barrage {
namespace {

constexpr auto kPatience = std::chrono::seconds(5);
constexpr off_t kWords = 4096;

// The signals that this process blocks or ignores must reach the agent in their usual way.
void ResetSignals(posix_spawnattr_t& attributes) {
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGTERM);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

// This process's environment without what an agent has no use for: it is sent the key and the proxy where it needs
// them, and what stands in an environment can be read.
std::vector<char*> AgentEnvironment() {
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const absl::string_view name = absl::string_view(*entry).substr(0, absl::string_view(*entry).find('='));
    const bool is_proxy = absl::EndsWithIgnoreCase(name, "_proxy");
    if (!is_proxy && name != "OPENAI_API_KEY" && name != "BARRAGE_API_KEY" && name != "BARRAGE_HEADER" &&
        name != "BARRAGE_URL" && name != "OPENAI_BASE_URL") {
      kept.push_back(*entry);
    }
  }
  kept.push_back(nullptr);
  return kept;
}

std::string LastWords(int fd) {
  const off_t size = lseek(fd, 0, SEEK_END);
  const off_t from = size > kWords ? size - kWords : 0;
  std::string words(static_cast<size_t>(size - from), '\0');
  const ssize_t got = pread(fd, words.data(), words.size(), from);
  words.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return words;
}

}  // namespace

absl::Status LocalAgents::Start(const std::string& program, const std::vector<std::string>& arguments) {
  Process process;
  process.said.Reset(memfd_create("barrage-agent", MFD_CLOEXEC));
  if (!process.said.valid()) return absl::InternalError(absl::StrCat("memfd_create: ", std::strerror(errno)));
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, process.said.get(), STDERR_FILENO);
  ResetSignals(attributes);
  const int error =
      posix_spawn(&process.pid, program.c_str(), &files, &attributes, argv.data(), AgentEnvironment().data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return absl::InternalError(absl::StrCat("cannot start ", program, ": ", std::strerror(error)));
  processes_.push_back(std::move(process));
  return absl::OkStatus();
}

bool LocalAgents::AnyEnded(std::string* last_words) {
  for (Process& process : processes_) {
    if (!process.ended && waitpid(process.pid, nullptr, WNOHANG) == process.pid) process.ended = true;
    if (process.ended) {
      *last_words = LastWords(process.said.get());
      return true;
    }
  }
  return false;
}

std::string LocalAgents::Words() const {
  std::string all;
  for (const Process& process : processes_) absl::StrAppend(&all, LastWords(process.said.get()));
  return all;
}

LocalAgents::~LocalAgents() {
  for (const Process& process : processes_) {
    if (!process.ended) kill(process.pid, SIGTERM);
  }
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (Process& process : processes_) {
    while (!process.ended && waitpid(process.pid, nullptr, WNOHANG) != process.pid) {
      if (std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        continue;
      }
      kill(process.pid, SIGKILL);
      waitpid(process.pid, nullptr, 0);
      break;
    }
  }
}

}  // namespace barrage
