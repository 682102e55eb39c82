#!/usr/bin/env bash
# Times the engine and writes the figures into docs/results.md, between its marks. About ten minutes; the computer should
# be idle.
#
#   docs/engine.sh [--peers FOLDER]    FOLDER: see benchmarks/side-by-side.sh
#   INSITU_DATA=FOLDER                 with the IDX files of MNIST, for the times of epochs; left out where it is not set
set -euo pipefail
cd "$(dirname "$0")/.."
kept=target/engine
mkdir -p "$kept"

./insitu --version >/dev/null
echo "engine: side by side" >&2
benchmarks/side-by-side.sh "$@" >"$kept/side-by-side" 2>"$kept/side-by-side.notes"
echo "engine: scaling" >&2
./insitu bench-engine -n 8,16,32,64,128,256,512,1024 --plot docs/images/engine-scaling.png >"$kept/scaling" 2>/dev/null
echo "engine: decompositions" >&2
mvn -B -q -Dmaven.test.skip=true -Djacoco.skip -Dspotless.check.skip -pl benchmarks -am package >&2
java -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main DecompositionBenchmark -bm avgt \
  >"$kept/decompositions"

# epochs NAME OPTION...: a run of 100 epochs.
epochs() {
  local name=$1
  shift
  ./insitu train mnist "$@" --epochs 100 --threads 2 --json --quiet --force --out "$kept/$name" >"$kept/$name.json" 2>/dev/null
}
# seconds NAME WHICH: the WHICH-th part (0 shortest, 0.5 median) of what the training of its epochs took.
seconds() {
  awk -F, 'NR > 2 { print $(NF - 1) }' "$kept/$1/metrics.csv" | sort -n |
    awk -v which="$2" '{ s[NR] = $1 } END { printf "%.3f", s[1 + int(which * NR)] }'
}
value() { sed -n "s/^ *\"$2\" : \([^,]*\),*$/\1/p" "$kept/$1.json" | head -n 1; }
if [ -n "${INSITU_DATA:-}" ]; then
  for optimizer in sgd adam; do
    rate=0.2
    [ $optimizer = adam ] && rate=0.001
    for gradient in digital model; do
      echo "engine: MNIST, $optimizer, $gradient" >&2
      epochs "$optimizer-$gradient" --optimizer $optimizer --lr $rate --gradient $gradient
    done
  done
fi

tables() {
  echo
  echo "Made by \`docs/engine.sh\` on $(date -u +%Y-%m-%d) at commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- '*/src/main' pom.xml || echo ' with changes'), $(java -version 2>&1 | sed -n '1s/.*version "\([^"]*\)".*/JDK \1/p'), $(getconf _NPROCESSORS_ONLN) cores of $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)."
  echo
  echo "### Side by side"
  echo
  echo "\`benchmarks/side-by-side.sh\`: rectangular meshes, batches of 600, two threads, new phases in every call. *gradient*: three"
  echo "passes of every sample with a tap at every heater; *gradientMatrix*: the same by N basis vectors. In brackets how many times"
  echo "Insitu's time the others take."
  echo
  echo '```'
  cat "$kept/side-by-side"
  echo '```'
  echo
  if [ -s "$kept/side-by-side.notes" ]; then
    grep '^skipped' "$kept/side-by-side.notes" | sort -u | sed "s/.*No module named '\(.*\)'.*/Left out, as it is not installed here: \1./" || true
    echo
  fi
  echo "### Growth"
  echo
  echo "\`insitu bench-engine --plot\`: time of a call over the number of ports, and the heap it takes beside its batches."
  echo
  echo "![Time of a call over the number of ports](images/engine-scaling.png)"
  echo
  echo '```'
  grep -v "double" "$kept/scaling"
  echo '```'
  echo
  echo "### Decompositions"
  echo
  echo "From a Haar unitary to phases, one thread: Reck (triangular) and Clements (rectangular), JMH."
  echo
  echo "| topology | ports | time |"
  echo "|---|---|---|"
  awk '/^DecompositionBenchmark.decompose +[0-9]/ { printf "| %s | %s | %.2f ± %.2f ms |\n", tolower($3), $2, $6, $8 }' "$kept/decompositions"
  echo
  if [ -n "${INSITU_DATA:-}" ]; then
    echo "### MNIST"
    echo
    echo "\`insitu train mnist --epochs 100 --optimizer ... --gradient ...\`: 60,000 images, two rectangular layers of 64 ports, batches of"
    echo "600, two threads; *in situ*: three passes with taps, *model*: computed. *An epoch* is all steps on 60,000 images (\`trainSeconds\`);"
    echo "the 100 epochs also hold a test on 10,000 images after each and the first epochs, in which Java compiles."
    echo
    echo "| optimiser | gradient | test error | 100 epochs | an epoch, median | shortest |"
    echo "|---|---|---|---|---|---|"
    for optimizer in sgd adam; do
      for gradient in digital model; do
        name=$optimizer-$gradient
        awk -v o=$optimizer -v g="$gradient" -v e="$(value $name testError)" -v s="$(value $name wallSeconds)" \
          -v m="$(seconds $name 0.5)" -v f="$(seconds $name 0)" \
          'BEGIN { printf "| %s | %s | %.2f %% | %.1f s | %s s | %s s |\n", o, g == "digital" ? "in situ" : "model", 100 * e, s, m, f }'
      done
    done
    echo
  fi
}

tables >"$kept/tables.md"
awk -v tables="$kept/tables.md" '
  /<!-- engine: end -->/ { inside = 0 }
  !inside { print }
  /<!-- engine: begin/ { inside = 1; while ((getline line < tables) > 0) print line }
' docs/results.md >"$kept/results.md"
mv "$kept/results.md" docs/results.md
echo "engine: docs/results.md" >&2
