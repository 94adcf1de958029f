"""How a training's result is kept: everything that was measured, without the long tail of every answer."""

from desktop.project.records import Json

KEPT_PROBABILITIES = 5


def shortened(result: dict[str, Json]) -> dict[str, Json]:
    """The result with the likeliest classes of each prediction and the true one.

    With 77 classes all probabilities of 4,000 test examples would add 8 MB to every run.
    """
    return {**result, "predictions": [_shortened(row) for row in result.get("predictions", ())]}


def _shortened(row: dict[str, Json]) -> dict[str, Json]:
    given: dict[str, float] = row.get("probabilities", {})
    if len(given) <= KEPT_PROBABILITIES:
        return row
    kept = sorted(given, key=lambda name: -given[name])[:KEPT_PROBABILITIES]
    names = dict.fromkeys([*kept, *([row["truth"]] if row.get("truth") in given else [])])
    return {**row, "probabilities": {name: given[name] for name in names}}
