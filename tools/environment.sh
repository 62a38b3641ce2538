# shellcheck shell=bash
# Sourced by the entry points: what a bare environment may lack.
export HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
export PATH="$HOME/.cargo/bin:$PATH:/usr/sbin:/sbin"
