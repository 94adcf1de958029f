"""The learning curve of labelled examples and its forecast, as a training would look at them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.jobs.worker import Cancelled
from estimators.base.sentence import tr
from estimators.classifier.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from estimators.classifier.attributes import Attributes
    from estimators.classifier.backbone import View
    from estimators.classifier.backbone_choice import BackboneChoice
    from estimators.classifier.embedding import EmbeddingCache, Embeddings
    from estimators.classifier.examples import Examples
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.measured import MeasuredPoint
    from estimators.data_sufficiency.plan import BuyingConstraints
    from estimators.table.row_curve import CurveRows

_LOOKED, _CURVE, _GAINS, _WHOLE = 10, 75, 95, 100
"""Where measuring the curve, and what each class is worth, end on the bar."""


def forecast_of(
    data: "Examples",
    wish: "BuyingConstraints",
    *,
    cache: "EmbeddingCache | None",
    seed: int = 0,
    on_point: "Callable[[MeasuredPoint], None] | None" = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> "tuple[Forecast, list[list[str]]]":
    """Measure the learning curve of these examples and forecast; used by the job and the command.

    Beside it the names of the examples in each lacking slice, as far as they can be told.

    `on_point` gets each measured point as soon as it is there, the same size again when it has more repeats.
    """
    import numpy as np

    from estimators.classifier.modality import modality_named
    from estimators.classifier.progress import report_nothing, stretch
    from estimators.classifier.training_data import require_no_more_classes
    from estimators.data_sufficiency.class_gain import class_gains
    from estimators.data_sufficiency.design_effect import design_effect
    from estimators.data_sufficiency.measurement import RoundAnswers, measure
    from estimators.data_sufficiency.pool import Pool
    from estimators.data_sufficiency.slice_gain import lacking_slices, slices_of
    from estimators.data_sufficiency.sufficiency import forecast

    tell = progress or report_nothing
    modality = modality_named(data.modality)
    require_no_more_classes(set(data.labels))
    seen = _look(data, cache, seed, stretch(tell, 0, _LOOKED, _WHOLE), cancelled)
    labels = seen.labels
    task: dict[str, Any] = {"random_state": seed, "cancelled": cancelled}
    answers: list[RoundAnswers] = []
    pool = Pool.of(seen.features, labels, seen.groups, views=seen.views)
    measured = measure(
        pool,
        on_point=on_point,
        on_answers=answers.append,
        progress=stretch(tell, _LOOKED, _CURVE, _WHOLE),
        **task,
    )
    gains = class_gains(pool, progress=stretch(tell, _CURVE, _GAINS, _WHOLE), **task)
    lacking = lacking_slices(
        pool,
        slices_of(seen.facts, labels.tolist(), seen.names),
        answers,
        copies=seen.copies,
        progress=stretch(tell, _GAINS, _WHOLE, _WHOLE),
        **task,
    )
    counts = np.unique(labels, return_counts=True)[1]
    found = forecast(
        measured,
        wish,
        have=len(labels),
        pool=len(labels),
        n_classes=len(counts),
        majority=float(counts.max() / counts.sum()),
        modality=data.modality,
        design_effect=design_effect(answers, labels, seen.groups),
        by_class=gains,
        by_slice=[gain for gain, _ in lacking],
        unit=modality.many,
        random_state=seed,
    )
    return found, [[seen.names[at] for at in np.flatnonzero(inside)] for _, inside in lacking]


def forecast_of_rows(
    rows: "CurveRows",
    wish: "BuyingConstraints",
    *,
    seed: int = 0,
    on_point: "Callable[[MeasuredPoint], None] | None" = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> "Forecast":
    """The same of the rows of a table; the public curves that the forecast knows are nearly all of tables."""
    import numpy as np

    from estimators.data_sufficiency.design_effect import design_effect
    from estimators.data_sufficiency.measurement import RoundAnswers, measure
    from estimators.data_sufficiency.pool import Pool
    from estimators.data_sufficiency.sufficiency import forecast

    answers: list[RoundAnswers] = []
    n = len(rows.labels)
    pool = Pool.of(np.zeros((n, 1)), rows.labels, rows.groups, normal=False)
    measured = measure(
        pool,
        repeats=rows.repeats,
        judge=rows.right,
        random_state=seed,
        on_point=on_point,
        on_answers=answers.append,
        progress=progress,
        cancelled=cancelled,
    )
    return forecast(
        measured,
        wish,
        have=rows.have,
        pool=n,
        n_classes=len(rows.classes) or None,
        majority=rows.majority,
        design_effect=design_effect(answers, rows.labels, rows.groups),
        unit=tr("rows"),
        random_state=seed,
    )


@dataclass(frozen=True)
class _Seen:
    """The readable examples as a training would look at them."""

    features: "NDArray[np.float32]"
    views: "Sequence[View]"
    labels: "NDArray[np.str_]"
    groups: "NDArray[np.intp]"
    copies: "NDArray[np.intp]"
    facts: "list[Attributes]"
    names: list[str]


def _look(
    data: "Examples",
    cache: "EmbeddingCache | None",
    seed: int,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> _Seen:
    """Look at all examples; what only the looking needs, 0.3 GB of ten thousand texts, is gone afterwards."""
    import numpy as np

    from estimators.classifier.backbone import close_sessions
    from estimators.classifier.backbone_choice import AUTO, choose_backbone
    from estimators.classifier.embedding import MemoryCache
    from estimators.classifier.grouping.groups import find_groups
    from estimators.classifier.modality import TEXT, modality_named
    from estimators.classifier.training_data import look

    scout = modality_named(data.modality).scout
    if cache is None:
        cache = MemoryCache()  # the choice of networks looks at texts first

    how: dict[str, Any] = {"cache": cache, "progress": progress, "cancelled": cancelled}
    embeddings = look(data, **how)
    readable = np.flatnonzero(embeddings.readable)
    labels = np.array(data.labels)[readable]
    owned = np.array(data.groups)[readable] if data.groups else None
    names = [data.names[position] for position in readable]
    embeddings = embeddings.take(readable)
    grouping = find_groups(embeddings, labels, names, owned)
    # Of texts what a training would read them with. Of photos one look will do: the curve then lies half a point low, in a
    # third of the time (decision 0274).
    wanted = AUTO if data.modality == TEXT.name else scout
    chosen = choose_backbone(
        wanted, embeddings, labels, grouping.ids, seed=seed, cache=cache, cancelled=cancelled
    )
    if chosen.backbone != scout:
        embeddings = look(data, chosen.backbone, **how).take(readable)
    features, views = _as_trained(embeddings, chosen, seed)
    facts = [embeddings.attributes_of(position) for position in range(len(labels))]
    close_sessions()
    return _Seen(features, views, labels, grouping.ids, grouping.copies, facts, names)


def _as_trained(
    embeddings: "Embeddings", chosen: "BackboneChoice", seed: int
) -> "tuple[NDArray[np.float32], Sequence[View]]":
    """The features that a training would learn from, and their views."""
    import numpy as np

    from estimators.classifier.backbone import View, backbone_named

    views, features = backbone_named(chosen.backbone).views, embeddings.features
    if not chosen.ngrams:
        return features, views
    from estimators.classifier.text.ngrams import NgramView

    # The terms and their directions are found without the labels, so nothing of the test is learned.
    terms = NgramView.fit(embeddings.texts, seed=seed)
    width = features.shape[1]
    beside = View("ngrams", width, width + terms.columns, "plain")
    return np.hstack([features, terms.transform(embeddings.texts)]), (*views, beside)
