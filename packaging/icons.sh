#!/bin/sh
# Draws the committed pictures of the icons from their SVG, after one of those was changed. Windows has
# neither tool, that is why they are committed.
#
#   packaging/icons.sh [DIRECTORY]     into assets/, or somewhere else to compare
#
# Needs rsvg-convert (Debian: librsvg2-bin) and icotool (icoutils).
set -eu
assets=$(cd "$(dirname "$0")/../assets" && pwd)
to=${1:-$assets}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for icon in lifeguard lifeguard-recording; do
  set --
  for size in 16 24 32 48 64 128; do
    rsvg-convert --width "$size" --height "$size" "$assets/$icon.svg" --output "$work/$size.png"
    set -- "$@" "$work/$size.png"
  done
  rsvg-convert --width 256 --height 256 "$assets/$icon.svg" --output "$work/256.png"
  # As a PNG inside: the format's bitmaps of that size take a quarter of a megabyte.
  icotool --create --output="$to/$icon.ico" "$@" --raw="$work/256.png"
done
rsvg-convert --width 256 --height 256 "$assets/lifeguard.svg" --output "$to/lifeguard-256.png"
# The window's own.
if [ "$to" = "$assets" ]; then
  rsvg-convert --width 128 --height 128 "$assets/lifeguard.svg" \
    --output "$assets/../src/main/resources/dev/lifeguard/gui/shell/lifeguard.png"
fi
