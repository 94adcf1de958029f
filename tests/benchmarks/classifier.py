"""How good is the classifier's head? One table, in one run, beside a plain logistic regression on the same features.

    python tests/benchmarks/classifier.py DATA [--sets cats_vs_dogs ...] [--n 20 all] [--splits 5] [--cache DIR]

DATA is the folder of labelled .tar sets. Each split draws `--n` examples a class to learn from ("all": four fifths) and tests
on the others; copies of what was learned are left out of the test. The reference is what most people would do:
`LogisticRegression(C=30)` on the same normalised features.

    acc        accuracy, and that of the reference
    ece        expected calibration error minus what a perfectly calibrated model would show by chance
    loss       log loss / without the temperature / of the reference
    far        AUROC against the other sets of the same kind, the lowest of them
    left       AUROC against a class that was left out, mean over up to five
    strange    share of ordinary test examples called strange
    cover 90   how often sets that promise 90 % hold the truth / classes in a set
    answered   share answered by default, and how often those answers are right
    fit        seconds, one thread
"""

import argparse
import tarfile
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from estimators.classifier.backbone import View, backbone_named
from estimators.classifier.embedding import embed
from estimators.classifier.examples import load_examples
from estimators.classifier.groups import find_groups
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.head.views import fit_views, side_by_side
from estimators.classifier.measures import (
    auroc,
    calibration_error_by_chance,
    expected_calibration_error,
    log_loss,
)


@dataclass(frozen=True)
class Source:
    """Where a set lies, of which kind it is, and what looks at it."""

    kind: str
    backbone: str
    path: str = ""


LITE0, MINILM, SPEECH = "efficientnet-lite0", "minilm", "speech"
SETS = {
    "cats_vs_dogs": Source("photo", LITE0),
    "brick_cracks": Source("photo", LITE0),
    "trashnet": Source("photo", LITE0),
    "grocery_produce": Source("photo", LITE0),
    "spoken_digits": Source("sound", SPEECH),
    "banking77": Source("text", MINILM, "train.csv"),
    "sms_spam": Source("text", MINILM, "sms_spam.csv"),
    "product_review_sentences": Source("text", MINILM, "reviews.csv"),
    "tweets_sentiment_es": Source("text", MINILM, "train.csv"),
}
MOST_EXAMPLES = 4_000
OUTLIERS, MOST_LEFT_OUT, REFERENCE_C = 200, 5, 30.0


@dataclass
class Features:
    """One set, embedded: features (n, dimensions), labels (n,), groups (n,)."""

    kind: str
    X: NDArray[np.float64]
    y: NDArray[np.str_]
    groups: NDArray[np.intp]


@dataclass
class Row:
    """What the splits of one set and size measured."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, **measured: float | None) -> None:
        for name, value in measured.items():
            if value is not None:
                self.values.setdefault(name, []).append(value)

    def mean(self, name: str) -> float:
        return float(np.mean(self.values.get(name, [np.nan])))

    def text(self) -> str:
        m = self.mean
        return (
            f"{m('acc'):.3f} {m('acc_ref'):.3f}  {m('ece'):+.3f}  "
            f"{m('loss'):.3f}/{m('raw'):.3f}/{m('loss_ref'):.3f}  "
            f"{m('far'):.3f}  {m('left'):.3f}  {m('strange'):.3f}  "
            f"{m('cover'):.3f}/{m('size'):.2f}  {m('answered'):.3f} {m('right'):.3f}  {m('fit'):.2f}"
        )


def look_at(data: Path, name: str, cache: Path) -> Features:
    """A set's features, from the cache or embedded now."""
    source = SETS[name]
    kept = cache / f"{name}.{source.backbone}.npz"
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder, tarfile.open(data / f"{name}.tar") as tar:
            tar.extractall(folder, filter="data")
            examples = load_examples(Path(folder) / name / source.path)
            n = len(examples.items)
            some = np.sort(np.random.default_rng(0).permutation(n)[:MOST_EXAMPLES])
            items = [examples.items[position] for position in some]
            seen = embed(items, backbone=source.backbone)
            good = np.flatnonzero(seen.readable)
            seen, y = seen.take(good), np.array(examples.labels)[some][good]
        np.savez(kept, X=seen.features, y=y, groups=find_groups(seen, y).copies)
    stored = np.load(kept)
    return Features(source.kind, stored["X"].astype(np.float64), stored["y"], stored["groups"])


def draw(features: Features, n: int | None, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions to learn from and to test on; nothing in the test is in a group that was learned from."""
    rng = np.random.default_rng(seed)
    learn: list[int] = []
    for label in np.unique(features.y):
        of_class = rng.permutation(np.flatnonzero(features.y == label))
        learn += of_class[: n or int(0.8 * len(of_class))].tolist()
    seen = np.isin(features.groups, features.groups[learn])
    return np.array(learn), np.flatnonzero(~seen)


def judge(
    features: Features,
    learn: NDArray[np.intp],
    test: NDArray[np.intp],
    far: Sequence[NDArray[np.float64]],
    views: tuple[View, ...],
    seed: int,
) -> dict[str, float | None]:
    X, y = features.X, features.y
    started = time.process_time()
    head = CalibratedHead(views=views, random_state=seed)
    head.fit(X[learn], y[learn], groups=features.groups[learn])
    seconds = time.process_time() - started
    codes = np.searchsorted(head.classes_, y[test])
    P, strange = head.predict_proba(X[test]), head.strangeness(X[test])
    sure, right = P.max(axis=1), P.argmax(axis=1) == codes
    fitted = fit_views(views, X[learn])
    plain = LogisticRegression(C=REFERENCE_C, max_iter=2_000)
    plain.fit(side_by_side(fitted, X[learn]), y[learn])
    Q = plain.predict_proba(side_by_side(fitted, X[test]))
    sets = head.prediction_sets(P, 0.1)
    known = ~head.abstains(P, strange)
    return {
        "acc": float(right.mean()),
        "acc_ref": float((Q.argmax(axis=1) == codes).mean()),
        "ece": expected_calibration_error(sure, right) - calibration_error_by_chance(sure, seed),
        "loss": log_loss(P, codes),
        "raw": log_loss(head.uncalibrated_proba(X[test]), codes),
        "loss_ref": log_loss(Q, codes),
        "far": min((_auroc(strange, head.strangeness(F)) for F in far), default=None),
        "left": left_out(features, learn, test, views, seed),
        "strange": float((strange > (head.threshold_ or np.inf)).mean()),
        "cover": None if sets is None else float(sets[np.arange(len(codes)), codes].mean()),
        "size": None if sets is None else float(sets.sum(axis=1).mean()),
        "answered": float(known.mean()),
        "right": float(right[known].mean()) if known.any() else None,
        "fit": seconds,
    }


def left_out(
    features: Features,
    learn: NDArray[np.intp],
    test: NDArray[np.intp],
    views: tuple[View, ...],
    seed: int,
) -> float | None:
    """How well a class that was not learned is told from those that were."""
    X, y = features.X, features.y
    names = np.unique(y)
    if len(names) < 3:
        return None
    found = []
    for name in np.random.default_rng(seed).permutation(names)[:MOST_LEFT_OUT]:
        part = learn[y[learn] != name]
        head = CalibratedHead(views=views, random_state=seed)
        head.fit(X[part], y[part], groups=features.groups[part])
        strange = head.strangeness(X[test])
        found.append(_auroc(strange[y[test] != name], strange[y[test] == name]))
    return float(np.mean(found))


def _auroc(ordinary: NDArray[np.float64], strange: NDArray[np.float64]) -> float:
    value = auroc(ordinary.tolist(), strange.tolist())
    assert value is not None
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", choices=sorted(SETS), default=list(SETS))
    parser.add_argument("--n", nargs="+", default=["20", "all"], help="examples a class, or all")
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    print(
        "set, a class          acc   ref    ece     loss/raw/reference  far    left   strange "
        "cover/size  answered right  fit"
    )
    kinds = {SETS[name].kind for name in arguments.sets}
    wanted = [name for name in SETS if SETS[name].kind in kinds]  # the others are the outliers
    every = {name: look_at(arguments.data, name, arguments.cache) for name in wanted}
    for name in arguments.sets:
        features = every[name]
        views = backbone_named(SETS[name].backbone).views
        for n in arguments.n:
            row = Row()
            for seed in range(arguments.splits):
                rng = np.random.default_rng(1_000 + seed)
                far = [
                    rng.permutation(other.X)[:OUTLIERS]
                    for other_name, other in every.items()
                    if other_name != name and other.kind == features.kind
                ]
                learn, test = draw(features, None if n == "all" else int(n), seed)
                row.add(**judge(features, learn, test, far, views, seed))
            print(f"{name[:16]:16} {n:>4}  {row.text()}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
