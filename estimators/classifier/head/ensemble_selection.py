"""Which heads count, and what they say of examples left out: by how many examples there are to judge them."""

from typing import Any

from estimators.classifier.head.ensemble import (
    FeatureSpace,
    OutOfFoldScores,
    TrainingSample,
    Weights,
    all_entries,
    make_spaces,
    out_of_fold,
    usual_weights,
    weigh,
)

FEW, _ENOUGH_FOR_ONE_ROUND = 100, 400
ENOUGH_TO_SELECT = 2_000
"""Of more examples, so many judge the heads, and about so many are left out once for temperature and thresholds."""
_LEAST_WEIGHT_OF_MANY = 0.1
_FOLDS_OF_MANY = 3


def select_ensemble(
    spaces: list[FeatureSpace],
    sample: TrainingSample,
    *,
    classes: int,
    folds: int,
    seed: int,
) -> tuple[Weights, OutOfFoldScores]:
    """What counts, and what it says of examples out of fold.

    - `spaces`: of the examples.
    - `classes`, `folds`, `seed`: the number of classes, of folds of a round, and of the draw.
    """
    n = sample.n
    rounds = 3 if n < _ENOUGH_FOR_ONE_ROUND else 1
    if n < FEW and len(spaces) == 1:
        rounds = 5
    settings: dict[str, Any] = {"classes": classes, "folds": folds, "seed": seed}
    entries = all_entries(len(spaces))
    if n <= ENOUGH_TO_SELECT:
        seen = out_of_fold(spaces, entries, sample, rounds=rounds, **settings)
        return weigh(seen, len(spaces), n), seen
    weights = _selected_on_a_part(spaces[0], len(spaces), sample, classes=classes, seed=seed)
    # About as many left out are plenty for a temperature, and a model of all others is nearly the final one.
    settings["folds"] = min(max(n // ENOUGH_TO_SELECT, _FOLDS_OF_MANY), folds)
    enough = min(n, ENOUGH_TO_SELECT) * 9 // 10
    seen = out_of_fold(spaces, list(weights), sample, rounds=1, enough=enough, **settings)
    return weights, seen


def _selected_on_a_part(
    whole: FeatureSpace,
    n_spaces: int,
    sample: TrainingSample,
    *,
    classes: int,
    seed: int,
) -> Weights:
    """What counts, judged on a part of the examples that is large enough."""
    some = sample.folds(-(-sample.n // ENOUGH_TO_SELECT), seed) == 0
    judges = sample.take(some)
    if (fewest := judges.most_folds(classes)) < 2:
        return usual_weights(n_spaces)
    few = make_spaces(
        whole.views, whole.X[some], None if whole.unseen is None else whole.unseen[some]
    )
    judged = out_of_fold(
        few,
        all_entries(len(few)),
        judges,
        classes=classes,
        folds=min(_FOLDS_OF_MANY, fewest),
        rounds=1,
        seed=seed,
    )
    return weigh(judged, n_spaces, judges.n, _LEAST_WEIGHT_OF_MANY)
