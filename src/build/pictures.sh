#!/bin/sh
# Makes the pictures of the README: a run of the SIGKILL demonstration, and a real
# multiprocessing.Pool that hangs, seen in the window.
#
#   mvn -q -DskipTests package && src/build/pictures.sh
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
XDG_STATE_HOME=$state
export XDG_STATE_HOME
mkdir -p "$here/assets"
"$here/target/lifeguard/bin/lifeguard" open demo:sigkill --after 9s \
  --screenshot "$here/assets/window-light.png" --theme light
"$here/target/lifeguard/bin/lifeguard" open demo:sigkill --after 9s \
  --screenshot "$here/assets/window-dark.png" --theme dark
# The murder waits until all but the longest task are done.
"$here/target/lifeguard/bin/lifeguard" open demo:murder --after 15s \
  --screenshot "$here/assets/window-hung-pool.png" --theme light
