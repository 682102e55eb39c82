#!/bin/sh
# Times the engine and other implementations of the same work on this computer, in one go, and prints ratios.
#
#   benchmarks/side-by-side.sh [--peers FOLDER] [--n "16 64 128 256"] [--batch 600] [--threads 2] [--seconds 2]
#
# FOLDER holds a baselines.py that prints one JSON object a line (impl, precision, operation, n, batch, threads,
# medianSeconds), such as a C kernel, numpy, torch and numba. Without it only the engine is timed. A peer that is not
# installed says so itself and is left out; `python3 -m venv V && V/bin/pip install numpy torch numba` installs what is
# needed, and V/bin goes first into PATH. The computer should be idle; what else runs shows as waiting threads.
set -eu
peers=${INSITU_PEERS:-}
ports="16 64 128 256"
batch=600
threads=2
seconds=2
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    --peers | --n | --batch | --threads | --seconds)
      [ $# -ge 2 ] || { echo "side-by-side: $1 needs a value." >&2; exit 2; }
      case $1 in
        --peers) peers=$2 ;;
        --n) ports=$2 ;;
        --batch) batch=$2 ;;
        --threads) threads=$2 ;;
        --seconds) seconds=$2 ;;
      esac
      shift 2
      ;;
    *) echo "side-by-side: unknown option $1; known: --peers, --n, --batch, --threads, --seconds." >&2; exit 2 ;;
  esac
done
if [ -n "$peers" ] && [ ! -f "$peers/baselines.py" ]; then
  echo "side-by-side: there is no baselines.py in $peers; name the folder that has one, or leave --peers out." >&2
  exit 2
fi
command -v python3 >/dev/null || { echo "side-by-side: no python3 found; it prints the table." >&2; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$root/insitu" bench-engine --json --ports "$(echo "$ports" | tr ' ' ',')" --batch "$batch" --threads "$threads" \
  --seconds "$seconds" >"$work/engine.json"
: >"$work/peers.jsonl"
if [ -z "$peers" ]; then
  echo "side-by-side: no peers; name their folder with --peers or INSITU_PEERS." >&2
else
  # shellcheck disable=SC2086 # ports is a list
  python3 "$peers/baselines.py" --n $ports --batch "$batch" --threads "$threads" --seconds "$seconds" >"$work/peers.jsonl" ||
    echo "side-by-side: $peers/baselines.py failed; what it printed before is in the table." >&2
fi

python3 - "$work/engine.json" "$work/peers.jsonl" <<'TABLE'
import importlib.metadata
import json
import platform
import sys

ours = json.load(open(sys.argv[1]))
peers = [json.loads(line) for line in open(sys.argv[2]) if line.startswith("{") and line.endswith("}\n")]
# Two passes without taps are less work than three with them: shown, and marked, for those who have no other gradient.
in_situ = {peer["impl"] for peer in peers if peer["operation"] == "gradient"}
peers = [
    dict(peer, operation="gradient", impl=peer["impl"] + "*") if peer["operation"] == "gradientAdjoint" else peer
    for peer in peers
    if peer["operation"] != "gradientAdjoint" or peer["impl"] not in in_situ
]
print("operation        n  precision   insitu ms   others: ms (times insitu's time)")
for figure in ours:
    key = (figure["operation"], figure["n"], figure["precision"])
    mine = figure["medianSeconds"]
    others = [
        "%s %.3f (%.2f)" % (peer["impl"], peer["medianSeconds"] * 1e3, peer["medianSeconds"] / mine)
        for peer in peers
        if (peer["operation"], peer["n"], peer["precision"]) == key
    ]
    print("%-14s %4d  %-9s  %10.3f   %s" % (*key, mine * 1e3, ", ".join(others)))
if any(peer["impl"].endswith("*") for peer in peers):
    print("* two passes by the adjoint method, where insitu makes three with taps")
versions = []
for name in sorted({peer["impl"].rstrip("*") for peer in peers}):
    try:
        versions.append("%s %s" % (name, importlib.metadata.version(name)))
    except importlib.metadata.PackageNotFoundError:
        pass
if versions:
    print("Python %s, %s" % (platform.python_version(), ", ".join(versions)))
TABLE
