#!/bin/sh
# Starts Lifeguard with the Java beside it, through any symbolic link.
home=$(readlink -f "$0") && home=${home%/bin/*} || exit 4

# In the C locale Java cannot name a file with a letter outside ASCII, and Python decodes as UTF-8 there
# anyway.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

# Told only when it is there: Java would say that it is not.
aot=
[ -r "$home/lib/lifeguard.aot" ] && aot=-XX:AOTCache=$home/lib/lifeguard.aot

# The recording of a run that has ended is read once, by somebody who waits for it: the second compiler would
# take one of two processors from that and be through when all is on the screen. A command for each item is
# started a few thousand times a second at most, and it would take more from the commands than it gives back.
first=-XX:TieredStopAtLevel=1
compilers=
case ${1:-} in
  open)
    case ${2:-} in
      *.lifeguard) compilers=$first ;;
      ?*) [ -e "$2/report.json" ] && compilers=$first ;;
    esac
    ;;
  run)
    for word; do
      case $word in
        --window) break ;;
        --) compilers=$first && break ;;
      esac
    done
    ;;
esac

# exec, so that this process is the program: signals and the pid are its own.
exec "$home/lib/runtime/bin/lifeguard" ${aot:+"$aot"} $compilers \
@OPTIONS@
  --module dev.lifeguard/dev.lifeguard.cli.Main "$@"
