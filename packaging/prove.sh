#!/usr/bin/env bash
# Proves the Linux packages: installs them where nothing is but a minimal Debian, uses them as a plain
# user, upgrades, removes, and compares the file system before and after.
#
#   mvn -Pdist -DskipTests package && sudo packaging/prove.sh [OUTPUT] [WORK]
#
# OUTPUT: where the packages are, target/dist. WORK: keeps the Debian root between runs, and pictures.
# Needs root (chroot), debootstrap, and for the .rpm rpm. Tools that only check what is in a package are used
# where they are: lintian, desktop-file-validate, appstreamcli, man.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
output=$(cd "${1:-$here/../target/dist}" && pwd)
work=${2:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
root=$work/root
deb=$(echo "$output"/lifeguard_*.deb)

step() { printf '\n== %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
plainly() { chroot --userspec=1000:1000 "$root" env -i PATH=/usr/bin:/bin HOME=/home/user USER=user "$@"; }

# Every file with its kind, rights, owner, size and link; not what a running system writes as it goes.
listing() {
  (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp \
    -o -path ./var/lib/dpkg -o -path ./var/log -o -path ./var/cache -o -path ./home/user \) -prune \
    -o ! -type d -printf '%p %y %m %u %s %l\n' -o -type d -printf '%p %y %m %u\n' | sort)
}

# Nobody and nothing of an earlier run is left in the root: what is mounted there is the machine's own.
vacate() {
  local process place
  for process in /proc/[0-9]*; do
    [[ $(readlink "$process/root" 2>/dev/null) != "$root" ]] || kill -KILL "${process#/proc/}" 2>/dev/null || true
  done
  for place in dev proc; do
    for _ in {1..50}; do
      mountpoint -q "$root/$place" || break
      umount "$root/$place" 2>/dev/null || sleep 0.1
    done
    ! mountpoint -q "$root/$place" || fail "$root/$place is still mounted; umount it, and do not delete $root before"
  done
}

prepare() {
  step "a minimal Debian, no JDK, with the libraries that the package recommends and a screen"
  vacate
  if [[ ! -f $work/base.tar ]]; then
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase bookworm "$root" >"$work/debootstrap.log"
    inside apt-get update -q >>"$work/debootstrap.log"
    inside apt-get install -q -y --no-install-recommends \
      libpangoft2-1.0-0 libgtk-3-0 libxtst6 xvfb xauth x11-utils x11-apps xdg-utils shared-mime-info \
      desktop-file-utils libglib2.0-bin bash-completion >>"$work/debootstrap.log" 2>&1
    inside useradd --create-home --uid 1000 user
    tar -C "$root" -cf "$work/base.tar" .
  fi
  rm -rf --one-file-system "$root" && mkdir -p "$root" && tar -C "$root" -xf "$work/base.tar"
  mount -t proc proc "$root/proc"
  mount --bind /dev "$root/dev"
  trap 'screen_ends; vacate' EXIT
  ! inside sh -c 'command -v java || command -v python3' || fail "the root is not minimal"
}

# The same package as a version of yesterday, to upgrade from.
older() {
  local tree=$work/older
  rm -rf "$tree"
  dpkg-deb --raw-extract "$deb" "$tree"
  sed -i 's/^Version: .*/Version: 0.0.1/' "$tree/DEBIAN/control"
  echo gone >"$tree/usr/lib/lifeguard/only-in-the-older"
  dpkg-deb --root-owner-group -Znone --build "$tree" "$root/tmp/older.deb" >/dev/null
}

# An X server inside the root; DISPLAY is :77 until `screen_ends`.
screen() {
  inside Xvfb :77 -screen 0 1400x900x24 -nolisten tcp >"$work/xvfb.log" 2>&1 &
  screen=$!
  for _ in {1..100}; do inside env DISPLAY=:77 xdpyinfo >/dev/null 2>&1 && return; sleep 0.1; done
  fail "no screen"
}
screen_ends() { [[ -z ${screen:-} ]] || { kill "$screen" 2>/dev/null && wait "$screen" || true; screen=; }; }

# Waits for a window, takes its picture, and closes the program.
picture_of() { # NAME TITLE COMMAND...
  local name=$1 title=$2; shift 2
  plainly DISPLAY=:77 "$@" >"$work/$name.log" 2>&1 &
  local shown=$! id=
  for _ in {1..300}; do
    id=$(inside env DISPLAY=:77 LC_ALL=C.UTF-8 xwininfo -root -tree 2>/dev/null | grep -aE "\"$title" | head -1 || true)
    [[ -n $id ]] && break
    # What opens a file by its type starts the program and ends.
    kill -0 "$shown" 2>/dev/null || wait "$shown" || { cat "$work/$name.log"; fail "$name ended"; }
    sleep 0.2
  done
  [[ -n $id ]] || fail "$name: no window '$title'"
  sleep 4
  inside env DISPLAY=:77 xwd -root -silent >"$work/$name.xwd"
  echo "   $id"
  # The program's own number: `chroot` and `env` have become it.
  for pid in $(pgrep -u 1000 -x lifeguard || true); do
    [[ $(readlink "/proc/$pid/root") == "$root" ]] && grep -E 'VmRSS' "/proc/$pid/status" | sed "s/^/   $name /" && kill "$pid" || true
  done
  wait "$shown" 2>/dev/null || true
}

prove_deb() {
  step "before"
  listing >"$work/before"
  older
  cp "$deb" "$root/tmp/new.deb"

  step "install an older version"
  inside apt-get install -q -y --no-install-recommends /tmp/older.deb >"$work/apt.log" 2>&1 || { cat "$work/apt.log"; fail install; }
  step "upgrade"
  inside apt-get install -q -y --no-install-recommends /tmp/new.deb >>"$work/apt.log" 2>&1 || { cat "$work/apt.log"; fail upgrade; }
  [[ ! -e $root/usr/lib/lifeguard/only-in-the-older ]] || fail "a file of the older version is left"
  inside dpkg --verify lifeguard
  plainly lifeguard --version
  listing >"$work/installed"

  step "self-test as a plain user, without display and Python"
  plainly lifeguard --self-test
  find "$root/home/user" -type f | sed 's/^/   in the home: /'
  [[ -z $(find "$root/home/user" -name '*.so' -print -quit) ]] || fail "native libraries were unpacked into the home"
  [[ -z $(find "$root/tmp" -name 'lifeguard*' -print -quit) ]] || fail "something is left in /tmp"

  step "commands, completion and manual"
  plainly bash -c '. /usr/share/bash-completion/completions/lifeguard && complete -p lifeguard'
  plainly sh -c 'cd && lifeguard run --items 1..3 --run-dir /home/user/run --results - -- echo hello {}'

  step "a recording by its file type"
  # A zip's beginning: of an empty file nobody looks at the name.
  printf 'PK\003\004\024\000\000\000' >"$root/home/user/run.lifeguard"
  chown 1000:1000 "$root/home/user/run.lifeguard"
  # Not `| grep -q`, which ends at the first match, and with it the program that still writes.
  [[ $(plainly gio info -a standard::content-type /home/user/run.lifeguard) == *application/x-lifeguard-recording* ]] || fail "the file type"
  [[ $(plainly gio mime application/x-lifeguard-recording) == *dev.lifeguard.Lifeguard.desktop* ]] || fail "the program of the file type"

  step "the window"
  screen
  picture_of window 'Lifeguard"' lifeguard
  plainly sh -c 'cd && rm run.lifeguard && lifeguard pack run run.lifeguard' 2>"$work/pack.log" || { cat "$work/pack.log"; fail "pack"; }
  picture_of recording 'echo .* Lifeguard"' env XDG_CURRENT_DESKTOP=GNOME xdg-open /home/user/run.lifeguard
  screen_ends
  plainly find /home/user -name '.openjfx' | grep . && fail "JavaFX unpacked itself" || true

  step "remove"
  inside apt-get purge -q -y lifeguard >>"$work/apt.log" 2>&1 || { cat "$work/apt.log"; fail purge; }
  listing >"$work/after"
  diff "$work/before" "$work/after"
  echo "   nothing is left: no difference in $(wc -l <"$work/before") files"
}

prove_rpm() {
  local rpm
  rpm=$(find "$output" -maxdepth 1 -name '*.rpm' | head -1)
  [[ -n $rpm ]] && command -v rpm >/dev/null || { echo "   no .rpm, or no rpm here"; return; }
  step "the .rpm in a root of its own"
  local scratch=$work/rpmroot
  rm -rf "$scratch" && mkdir -p "$scratch"
  rpm --root "$scratch" --initdb
  # What it requires comes from packages of a distribution, which this root has none of.
  rpm --root "$scratch" -i --nodeps "$rpm"
  rpm --root "$scratch" -V --nodeps lifeguard
  echo "   verified: as packed"
  "$scratch/usr/bin/lifeguard" --version
  rpm --root "$scratch" -e lifeguard
  local left
  # The database lies in var, and with Debian's rpm in root.
  left=$(find "$scratch" \( -path "$scratch/var" -o -path "$scratch/root" \) -prune -o ! -type d -print)
  [[ -z $left ]] || fail "left by the .rpm: $left"
  left=$(find "$scratch" -name '*lifeguard*')
  [[ -z $left ]] || fail "left by the .rpm: $left"
  echo "   nothing is left"
}

prove_contents() {
  step "what is in the package"
  local tree=$work/contents
  rm -rf "$tree" && dpkg-deb -x "$deb" "$tree"
  ls -l "$output" | grep -E '\.(deb|rpm|gz)$'
  echo "   installed: $(du -sm "$tree" | cut -f1) MB"
  if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate "$tree"/usr/share/applications/*.desktop
    echo "   desktop entry: valid"
  fi
  if command -v appstreamcli >/dev/null; then
    appstreamcli validate --no-net "$tree"/usr/share/metainfo/*.xml
  fi
  if command -v man >/dev/null; then
    man --warnings -l "$tree/usr/share/man/man1/lifeguard.1.gz" 2>"$work/man.log" >/dev/null
    [[ ! -s $work/man.log ]] || { cat "$work/man.log"; fail "the manual page"; }
    echo "   manual page: no warnings"
  fi
  if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error,warning "$deb"
    echo "   lintian: nothing but what the overrides explain"
  fi
}

prove_contents
prepare
prove_deb
prove_rpm
step "everything holds; pictures are in $work"
