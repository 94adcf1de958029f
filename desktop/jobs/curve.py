"""The learning curve of labelled examples and its forecast, as a training would look at them."""

from typing import TYPE_CHECKING, Any

from desktop.jobs.worker import Cancelled, Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from estimators.classifier.choice import Choice
    from estimators.classifier.embedding import EmbeddingCache, Embeddings
    from estimators.classifier.examples import Examples
    from estimators.data_sufficiency import Forecast, MeasuredPoint


def forecast_of(
    data: "Examples",
    *,
    cache: "EmbeddingCache | None",
    target: float | None,
    price: float | None,
    value_per_point: float | None = None,
    labels_per_day: float | None = None,
    budget: float | None = None,
    start: "date | None" = None,
    currency: str = "$",
    seed: int = 0,
    on_point: "Callable[[MeasuredPoint], None] | None" = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> "Forecast":
    """Measure the learning curve of these examples and forecast; used by the job and the command.

    `on_point` gets each measured point as soon as it is there, the same size again when it has more repeats.
    """
    import numpy as np

    from estimators.classifier.choice import AUTO, choose
    from estimators.classifier.embedding import embed
    from estimators.classifier.groups import find_groups
    from estimators.classifier.memory_cache import MemoryCache
    from estimators.classifier.modality import modality_named
    from estimators.data_sufficiency import class_gains, forecast, measure

    modality = modality_named(data.modality)
    if cache is None:
        cache = MemoryCache()  # the choice of networks looks at texts first

    def look(backbone: str) -> "Embeddings":
        return embed(
            data.items,
            backbone=backbone,
            keys=data.keys or None,
            cache=cache,
            progress=progress,
            cancelled=cancelled,
        )

    embeddings = look(modality.scout)
    readable = np.flatnonzero(embeddings.readable)
    labels = np.array(data.labels)[readable]
    owned = np.array(data.groups)[readable] if data.groups else None
    names = [data.names[position] for position in readable]
    embeddings = embeddings.take(readable)
    groups = find_groups(embeddings, labels, names, owned).ids
    # What a training would look with: of texts another network than the one that finds their copies.
    chosen = choose(AUTO, embeddings, labels, groups, seed=seed, cache=cache, cancelled=cancelled)
    if chosen.backbone != modality.scout:
        embeddings = look(chosen.backbone).take(readable)
    columns, make_head = _as_trained(embeddings, chosen, seed)
    measured = measure(
        columns,
        labels,
        groups=groups,
        random_state=seed,
        make_head=make_head,
        on_point=on_point,
        progress=progress,
        cancelled=cancelled,
    )
    gains = class_gains(
        columns,
        labels,
        groups=groups,
        random_state=seed,
        make_head=make_head,
        progress=progress,
        cancelled=cancelled,
    )
    counts = np.unique(labels, return_counts=True)[1]
    return forecast(
        measured,
        target=target,
        price=price,
        value_per_point=value_per_point,
        currency=currency,
        have=len(labels),
        pool=len(labels),
        n_classes=len(counts),
        majority=float(counts.max() / counts.sum()),
        modality=data.modality,
        by_class=gains,
        labels_per_day=labels_per_day,
        budget=budget,
        start=start,
        unit=modality.many,
        random_state=seed,
    )


def _as_trained(
    embeddings: "Embeddings", chosen: "Choice", seed: int
) -> "tuple[NDArray[np.floating[Any]], Callable[[], Any] | None]":
    """The columns that a head learns from, and what makes one; None where the curve's own head takes the features."""
    import numpy as np

    from estimators.classifier.backbone import View, backbone_named
    from estimators.classifier.head.views import ROOT, fit_views, side_by_side

    views, features = backbone_named(chosen.backbone).views, embeddings.features
    if chosen.ngrams:
        from estimators.classifier.text.ngrams import NgramView

        # The terms and their directions are found without the labels, so nothing of the test is learned.
        terms = NgramView.fit(embeddings.texts, seed=seed)
        width = features.shape[1]
        views = (*views, View("ngrams", width, width + terms.columns, "plain"))
        features = np.hstack([features, terms.transform(embeddings.texts)])
    if len(views) == 1 and views[0].transform == ROOT:
        return features, None
    X = np.asarray(features, dtype=np.float64)
    return side_by_side(fit_views(views, X), X), _logistic


def _logistic() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=30.0, tol=1e-3, max_iter=2000)
