#!/usr/bin/env bash
# Runs the demonstrations on emulated instruments and writes their figures into docs/results.md, between its marks.
#
#   docs/instruments.sh        an hour or more; what has run already stays in target/instruments, delete that to begin anew
#   QUICK=1 docs/instruments.sh   small numbers, prints to standard output, changes no file
#
# Needs Linux, for pseudo terminals. A quiet computer gives the times of the table.
set -euo pipefail
cd "$(dirname "$0")/.."

soak=100000 kills=500 lines=10000000 updates=40 steps=500
kept=target/instruments
if [ -n "${QUICK:-}" ]; then
  soak=2000 kills=6 lines=50000 updates=4 steps=0
  kept=target/instruments-quick
fi
mkdir -p "$kept"
faults=drop=0.004,delay=0.003:5,garble=0.005,duplicate=0.003,split=0.003,merge=0.001,e15=0.001,reboot=0.0001,seed=1
train=(train moons --seed 1 --iterations "$steps" --eval-every 250 --json --quiet)

# once NAME COMMAND...: keeps the output of a command that ended well.
once() {
  local name=$1
  shift
  [ -s "$kept/$name" ] && return
  echo "instruments: $name" >&2
  "$@" >"$kept/$name.part"
  mv "$kept/$name.part" "$kept/$name"
}

# on_bench NAME FILE FAULTS: trains on the emulated instruments of a bench file.
on_bench() {
  local name=$1 file=$2 list=$3
  [ -s "$kept/$name" ] && return
  ./insitu emulate bench "$file" --seed 1 --faults "$list" --json >"$kept/$name.emulators" &
  emulators=$!
  trap 'kill $emulators 2>/dev/null || true' EXIT
  until ./insitu bench zero "$file" --json >"$kept/$name.zero" 2>/dev/null; do sleep 0.2; done
  once "$name" ./insitu "${train[@]}" --chip "$file" --force --out "$kept/$name-run"
  kill $emulators
  wait $emulators || true
  trap - EXIT
  emulators=
}

value() { sed -n "s/^ *\"$2\" : \([^,]*\),*$/\1/p" "$kept/$1" | head -n 1; }

once virtual ./insitu "${train[@]}" --force --out "$kept/virtual-run"
on_bench exact benches/bench-emulated-exact.yaml ""
on_bench qontrol benches/bench-emulated.yaml ""
on_bench qontrol-faults benches/bench-emulated.yaml "$faults"
once timing ./insitu prove timing --updates "$updates"
once soak ./insitu prove soak -n "$soak"
once fuzz ./insitu prove fuzz -n "$lines"
once kills ./insitu prove kills -n "$kills"

# Every column of metrics.csv but the two of time.
same() {
  if cmp -s <(cut -d, -f1-15 "$kept/$1-run/metrics.csv") <(cut -d, -f1-15 "$kept/virtual-run/metrics.csv"); then
    echo "the same, bit for bit"
  else
    echo "not the same"
  fi
}

row() {
  printf '| %s | %s | %s | %s | %s | %s | %s | %.0f |\n' "$2" "$(value "$1" testAccuracy)" "$(value "$1" bestTestAccuracy)" \
    "$(value "$1" gradientErrorMedian)" "$3" "$(value "$1" requests)" "$(value "$1" repeats)" "$(value "$1" wallSeconds)"
}

tables() {
  echo
  echo "Made by \`docs/instruments.sh\` on $(date -u +%Y-%m-%d) at commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- '*/src/main' chips benches pom.xml || echo ' with changes'), $(java -version 2>&1 | sed -n '1s/.*version "\([^"]*\)".*/JDK \1/p'), $(getconf _NPROCESSORS_ONLN) cores."
  echo "All instruments are emulated; the drivers, ports (pseudo terminals) and bytes are real."
  echo
  echo "### Training on instruments"
  echo
  echo "\`./insitu train moons --seed 1 --iterations $steps --eval-every 250 --chip ...\` against \`sim:amf420\`, same seed. On"
  echo "\`benches/bench-emulated-exact.yaml\` (board, board, switch, laser) every digit crosses the wire. On"
  echo "\`benches/bench-emulated.yaml\` (Qontrol, board, switch, laser) voltages are rounded to 16-bit codes, 0.18 mV, so that the run"
  echo "goes its own way in the last digits. Faults: \`$faults\` (2 % of requests on each of the four links)."
  echo
  echo "| chip | test accuracy | best | gradient error | metrics.csv | requests | repeated | seconds |"
  echo "|---|---|---|---|---|---|---|---|"
  row virtual "\`sim:amf420\`" "reference"
  row exact "exact" "$(same exact)"
  row qontrol "Qontrol" "$(same qontrol)"
  row qontrol-faults "Qontrol, faults" "$(same qontrol-faults)"
  echo
  echo "### Time of an update of 64 channels at 115200 baud"
  echo
  echo "\`insitu prove timing\`: emulated wire, 1 ms until a module answers. *Driver* is the time from a reply to the next request, in"
  echo "percent of the wire's time (at most 5): computing, and waking the threads that wait. *Late* is what the emulation adds."
  echo "*Read back* is the default; the limits are for writing alone."
  echo
  echo '```'
  cat "$kept/timing"
  echo '```'
  echo
  echo "### Soak"
  echo
  echo "\`insitu prove soak\`: voltages set and taps read on three benches under 2 % mixed faults, every accepted value held against the"
  echo "emulated chip. *Wrong* must be 0: a board agrees in every bit, Qontrol voltages within the 1 mV that the bench file asks of the"
  echo "read-back. A lost link ends the operation, and leaves 0 V."
  echo
  echo '```'
  sed "s#/tmp/insitu-prove-[0-9]*/##" "$kept/soak"
  echo '```'
  echo
  echo "### Nonsense, and the death of the host"
  echo
  echo "\`insitu prove fuzz\` and \`insitu prove kills\`: random and damaged lines; calibrations that are killed at random moments."
  echo
  echo '```'
  cat "$kept/fuzz" "$kept/kills"
  echo '```'
  echo
}

if [ -n "${QUICK:-}" ]; then
  tables
else
  tables >"$kept/tables.md"
  awk -v tables="$kept/tables.md" '
    /<!-- instruments: end -->/ { inside = 0 }
    !inside { print }
    /<!-- instruments: begin/ { inside = 1; while ((getline line < tables) > 0) print line }
  ' docs/results.md >"$kept/results.md"
  mv "$kept/results.md" docs/results.md
  echo "results: docs/results.md" >&2
fi
