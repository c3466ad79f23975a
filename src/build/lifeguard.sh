#!/bin/sh
# Starts Lifeguard on a JDK or JRE 25 or newer, from any directory and through symbolic links.
# Looks in this order: JAVA_HOME, the JDK that built this copy, PATH, the usual places.
set -u

script=$0
while [ -L "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
home=$(CDPATH='' cd -- "$(dirname "$script")/.." && pwd -P) || exit 4

# In the C locale Java cannot name a file with a letter outside ASCII, and Python decodes as UTF-8 there
# anyway.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

# Every JDK and JRE carries a file `release` with a line JAVA_VERSION="25.0.3".
is_new_enough() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && [ "$version" -ge 25 ]
}

home_on_path() {
  java=$(command -v java) || return 1
  java=$(readlink -f "$java") || return 1
  dirname "$(dirname "$java")"
}

java_home=
for candidate in "${JAVA_HOME:-}" '@JAVA_HOME@' "$(home_on_path)" "${JAVA25_HOME:-}" \
  /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/}"/.jdks/* \
  "${HOME:-/}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -n "$candidate" ] && is_new_enough "$candidate"; then
    java_home=$candidate
    break
  fi
done
if [ -z "$java_home" ]; then
  echo "lifeguard: needs Java 25 or newer and found none; install Temurin 25 (https://adoptium.net) or set JAVA_HOME to it" >&2
  exit 4
fi

# exec, so that this process is the program: signals and the pid are its own.
# The serial collector starts soonest and keeps the least memory; the engine allocates little.
# Warnings of the virtual machine do not go among the results on standard output.
exec "$java_home/bin/java" \
  --enable-native-access=dev.lifeguard,javafx.graphics,com.sun.jna \
  -XX:+UseSerialGC \
  -Xlog:disable -Xlog:all=warning:stderr \
  --module-path "$home/lib" \
  --module dev.lifeguard/dev.lifeguard.cli.Main "$@"
