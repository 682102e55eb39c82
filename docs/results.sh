#!/bin/sh
# Makes the tables between the two marks in docs/results.md and the pictures in docs/images, from runs of this very
# program: accuracy of moons, circle and ring on the virtual chip beside the digital reference, gradient errors,
# fidelity, and time. Takes about an hour on
# two cores; with QUICK=1 (one seed, few iterations, tables on standard output only) two minutes.
#
# Every run leaves its JSON in runs/results/; a run whose JSON is there is not repeated, so an interrupted script goes on
# where it was. Remove the folder to begin anew.
set -eu
cd "$(dirname "$0")/.."

seeds=${SEEDS:-1 2 3 4 5} # SEEDS="1 2" takes fewer
extra=""
unitaries=200
kept=runs/results
if [ -n "${QUICK:-}" ]; then
  seeds=1
  extra="--iterations 20"
  unitaries=20
  kept=$(mktemp -d)
  trap 'rm -rf "$kept"' EXIT
fi
mkdir -p "$kept"
./insitu --version >/dev/null # builds now, not within a time that is measured

# run NAME OPTIONS...: trains once and keeps the JSON as NAME.json.
run() {
  name=$1
  shift
  [ -s "$kept/$name.json" ] && return
  echo "results: $name" >&2
  # shellcheck disable=SC2086 # extra is a list
  ./insitu train "$@" $extra --quiet --json --force --out "$kept/$name" >"$kept/$name.part"
  mv "$kept/$name.part" "$kept/$name.json"
}

# value FILE KEY: the number of a key; the first one, if it stands in several objects.
value() { sed -n "s/.*\"$2\" : \\([^,}]*\\).*/\\1/p" "$kept/$1.json" | head -n 1; }

# ci FILE: the two numbers of the first ci95.
ci() { sed -n 's/.*"ci95" : \[ \([^ ,]*\), \([^ ]*\) \].*/\1 \2/p' "$kept/$1.json" | sed -n "$2p"; }

# median: of the numbers on standard input, one per line.
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# medians KEY PATTERN: the median of a key over the runs of all seeds; %s in the pattern is the seed.
medians() {
  for seed in $seeds; do
    # shellcheck disable=SC2059 # the pattern is a format
    value "$(printf "$2" "$seed")" "$1"
  done | median
}

fixed() { awk -v x="$1" -v d="$2" 'BEGIN { printf "%." d "f", x }'; }

# worst PATTERN: the largest spread of test accuracy over the last 100 iterations among the seeds.
worst() {
  for seed in $seeds; do
    # shellcheck disable=SC2059 # the pattern is a format
    name=$(printf "$1" "$seed")
    awk -v a="$(value "$name" min)" -v b="$(value "$name" max)" 'BEGIN { print b - a }'
  done | sort -n | tail -n 1
}

for seed in $seeds; do
  for task in moons circle ring; do
    run "$task-$seed-measured" "$task" --seed "$seed"
    run "$task-$seed-model" "$task" --seed "$seed" --gradient model
  done
  run "moons-$seed-corrected" moons --seed "$seed" --phases corrected
  run "moons-$seed-digital" moons --seed "$seed" --gradient digital
  run "moons-$seed-digital-corrected" moons --seed "$seed" --gradient digital --phases corrected
  for gradient in digital analog; do
    for phases in measured corrected; do
      run "moons-$seed-$gradient-$phases-single" moons --seed "$seed" --gradient $gradient --phases $phases --batch 1 --lr 0.02
    done
  done
done
# fidelity CHIP PROCEDURE SEED
fidelity() {
  [ -s "$kept/fidelity-$1-$2-$3.json" ] && return
  echo "results: fidelity-$1-$2-$3" >&2
  ./insitu fidelity --chip "sim:$1" --procedure "$2" --seed "$3" -n "$unitaries" --quiet --json >"$kept/fidelity.part"
  mv "$kept/fidelity.part" "$kept/fidelity-$1-$2-$3.json"
}
for seed in $seeds; do
  fidelity amf420 published "$seed"
  fidelity amf420 refined "$seed"
done
fidelity static published 1
fidelity static refined 1
fidelity ideal published 1
if [ ! -s "$kept/wall" ]; then
  start=$(date +%s.%N)
  # shellcheck disable=SC2086 # extra is a list
  ./insitu train moons --seed 1 $extra --quiet --json --force --out "$kept/wall-run" >/dev/null
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.1f\n", b - a }' >"$kept/wall"
fi

tables() {
  echo
  echo "Made by \`docs/results.sh\` on $(date -u +%Y-%m-%d) at commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- '*/src/main' chips pom.xml || echo ' with changes'), $(java -version 2>&1 | sed -n '1s/.*version "\([^"]*\)".*/JDK \1/p'), $(getconf _NPROCESSORS_ONLN) cores."
  echo
  echo "### Accuracy"
  echo
  echo "Default settings, chip \`sim:amf420\` (seed of the chip = seed of the run), in situ gradient by the analog difference with"
  echo "measured phases; 400 training points, 1,000 test points. *In situ*: test accuracy, classified on the chip. *Digital*: the same"
  echo "command with \`--gradient model\`, trained and classified on the model. *Spread*: the largest minus the smallest test accuracy over the last 100 iterations."
  echo
  echo "| task | seed | in situ | digital | difference | digital phases on the chip | spread | gradient error | seconds |"
  echo "|---|---|---|---|---|---|---|---|---|"
  for task in moons circle ring; do
    for seed in $seeds; do
      m=$task-$seed-measured
      d=$task-$seed-model
      awk -v task="$task" -v seed="$seed" -v a="$(value "$m" testAccuracy)" -v b="$(value "$d" digitalTestAccuracy)" -v c="$(value "$d" testAccuracy)" \
        -v low="$(value "$m" min)" -v high="$(value "$m" max)" -v g="$(value "$m" gradientErrorMedian)" -v w="$(value "$m" wallSeconds)" \
        'BEGIN { printf "| %s | %d | %.3f | %.3f | %+.3f | %.3f | %.3f | %.4f | %.0f |\n", task, seed, a, b, a - b, c, high - low, g, w }'
    done
    a=$(medians testAccuracy "$task-%s-measured")
    b=$(medians digitalTestAccuracy "$task-%s-model")
    c=$(medians testAccuracy "$task-%s-model")
    awk -v task="$task" -v a="$a" -v b="$b" -v c="$c" -v s="$(worst "$task-%s-measured")" -v g="$(medians gradientErrorMedian "$task-%s-measured")" -v w="$(medians wallSeconds "$task-%s-measured")" \
      'BEGIN { printf "| **%s** | **median** | **%.3f** | **%.3f** | **%+.3f** | %.3f | %.3f (worst) | %.4f | %.0f |\n", task, a, b, a - b, c, s, g, w }'
  done
  echo
  echo "### Gradient error"
  echo
  echo "1 - cos between the measured gradient and the model's, median over the iterations of a run on moons, then over seeds. Batches"
  echo "of 1 as on the published chip (\`--batch 1 --lr 0.02\`), and of 4, the default; the analog difference of a batch shares one scale,"
  echo "which costs what the difference gains."
  echo
  echo "| batch | subtraction | phases measured | phases corrected |"
  echo "|---|---|---|---|"
  for gradient in digital analog; do
    echo "| 1 | $gradient | $(fixed "$(medians gradientErrorMedian "moons-%s-$gradient-measured-single")" 4) | $(fixed "$(medians gradientErrorMedian "moons-%s-$gradient-corrected-single")" 4) |"
  done
  echo "| 4 | digital | $(fixed "$(medians gradientErrorMedian moons-%s-digital)" 4) | $(fixed "$(medians gradientErrorMedian moons-%s-digital-corrected)" 4) |"
  echo "| 4 | analog | $(fixed "$(medians gradientErrorMedian moons-%s-measured)" 4) | $(fixed "$(medians gradientErrorMedian moons-%s-corrected)" 4) |"
  echo
  echo "### Fidelity after calibration"
  echo
  echo "$unitaries Haar unitaries, one random vector each, calibrated from volts and taps; 95 % interval of the mean in brackets."
  echo
  echo "| chip | procedure | seed | amplitude fidelity | complex fidelity | phase read error |"
  echo "|---|---|---|---|---|---|"
  for f in $(for seed in $seeds; do echo "fidelity-amf420-published-$seed"; done) fidelity-static-published-1 fidelity-ideal-published-1 \
    $(for seed in $seeds; do echo "fidelity-amf420-refined-$seed"; done) fidelity-static-refined-1; do
    chip=${f#fidelity-}
    procedure=${chip#*-}
    amplitude=$(sed -n '/amplitudeFidelity/,/}/s/.*"mean" : \([^,]*\).*/\1/p' "$kept/$f.json")
    complex=$(sed -n '/complexFidelity/,/}/s/.*"mean" : \([^,]*\).*/\1/p' "$kept/$f.json")
    # shellcheck disable=SC2046 # two numbers each
    set -- $(ci "$f" 1) $(ci "$f" 2)
    awk -v c="${chip%%-*}" -v q="${procedure%-*}" -v s="${chip##*-}" -v a="$amplitude" -v al="$1" -v ah="$2" -v x="$complex" -v xl="$3" -v xh="$4" -v p="$(value "$f" phaseReadErrorRad)" \
      'BEGIN { printf "| `sim:%s` | %s | %d | %.6f (%.6f..%.6f) | %.6f (%.6f..%.6f) | %.4f rad |\n", c, q, s, a, al, ah, x, xl, xh, p }'
  done
  echo
  echo "### Time"
  echo
  echo "\`./insitu train moons --seed 1\`, built, from the call to the prompt, calibration and pictures included: $(cat "$kept/wall") s."
  echo
}

if [ -n "${QUICK:-}" ]; then
  tables
else
  tables >"$kept/tables.md"
  awk -v tables="$kept/tables.md" '
    /<!-- training: end -->/ { inside = 0 }
    !inside { print }
    /<!-- training: begin/ { inside = 1; while ((getline line < tables) > 0) print line }
  ' docs/results.md >"$kept/results.md"
  mv "$kept/results.md" docs/results.md
  # The pictures of the README are those of its command.
  for picture in training decision-boundary mesh; do
    cp "$kept/moons-1-measured/$picture.png" "docs/images/moons-$picture.png"
  done
  echo "results: docs/results.md" >&2
fi
