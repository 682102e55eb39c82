#!/usr/bin/env python3
"""Compares the cells of a sweep with the published table, error kind by error kind.

    studies/compare.py runs/mnist-errors/results.csv [published.csv]

Prints, in percentage points of test error, the mean and the worst difference over all cells that have this kind of
error and over those that have it alone, and what the cells took. Cells that have not run are left out and counted.
"""
import csv
import pathlib
import sys

KINDS = {"taps": "tap-noise", "phase": "io-phase", "amplitude": "io-amplitude", "imbalance": "imbalance"}


def cell(row):
    return (row["optimizer"],) + tuple(float(row[KINDS[kind]]) for kind in KINDS)


def read(path):
    with open(path, newline="") as file:
        return {cell(row): row for row in csv.DictReader(file)}


def line(name, differences):
    if not differences:
        return "| %s | 0 | | | |" % name
    mean = sum(differences) / len(differences)
    size = sum(abs(d) for d in differences) / len(differences)
    worst = max(differences, key=abs)
    return "| %s | %d | %+.2f | %.2f | %+.2f |" % (name, len(differences), mean, size, worst)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("compare: give the results.csv of a sweep, and a published table if not the one beside this script.")
    beside = pathlib.Path(__file__).with_name("published-mnist-errors.csv")
    try:
        ours = read(sys.argv[1])
        published = read(sys.argv[2] if len(sys.argv) == 3 else beside)
    except (OSError, KeyError) as mistake:
        sys.exit("compare: cannot read a table of cells: %s" % mistake)
    difference = {
        key: 100 * (float(row["testError"]) - float(published[key]["testError"]))
        for key, row in ours.items()
        if key in published
    }
    print("%d of %d cells" % (len(difference), len(published)))
    print()
    print("| error | cells | mean difference | mean size of it | worst |")
    print("|---|---|---|---|---|")
    kinds = list(KINDS)
    print(line("none", [d for key, d in difference.items() if not any(key[1:])]))
    for i, kind in enumerate(kinds):
        alone = [d for key, d in difference.items() if key[1 + i] and not any(key[1 : 1 + i] + key[2 + i :])]
        print(line(kind + " alone", alone))
    for i, kind in enumerate(kinds):
        print(line("with " + kind, [d for key, d in difference.items() if key[1 + i]]))
    for optimizer in ("sgd", "adam"):
        print(line("all, " + optimizer, [d for key, d in difference.items() if key[0] == optimizer]))
    print(line("all", list(difference.values())))
    print()
    print("| mean test error, % | ours | published |")
    print("|---|---|---|")
    for i, kind in enumerate(kinds):
        for level in sorted({key[1 + i] for key in difference}):
            keys = [key for key in difference if key[1 + i] == level]
            means = [100 * sum(float(table[key]["testError"]) for key in keys) / len(keys) for table in (ours, published)]
            print("| %s %g | %.2f | %.2f |" % (kind, level, *means))
    times = [float(row["cpuSeconds"]) for row in ours.values() if row.get("cpuSeconds")]
    if times:
        print()
        print(
            "A cell took %.0f s of one processor on average (%.0f to %.0f); %d cells on two take %.2f h."
            % (sum(times) / len(times), min(times), max(times), len(published), len(published) * sum(times) / len(times) / 7200)
        )


if __name__ == "__main__":
    main()
