"""How good is the time that a training says it will take? Said beside taken, for sets of every kind.

    python tests/benchmarks/training_time.py DATA [--sets trashnet ...] [--each 60] [--texts FILE.csv ...] [--processor]

DATA is the folder of labelled .tar sets; `--texts` adds tables with `text,label`. The paces are those of this run alone. Three
estimates of each set: on a usual computer, as the command line says it at the start (a few examples are timed first), and for the
same training once more; each beside the seconds that the training then took, by the clock. With `--processor` both are seconds of
processor time, for a machine whose load changes while one measures.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from classifier_sets import Kept, open_set, take

from estimators.classifier import pace, training
from estimators.classifier.embedding import MemoryCache
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.training import train
from estimators.classifier.training_time import (
    PlannedTraining,
    TimeEstimate,
    estimate,
    networks_of,
    training_time,
)

SETS = ("trashnet", "sms_spam", "spoken_digits")


def usual(examples: Examples, sizes: list[int]) -> TimeEstimate:
    """What is said where nothing was timed."""
    names = networks_of(examples.modality)
    unseen = dict.fromkeys(names, sizes)
    n_classes = len(examples.classes)
    return training_time(
        PlannedTraining(
            examples.modality, "auto", n_classes, len(examples), sum(sizes) / len(sizes), unseen
        )
    )


def row(name: str, examples: Examples, folder: Path) -> None:
    """Three estimates and two trainings of one set."""
    from estimators.classifier.pace import size_of

    untimed = usual(examples, [size_of(item) for item in examples.items])
    shown = [f"{untimed.seconds:8.1f}"]
    for _ in range(2):
        cache = MemoryCache() if examples.modality == "text" else None
        said = estimate(examples, cache=cache)
        started = pace.time.perf_counter()
        train(examples, out=folder / "model.onnx", cache=cache)
        took = pace.time.perf_counter() - started
        shown.append(f"{said.seconds:8.1f} {took:8.1f} {said.seconds / took:6.2f}")
    print(f"{name:24}{len(examples):7}" + "   ".join(shown), flush=True)


def main(argv: list[str] | None = None) -> None:
    """Print one row a set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--processor", action="store_true")
    options = parser.parse_args(argv)
    if options.processor:
        pace.time = training.time = SimpleNamespace(perf_counter=time.process_time)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = scratch
        folder = Path(scratch)
        print(f"{'set':24}{'n':>7}   usual     said     took   said/took, twice")
        for name in options.sets:
            one = open_set(options.data, name, folder, Kept(folder / "kept"), options.each)
            # Opening it has timed some.
            (folder / "smart-enough" / "pace.json").unlink(missing_ok=True)
            row(name, one.examples, folder)
        for file in options.texts:
            examples = load_examples(file)
            order = np.random.default_rng(0).permutation(len(examples))
            (folder / "smart-enough" / "pace.json").unlink(missing_ok=True)
            row(file.stem, take(examples, order), folder)


if __name__ == "__main__":
    main()
