#include "coordinator/report/file_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr size_t kBufferBytes = 1 << 18;

absl::Status SystemError(const char* what, const std::string& path) {
  const int error = errno;
  const std::string message = absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(error));
  return error == ENOSPC ? absl::ResourceExhaustedError(message) : absl::UnavailableError(message);
}

}  // namespace

absl::StatusOr<FileWriter> FileWriter::Create(const std::string& path) {
  const std::string temporary = absl::StrCat(path, ".partial");
  UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd.valid()) return SystemError("create", temporary);
  return FileWriter(path, temporary, std::move(fd));
}

FileWriter FileWriter::ToStdout() { return FileWriter("stdout", "", UniqueFd(::dup(STDOUT_FILENO))); }

FileWriter::FileWriter(std::string path, std::string temporary, UniqueFd fd)
    : path_(std::move(path)), temporary_(std::move(temporary)), fd_(std::move(fd)) {}

FileWriter::~FileWriter() {
  if (fd_.valid() && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileWriter::Append(absl::string_view text) {
  buffer_.append(text.data(), text.size());
  if (buffer_.size() >= kBufferBytes) Flush();
}

void FileWriter::Flush() {
  absl::string_view left = buffer_;
  while (!left.empty() && status_.ok()) {
    const ssize_t written = ::write(fd_.get(), left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      status_ = SystemError("write", path_);
      break;
    }
    left.remove_prefix(static_cast<size_t>(written));
  }
  buffer_.clear();
}

absl::Status FileWriter::Commit() {
  Flush();
  if (!status_.ok()) return status_;
  fd_.Reset();
  if (temporary_.empty()) return status_;
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    status_ = SystemError("rename to", path_);
    ::unlink(temporary_.c_str());
  }
  return status_;
}

}  // namespace barrage
