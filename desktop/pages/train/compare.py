"""Two runs side by side, as a table."""

from desktop.findings.accuracy import percent
from desktop.findings.moments import day
from desktop.project.records import Json, Run
from reports.chart_data import Table


def comparison(one: Run, other: Run) -> Table:
    """What went into two runs and what came out, the newer one first."""
    newer, older = sorted((one, other), key=lambda run: -run.number)
    pairs = [
        ("When", day(newer.created), day(older.created)),
        ("Learned from", *(f"{run.result['n_train']:,}" for run in (newer, older))),
        ("Tested on", *(f"{run.result['n_test']:,}" for run in (newer, older))),
        ("Right", _right(newer), _right(older)),
        ("Likely", *(_between(run.result["accuracy"]) for run in (newer, older))),
        ("Confidence off by", _points(newer), _points(older)),
        ("Seconds to train", *(f"{run.result['seconds']['total']:.1f}" for run in (newer, older))),
    ]
    found = [{row["name"]: row for row in run.result["per_class"]} for run in (newer, older)]
    pairs += [
        (f"Of “{name}”, found", _found(found[0].get(name)), _found(found[1].get(name)))
        for name in dict.fromkeys((*found[0], *found[1]))
    ]
    same = set(newer.result["held_out"]) == set(older.result["held_out"])
    test = ("Same test photos", "yes" if same else "no: compare with care", "")
    return Table(("", f"run {newer.number}", f"run {older.number}"), (*pairs[:3], test, *pairs[3:]))


def _right(run: Run) -> str:
    value = run.result["accuracy"]["value"]
    return "not tested" if value is None else percent(value, 1)


def _between(share: dict[str, Json]) -> str:
    if share["low"] is None:
        return "unknown"
    return f"{share['low'] * 100:.0f} to {share['high'] * 100:.0f}%"


def _points(run: Run) -> str:
    ece = run.result["ece"]
    return "unknown" if ece is None else f"{ece * 100:.1f} points"


def _found(row: dict[str, Json] | None) -> str:
    return "–" if row is None or not row["n"] else f"{row['found']} of {row['n']}"
