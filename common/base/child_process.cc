#include "common/base/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

extern char** environ;

namespace barrage {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(10);

std::vector<char*> EnvironmentOf(const ChildOptions& options) {
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!options.without_settings || std::strncmp(*variable, "BARRAGE_", 8) != 0) variables.push_back(*variable);
  }
  variables.push_back(nullptr);
  return variables;
}

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::Start(const std::vector<std::string>& words, ChildOptions options) {
  UniqueFd output(memfd_create("output", MFD_CLOEXEC));
  if (!output.valid()) return absl::InternalError(absl::StrCat("memfd_create: ", std::strerror(errno)));
  std::vector<std::string> copies = words;
  std::vector<char*> argv;
  for (std::string& word : copies) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, output.get(), STDERR_FILENO);
  pid_t pid = 0;
  std::vector<char*> variables = EnvironmentOf(options);
  const int error = posix_spawn(&pid, argv[0], &files, nullptr, argv.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return absl::InternalError(absl::StrCat("cannot start ", words[0], ": ", std::strerror(error)));
  return ChildProcess(pid, std::move(output), options.patience);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      output_(std::move(other.output_)),
      patience_(other.patience_),
      ended_(other.ended_),
      status_(other.status_) {}

ChildProcess::~ChildProcess() {
  if (pid_ == 0 || ended_) return;
  kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  while (!Reap(WNOHANG)) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill(pid_, SIGKILL);
      Reap(0);
      return;
    }
    std::this_thread::sleep_for(kGlance);
  }
}

bool ChildProcess::Reap(int options) {
  if (!ended_) ended_ = waitpid(pid_, &status_, options) == pid_;
  return ended_;
}

std::string ChildProcess::Output() const {
  std::string text;
  char piece[4096];
  ssize_t size;
  // By offset: the place at which the child writes on is left alone.
  while ((size = pread(output_.get(), piece, sizeof(piece), static_cast<off_t>(text.size()))) > 0) {
    text.append(piece, static_cast<size_t>(size));
  }
  return text;
}

absl::StatusOr<std::string> ChildProcess::FirstLine(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const bool ended = Reap(WNOHANG);
    const std::string text = Output();
    const size_t end = text.find('\n');
    if (end != std::string::npos) return text.substr(0, end);
    if (ended) return absl::UnavailableError(absl::StrCat("it ended at once: ", text));
    if (std::chrono::steady_clock::now() > deadline) return absl::DeadlineExceededError("it prints nothing");
    std::this_thread::sleep_for(kGlance);
  }
}

int ChildProcess::Wait() {
  Reap(0);
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

}  // namespace barrage
