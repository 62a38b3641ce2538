#!/usr/bin/env bash
# bootstrap.sh [--programs]: installs what the build and the tests need on Debian 12, as root or through sudo; with --programs only what
# building the programs needs. What is there already is left alone; nothing else in the project uses the network but
# tests/real/install, which fetches LLM servers to test against.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

programs=
case ${1:-} in '') ;; --programs) programs=1 ;; *) sed -n '2,4s/^# //p' "$0" >&2; exit 2 ;; esac

packages=(
  bazel-bootstrap build-essential pkg-config git ca-certificates
  libgrpc++-dev protobuf-compiler-grpc protobuf-compiler libprotobuf-dev libabsl-dev
  libcurl4-openssl-dev rapidjson-dev libcli11-dev libyaml-cpp-dev libzstd-dev zlib1g-dev
  prometheus-cpp-dev libcivetweb-dev libpng-dev libjpeg62-turbo-dev
  libgtest-dev libgmock-dev libbenchmark-dev
)
[[ $programs ]] || packages+=(
  # clang as a second opinion: thread annotations, fuzzing, format and lint
  clang-16 clang-tidy-16 clang-format-16 libclang-rt-16-dev
  # the tests
  python3 python3-numpy python3-venv curl iproute2 procps groff-base openssl util-linux
  wrk  # a yardstick of tests/bench
)
# The check of the Kubernetes manifests.
[[ $programs ]] || command -v npm >/dev/null || packages+=(nodejs npm)
# The tokenizer's crate. Debian's plain cargo is too old to read its lock file.
crate=common/tokenizer/rust/Cargo.toml
[[ ! -e $crate ]] || command -v cargo >/dev/null || packages+=(cargo-web)

states=$(dpkg-query --show --showformat='${db:Status-Status}\n' "${packages[@]}" 2>&1 || true)
if grep --quiet --invert-match '^installed$' <<<"$states"; then
  as_root=()
  if (($(id -u))); then
    command -v sudo >/dev/null || { echo "bootstrap.sh: run it as root, or install sudo" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
fi

[[ ! -e $crate ]] || cargo fetch --quiet --locked --manifest-path "$crate"
