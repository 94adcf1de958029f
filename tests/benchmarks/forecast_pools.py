"""Real pools to forecast: photos, texts and sounds, of which a quarter is measured and the truth known from all.

Each pool is measured as the app would: texts with the network that its own contest chooses from the quarter, photos and
sounds with their usual one, `measure` with the head of a training and groups (walls, shelves, speakers, near copies) apart. From each set come four quarters of the whole and
quarters of tasks made of some of its classes (`own_curves.sub_tasks`); those of one set overlap, so a set counts as one.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from classifier_sets import Kept, LabelledSet, open_set
from numpy.typing import NDArray
from own_curves import EACH, MOST_EACH, NETWORKS, SubTask, columns_of, sub_tasks

from estimators.classifier.backbone_choice import AUTO, choose_backbone
from estimators.classifier.modality import modality_named
from estimators.data_sufficiency.design_effect import design_effect
from estimators.data_sufficiency.measurement import RoundAnswers, measure
from estimators.data_sufficiency.pool import Pool

QUARTERS = 4
MOST = 1600
SUB_TASKS = 8
FEWEST_QUARTER = 24
FEWEST_SIZES = 2
SHARES = (0.4, 0.8)
"""Twice and four times what the largest subset of the quarter learns from (a fifth of all). With few groups (speakers),
no more than all but one of them can be learned from, and the last size falls away."""


def pool_tasks(data: Path, keep: Path) -> list[dict[str, Any]]:
    """The tasks of every set; measured once and kept, with the embeddings, in the folder `keep`."""
    keep.mkdir(parents=True, exist_ok=True)
    tasks = []
    for name in NETWORKS:
        file = keep / f"pools_{name}.json"
        if not file.exists():
            with tempfile.TemporaryDirectory() as folder:
                cache = Kept(keep)
                one = open_set(data, name, Path(folder), cache, EACH.get(name, MOST_EACH))
                found = list(_tasks_of(one))
                cache.save()
            file.write_text(json.dumps(found), encoding="utf-8")
        tasks += json.loads(file.read_text(encoding="utf-8"))
    return tasks


def _tasks_of(one: LabelledSet) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(7)  # other tasks than those the prior's own curves were measured on
    for number, every in enumerate(sub_tasks(one.labels, SUB_TASKS, rng)):
        task = SubTask(every.positions[:MOST], every.labels[:MOST])
        for seed in range(QUARTERS if number == 0 else 1):
            found = _task(one, task, number, seed)
            if found is not None:
                yield found


def _task(one: LabelledSet, task: SubTask, number: int, seed: int) -> dict[str, Any] | None:
    """What is measured of a random quarter, and what is true of all."""
    n = len(task.labels)
    quarter = np.random.default_rng(seed).permutation(n)[: n // 4]
    names, counts = np.unique(task.labels[quarter], return_counts=True)
    if len(quarter) < max(FEWEST_QUARTER, 2 * len(names)):
        return None
    groups = one.groups.ids[task.positions]
    network = _chosen(one, task.positions[quarter], task.labels[quarter], groups[quarter], seed)
    X, make_head = columns_of(one, network, task.positions[quarter])
    answers: list[RoundAnswers] = []
    points = measure(
        Pool.of(X, task.labels[quarter], groups[quarter], normal=make_head is None),
        random_state=seed,
        make_head=make_head,
        on_answers=answers.append,
    )
    everything, make_head = columns_of(one, network, task.positions)
    future = [int(share * n) for share in SHARES]
    truth = measure(
        Pool.of(everything, task.labels, groups, normal=make_head is None),
        sizes=future,
        random_state=seed,
        make_head=make_head,
    )
    if not truth or truth[-1].n < 2 * points[-1].n or len(points) < FEWEST_SIZES:
        return None
    return {
        "id": f"{one.name} {number}.{seed}",
        "dataset": one.name,
        "modality": one.modality,
        "network": network,
        "whole": number == 0,
        "n_classes": len(names),
        "majority": float(counts.max() / len(quarter)),
        "pool": len(quarter),
        "design_effect": design_effect(answers, task.labels[quarter], groups[quarter]),
        "n": [p.n for p in points],
        "scores": [list(p.scores) for p in points],
        "n_test": [p.n_test for p in points],
        "future_n": [p.n for p in truth],
        "future_accuracy": [p.mean for p in truth],
    }


def _chosen(
    one: LabelledSet,
    positions: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    seed: int,
) -> str:
    modality = modality_named(one.modality)
    seen = one.embedded(modality.scout).take(positions)
    return choose_backbone(AUTO, seen, labels, groups, seed=seed, cache=one.cache).name
