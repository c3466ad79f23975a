#!/usr/bin/env bash
# Runs every benchmark and prints the rows of the README's table.
#
#     mvn -q -DskipTests package && src/bench/all.sh [--quick]
#
# Wants Linux, a C compiler, and for the comparison Debian's python3-joblib (loky), python3-pebble,
# xargs and GNU parallel; what is missing is left out and said. Nothing else should run on the
# machine meanwhile. --quick takes a fifth of the rounds, to see that everything works.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case ${1:-} in
  '') tasks=200000 slow=20000 rounds=5 kills=200 pools=100 ;;
  --quick) tasks=40000 slow=4000 rounds=1 kills=40 pools=10 ;;
  *)
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ $1 == --help ]]
    exit
    ;;
esac

# The Python that has the peers: Debian's own, where there is one.
python=/usr/bin/python3
[[ -x $python ]] || python=python3
rows=$(mktemp)
trap 'rm -f "$rows" "$rows.plain"' EXIT
: >"$rows.plain"

# Shows everything, and keeps what is a row of a table.
bench() {
  echo "+ $*" >&2
  "$@" | tee /dev/stderr | grep '^|' >>"$rows" || echo "no rows from: $*" >&2
}

# Shows everything, and keeps it for the end.
plain() {
  echo "+ $*" >&2
  { echo "$*"; "$@" || echo "failed: $*"; } | tee /dev/stderr >>"$rows.plain"
}

# A main class below src/bench/java, with its arguments.
java_bench() {
  local main=$1
  shift
  bench mvn -q -Pbench "-Dbench.main=dev.lifeguard.bench.$main" "-Dbench=$*"
}

bench "$python" src/bench/throughput.py --markdown \
  --tasks "$tasks" --slow-tasks "$slow" --rounds "$rounds"
bench "$python" src/bench/rescue.py --markdown --tasks "$((tasks / 2))" --rounds "$rounds" \
  --kills "$((kills / 2))"
java_bench KillLatency --kills "$kills" --sizes 0,10,50,100,250,500 --markdown
java_bench KillLatency --kills "$kills" --start template --markdown
bench python3 src/bench/verdict.py --pools "$pools" --markdown
# These print tables of their own, which follow as they are.
if [[ -f src/bench/exec.py ]]; then
  plain "$python" src/bench/exec.py
fi
for main in QueueDepth ManyWorkers RecordingCost SampleCost ScanDuty; do
  if [[ -f src/bench/java/dev/lifeguard/bench/$main.java ]]; then
    plain mvn -q -Pbench "-Dbench.main=dev.lifeguard.bench.$main"
  fi
done
# The recording: written and read beside a plain write of the same bytes, opened, and gone through.
plain mvn -q -Pbench -Dbench.main=dev.lifeguard.journal.RecordingRates
plain mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowRates "-Dbench=open seek"
plain mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowOpening
plain mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowFrames
# A window on a thousand workers, once it is warm, in rounds of a minute.
plain mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowLoad

echo
echo '| what | Lifeguard | beside it |'
echo '|---|---|---|'
cat "$rows"
echo
sed 's/^/    /' "$rows.plain"
