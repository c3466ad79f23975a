#!/bin/sh
# A Lifeguard worker in POSIX shell, as an example of the protocol (protocol.md). Its tasks are whole
# numbers, and it answers with their squares.
#
#   worker: { program: [sh, example-worker.sh] }

set -u
LC_ALL=C # so that ${#text} counts bytes
export LC_ALL

HELLO=1 RUN=2 DONE=3 FAILED=4 STOP=5 BYE=6 DUMP=7 INTERRUPT=8

# Messages move away from 0 and 1, so that nothing that is run here can read or write in between.
# (3 is the lifeline and has to stay open.)
exec 4<&0 5>&1 0</dev/null 1>&2

# Prints a number as four bytes, the highest first.
bytes() {
  printf "$(printf '\\%03o\\%03o\\%03o\\%03o' \
    $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)))"
}

# send TYPE TASK ATTEMPT PAYLOAD
send() {
  {
    printf "LGP1\\$1\\0\\0\\0"
    bytes "$2"
    bytes "$3"
    bytes "${#4}"
    printf %s "$4"
  } >&5
}

# Reads a header into type, task, attempt and length; fails at the end of the input.
receive() {
  set -- $(dd bs=1 count=20 2>/dev/null <&4 | od -An -v -tu1)
  [ $# -eq 20 ] || return 1
  type=$5
  shift 8
  task=$(($1 << 24 | $2 << 16 | $3 << 8 | $4))
  attempt=$(($5 << 24 | $6 << 16 | $7 << 8 | $8))
  shift 8
  length=$(($1 << 24 | $2 << 16 | $3 << 8 | $4))
}

payload() {
  dd bs=1 count="$length" 2>/dev/null <&4
}

square() {
  case $1 in
    '' | *[!0-9]*) send $FAILED "$task" "$attempt" \
      '{"type":"NotANumber","message":"this worker squares whole numbers","traceback":""}' ;;
    *) send $DONE "$task" "$attempt" $(($1 * $1)) ;;
  esac
}

send $HELLO 0 0 "{\"protocol\":1,\"pid\":$$,\"tid\":$$,\"runtime\":\"POSIX shell\"}"
while receive; do
  case $type in
    $RUN) square "$(payload)" ;;
    $DUMP) echo "in the main loop, between two tasks" >&2 ;;
    $INTERRUPT) ;; # the task it is about has been answered already
    $STOP)
      send $BYE 0 0 ''
      exit 0
      ;;
  esac
done
