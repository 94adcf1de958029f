"""How good is the classifier? Every labelled set of the four kinds, through the real pipeline, beside a plain head.

    python tests/benchmarks/classifier.py DATA [--sets cats_vs_dogs ...] [--n 20] [--splits 5] [--cache DIR] [--quick]

DATA is the folder of labelled .tar sets. Each split draws `--n` examples a class and tests on up to 600 others, as many of
each class; no copy of what was learned is tested on. Where speakers, walls or sources were found, a second row ("apart") holds
them out whole. `LocalClassifier` chooses networks and heads on what is learned alone; the reference is what most people
would do, `LogisticRegression(C=30)` on the usual network's features (square roots of unit length; texts: unit length).
`--quick` takes two splits of small tests, one certificate of each kind, and leaves out the set of 77 classes.

    acc        accuracy / of the reference
    ece        expected calibration error minus what a perfectly calibrated model would show by chance / of the reference
    loss       log loss / without the temperature / of the reference
    worst      the most by which the temperature made the log loss of one split worse
    far        AUROC against another set of the same kind, the lowest of them (sounds and clips have none)
    left       AUROC against a class that was left out, mean over up to three (of many classes: one)
    strange    share of ordinary test examples called strange
    cover      how often sets that promise 90 % hold the truth / classes in a set
    answered   share answered by default / how often those answers are right
    fit        seconds of one thread for groups, choice of networks and head, features known
    file       first split, `train` without a cache: largest difference between app and file, flips / test examples;
               seconds to embed / to fit; peak memory of the process, MB
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from classifier_sets import SETS, Kept, LabelledSet, Positions, Split, draw, open_set
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from estimators.classifier.arrays import unit_roots
from estimators.classifier.embedding import embed
from estimators.classifier.examples import Examples
from estimators.classifier.head.calibration import in_set
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.measures import (
    auroc,
    calibration_error_by_chance,
    expected_calibration_error,
    log_loss,
)
from estimators.classifier.training import train

REFERENCE_C = 30.0
REFERENCE = {
    "photo": "efficientnet-lite0",
    "text": "minilm",
    "sound": "speech",
    "video": "frames",
}
MANY_CLASSES = "banking77"
OUTLIERS, MOST_LEFT_OUT, MOST_OF_A_CLASS, FEW_CLASSES = 150, 3, 700, 20


@dataclass
class Row:
    """What the splits of one set measured."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, measured: dict[str, float | None]) -> None:
        for name, value in measured.items():
            if value is not None:
                self.values.setdefault(name, []).append(value)

    def mean(self, name: str) -> float:
        return float(np.mean(self.values.get(name, [np.nan])))

    def text(self) -> str:
        m = self.mean
        worst = max(a - b for a, b in zip(self.values["loss"], self.values["raw"], strict=True))
        return (
            f"{m('n'):4.0f}  {m('acc'):.3f}/{m('acc_ref'):.3f}  {m('ece'):+.3f}/{m('ece_ref'):+.3f}  "
            f"{m('loss'):.3f}/{m('raw'):.3f}/{m('loss_ref'):.3f} {worst:+.3f}  {m('far'):.3f} {m('left'):.3f}  "
            f"{m('strange'):.3f}  {m('cover'):.3f}/{m('size'):.1f}  {m('answered'):.3f}/{m('right'):.3f}  {m('fit'):.2f}"
        )


def learned(one: LabelledSet, learn: Positions, seed: int) -> LocalClassifier:
    part = one.part(learn, learn[:0])
    model = LocalClassifier(modality=one.modality, random_state=seed, cache=one.cache)
    return model.fit(part.items, part.labels)


def columns(one: LabelledSet, model: LocalClassifier, examples: Examples) -> NDArray[np.float32]:
    return model.columns(embed(examples.items, backbone=model.backbone_, cache=one.cache))


def judge(one: LabelledSet, split: Split, others: list[LabelledSet], seed: int) -> dict[str, Any]:
    learn, test = split
    y = one.labels
    started = time.process_time()
    model = learned(one, learn, seed)
    seconds = time.process_time() - started
    head = model.head_
    codes = np.searchsorted(head.classes_, y[test])
    X = columns(one, model, one.part(test, test[:0]))
    P, strange = head.predict_proba(X), head.out_of_distribution_score(X)
    right = P.argmax(axis=1) == codes
    Q = reference(one, learn, test)
    least = head.set_thresholds_.get(0.9)
    sets = None if least is None else in_set(P, least)
    known = ~head.abstains(P, strange)
    far = []
    for other in others:
        some = np.random.default_rng(1_000 + seed).permutation(len(other.labels))[:OUTLIERS]
        theirs = head.out_of_distribution_score(columns(one, model, other.part(some, some[:0])))
        far.append(_auroc(strange, theirs))
    return {
        "n": len(test),
        "acc": float(right.mean()),
        "acc_ref": float((Q.argmax(axis=1) == codes).mean()),
        "ece": _ece_above_chance(P, codes, seed),
        "ece_ref": _ece_above_chance(Q, codes, seed),
        "loss": log_loss(P, codes),
        "raw": log_loss(head.uncalibrated_proba(X), codes),
        "loss_ref": log_loss(Q, codes),
        "far": min(far, default=None),
        "left": left_out(one, model, split, X, seed),
        "strange": float((strange > (head.threshold_ or np.inf)).mean()),
        "cover": None if sets is None else float(sets[np.arange(len(codes)), codes].mean()),
        "size": None if sets is None else float(sets.sum(axis=1).mean()),
        "answered": float(known.mean()),
        "right": float(right[known].mean()) if known.any() else None,
        "fit": seconds,
    }


def reference(one: LabelledSet, learn: Positions, test: Positions) -> NDArray[np.float64]:
    """Probabilities of the plain head."""
    Z = one.embedded(REFERENCE[one.modality]).features.astype(np.float64)
    if one.modality == "text":
        Z /= np.maximum(np.linalg.norm(Z, axis=1, keepdims=True), 1e-12)
    else:
        Z = unit_roots(Z)
    plain = LogisticRegression(C=REFERENCE_C, max_iter=2_000).fit(Z[learn], one.labels[learn])
    return np.asarray(plain.predict_proba(Z[test]))


def left_out(
    one: LabelledSet, model: LocalClassifier, split: Split, X: NDArray[np.float32], seed: int
) -> float | None:
    """How well a class that was not learned is told from those that were, with the networks that were chosen."""
    learn, test = split
    y = one.labels
    names = np.unique(y[test])
    if len(np.unique(y[learn])) < 3 or len(names) < 2:
        return None
    learned_from = columns(one, model, one.part(learn, learn[:0]))
    found = []
    for name in np.random.default_rng(seed).permutation(names)[
        : MOST_LEFT_OUT if len(names) <= FEW_CLASSES else 1
    ]:
        part = y[learn] != name
        head = CalibratedHead(views=model.head_.views, random_state=seed)
        head.fit(learned_from[part], y[learn][part], groups=one.groups.ids[learn][part])
        strange = head.out_of_distribution_score(X)
        found.append(_auroc(strange[y[test] != name], strange[y[test] == name]))
    return float(np.mean(found))


def _auroc(ordinary: NDArray[np.float64], strange: NDArray[np.float64]) -> float:
    value = auroc(ordinary.tolist(), strange.tolist())
    assert value is not None
    return value


def _ece_above_chance(P: NDArray[np.float64], codes: NDArray[np.intp], seed: int) -> float:
    sure, right = P.max(axis=1), P.argmax(axis=1) == codes
    return expected_calibration_error(sure, right) - calibration_error_by_chance(sure, seed)


def certify(examples: Examples, answer: Any) -> None:
    """`train` in a process of its own, so that seconds and memory are its own; sends one line."""
    with tempfile.TemporaryDirectory() as folder:
        result = train(examples, out=Path(folder) / "model.onnx", waived_by="benchmark")
    peak = 0.0
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            2**20 if sys.platform == "darwin" else 2**10
        )
    made, took = result.certificate, result.seconds
    answer.put(
        f"{result.settings.backbone}: {made.max_difference:.0e}, {made.label_flips}/{made.n}; "
        f"{took.embed:.1f}/{took.fit:.2f} s; {peak:.0f} MB"
    )


def certificate(one: LabelledSet, split: Split) -> str:
    spawn = multiprocessing.get_context("spawn")
    answer = spawn.Queue()
    process = spawn.Process(target=certify, args=(one.part(*split), answer))
    process.start()
    try:
        return str(answer.get(timeout=1_800))
    finally:
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--n", type=int, default=20, help="examples a class to learn from")
    parser.add_argument("--test", type=int, default=600, help="most examples to test on")
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "features")
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.splits, chosen.test = 2, min(chosen.test, 120)
        chosen.sets = [name for name in chosen.sets if name != MANY_CLASSES]
    cache, certified = Kept(chosen.cache), set()
    with tempfile.TemporaryDirectory() as folder:
        every = {}
        for name in SETS:  # those not asked for are outliers
            if chosen.quick and name not in chosen.sets:
                continue
            most = chosen.n + chosen.test if chosen.quick else MOST_OF_A_CLASS
            each = min(most, 2 * chosen.n) if name == MANY_CLASSES else most
            every[name] = open_set(chosen.data, name, Path(folder), cache, each)
        cache.save()
        print(
            "set               test  acc/reference ece/reference  loss/raw/reference worst   far   left   strange"
            "  cover/size answered/right  fit  file",
            flush=True,
        )
        for name in chosen.sets:
            one = every[name]
            others = [o for o in every.values() if o is not one and o.modality == one.modality]
            kinds = {belonging.kind for belonging in one.groups.reasons} - {"copies"}
            for grouped in (False, True) if kinds and not chosen.quick else (False,):
                row, splits = Row(), []
                for seed in range(chosen.splits):
                    splits.append(draw(one, chosen.n, chosen.test, seed, grouped=grouped))
                    row.add(judge(one, splits[-1], others, seed))
                enough = grouped or (chosen.quick and one.modality in certified)
                file = "" if enough else certificate(one, splits[0])
                certified.add(one.modality)
                called = f"{name[:15]}{' apart' if grouped else ''}"
                print(f"{called[:16]:16} {row.text()}  {file}", flush=True)
                cache.save()


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
