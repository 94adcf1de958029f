"""How good is the advice to buy? Simulated on real learning curves, whose futures are known.

    python tests/benchmarks/purchase.py CURVES [--folds 5] [--every 1] [--priors FOLDER]

CURVES is the folder with `learning_curves.csv.gz` and `forecast_tasks.jsonl.gz`. The prior is trained without the
datasets of the fold it is judged on, as in forecast.py; `--priors` keeps the trained ones. A round buys labels
and measures anew: the true accuracy of each size, the luck of a pool that grew with the labels, and the repeats.

First table, for targets 2, 5 and 10 points above the largest measured size: the share that ends below the
target, and examples in the end as a multiple of those needed. Of targets that 64 times the examples do not
reach: examples in the end as a multiple of those at the start.
Second table, where a point is worth so and so many labels (a multiple of those at the start): the value beyond
the cost, as a share of what someone who knows the curve would get.
"""

import argparse
import datetime
import gzip
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.mixture import GaussianMixture
from estimators.data_sufficiency.plan import BuyingConstraints
from estimators.data_sufficiency.prior import (
    expit,
    half_octave_sizes,
    logit,
    read_prior,
)
from estimators.data_sufficiency.purchase import next_labels, worth_most
from estimators.data_sufficiency.sufficiency import required_counts
from tests.benchmarks.train_prior import read_curves, save_prior, train_prior

Task = dict[str, Any]
GAINS = (0.02, 0.05, 0.1)
WORTH = (0.1, 0.5, 2.0, 10.0)
MOST = 64
"""Nobody buys beyond so many times the largest measured size."""
MOST_ROUNDS = 6


@dataclass
class State:
    """Where a buyer stands: `have` labels, `measured` accuracy with them, rounds bought so far."""

    forecaster: LearningCurveForecaster
    start: int
    have: int
    measured: float
    rounds: int


Policy = Callable[[State, float], int]
"""From the state and the target (or the worth of a point in labels) to the number to buy; 0 stops."""


def accuracy_of(task: Task) -> Callable[[float], float]:
    octave, z = np.log2(np.array(task["future_n"], float)), logit(task["future_accuracy"])
    return lambda n: float(expit(np.interp(np.log2(n), octave, z)))


def fitted(
    prior: GaussianMixture, task: Task, n: list[int], scores: Any, tests: Any, pool: int
) -> State:
    repeats = len(scores[0])
    forecaster = LearningCurveForecaster(prior=prior).fit(
        np.repeat(n, repeats),
        np.concatenate(scores),
        n_test=np.repeat(tests, repeats),
        pool=pool,
        n_classes=task["n_classes"],
        majority=task["majority"],
    )
    return State(forecaster, task["n"][-1], n[-1], float(np.mean(scores[-1])), 0)


def measured_anew(prior: GaussianMixture, task: Task, have: int, seed: int) -> State:
    """The curve up to `have` as it would be measured from a pool that grew with the labels."""
    true, rng = accuracy_of(task), np.random.default_rng([seed, have])
    pool = round(task["pool"] * have / task["n"][-1])
    sizes = [*(s for s in half_octave_sizes(task["n"][0], have) if s < have), have][-10:]
    luck, scores = rng.standard_normal(), []
    tests = [max(pool - size, 1) for size in sizes]
    for size, n_test in zip(sizes, tests, strict=True):
        p = true(size)
        mean = p + luck * np.sqrt(0.5 * p * (1 - p) / pool)
        spread = np.sqrt(p * (1 - p) / n_test) * rng.standard_normal(10)
        scores.append(np.clip(np.clip(mean, 0, 1) + spread, 0, 1))
    return fitted(prior, task, sizes, scores, tests, pool)


def bought(
    policy: Policy, wish: float, first: State, prior: GaussianMixture, task: Task, seed: int
) -> State:
    """Follow a policy to its end."""
    state, most = first, min(MOST * first.start, max(task["future_n"][-1], 16 * first.start))
    while state.rounds < MOST_ROUNDS:
        n = min(policy(state, wish), most - state.have)
        if n <= 0:
            break
        rounds = state.rounds + 1
        state = measured_anew(prior, task, state.have + n, seed)
        state.start, state.rounds = first.start, rounds
    return state


# Until a target is reached --------------------------------------------------------------------------


def at_once(level: float) -> Policy:
    def policy(state: State, target: float) -> int:
        needed = state.forecaster.required(target, (level,))[0]
        return int(needed) - state.have if not state.rounds and np.isfinite(needed) else 0

    return policy


def doubling(state: State, target: float) -> int:
    return state.have if state.measured < target else 0


def planned(state: State, target: float) -> int:
    """What the app says."""
    wish = BuyingConstraints(target, start=datetime.date(2026, 1, 1))
    needed, futures = required_counts(state.forecaster, target, state.have)
    _, plan = next_labels(state.forecaster, state.have, needed, futures, wish)
    return plan.rounds[0].buy if plan else 0


def expected_least(state: State, target: float, rounds: int = 5, last: float = 0.9) -> int:
    """Mahmood et al. (2022): rounds with the least expected cost that leave 1 - `last` open, by dynamic programming."""
    left = rounds - state.rounds
    now = float(np.mean(state.forecaster.sample([state.have]) >= target))
    if left < 1 or now >= 0.5 or state.forecaster.reachable(target) < 0.1:
        return 0
    needed = state.forecaster.required(target, np.linspace(0.0025, 0.9975, 201))
    needed = needed[needed > state.have]
    if not len(needed) or not np.isfinite(needed).all():
        return 0
    q = np.unique(np.ceil(np.quantile(needed, np.linspace(0.05, last, 35))))
    open_ = 1 - np.searchsorted(np.sort(needed), q) / len(needed)
    value = np.full(len(q), np.inf)
    value[-1] = 0
    for _ in range(left - 1):
        cost = (q[None] - q[:, None]) * open_[:, None] + value
        cost[np.tril_indices(len(q))] = np.inf
        value = np.minimum(value, np.append(cost[:-1].min(axis=1), 0))
    return int(q[np.argmin(q - state.have + value)]) - state.have


TARGET_POLICIES: dict[str, Policy] = {
    "the median at once": at_once(0.5),
    "the 80 % point at once": at_once(0.8),
    "doubling until the measured accuracy is there": doubling,
    "Mahmood 2022, 5 rounds": expected_least,
    "the app's rounds": planned,
}


# While it is worth it -------------------------------------------------------------------------------


def worth_once(state: State, worth: float) -> int:
    return 0 if state.rounds else worth_most(state.forecaster, state.have, 1.0, worth)


def worth_planned(state: State, worth: float) -> int:
    """What the app says: prices are in labels."""
    wish = BuyingConstraints(None, 1.0, worth, start=datetime.date(2026, 1, 1))
    return next_labels(state.forecaster, state.have, None, np.empty(0), wish)[0].n


def worth_looking_ahead(state: State, worth: float, futures: int = 60) -> int:
    """The first of two purchases, the second after a measurement that reweights the curves (a particle filter)."""
    steps = np.unique(np.r_[0, np.round(state.have * 2 ** (np.arange(-16, 17) / 4))]).astype(int)
    curves = state.forecaster.sample(state.have + steps)[::2]
    net = 100 * worth * (curves - curves[:, :1]) - steps
    seen = np.arange(0, len(curves), len(curves) // futures)
    noise = np.random.default_rng(0).standard_normal(len(seen))
    value = np.full(len(steps), net.mean(axis=0).max())
    for at in range(1, len(steps)):
        p = curves[:, at]
        pool = 1.25 * (state.have + steps[at])
        error = np.sqrt(np.maximum(p[seen] * (1 - p[seen]), 0.01) * 0.6 / pool + 0.005**2)
        measured = p[seen] + error * noise
        weight = np.exp(-0.5 * ((measured[:, None] - p) / error[:, None]) ** 2)
        weight /= weight.sum(axis=1, keepdims=True)
        value[at] = (weight @ net[:, at:]).max(axis=1).mean()
    best = int(np.argmax(value))
    return int(steps[best if best else np.argmax(net.mean(axis=0))])


WORTH_POLICIES: dict[str, Policy] = {
    "as many again, once": lambda state, _: 0 if state.rounds else state.have,
    "the best number at once": worth_once,
    "looking one measurement ahead, 6 rounds": worth_looking_ahead,
    "the app's rounds": worth_planned,
}


def needed_for(task: Task, target: float) -> float | None:
    """Where the true curve first reaches the target; None within 64 times; NaN where nobody knows."""
    n, accuracy = np.array(task["future_n"], float), np.array(task["future_accuracy"])
    within = (n >= task["n"][-1]) & (n <= MOST * task["n"][-1])
    n, accuracy = n[within], accuracy[within]
    above = np.flatnonzero(accuracy >= target)
    if not len(above):
        return None if n[-1] >= 16 * task["n"][-1] else float("nan")
    if above[0] == 0:
        return float("nan")  # it is there already
    pair = slice(above[0] - 1, above[0] + 1)
    return float(2 ** np.interp(logit(target), logit(accuracy[pair]), np.log2(n[pair])))


def judge_targets(
    rows: dict[str, list[Any]], task: Task, prior: GaussianMixture, first: State, seed: int
) -> None:
    for gain in GAINS:
        target = float(np.mean(task["scores"][-1])) + gain
        needed = needed_for(task, target) if target < 0.995 else float("nan")
        if needed is not None and np.isnan(needed):
            continue
        for name, policy in TARGET_POLICIES.items():
            end = bought(policy, target, first, prior, task, seed)
            short = target - accuracy_of(task)(end.have)
            rows[name].append((needed or 0, end.have, short, end.rounds, first.start))


def judge_worth(
    rows: dict[str, list[Any]], task: Task, prior: GaussianMixture, first: State, seed: int
) -> None:
    if task["future_n"][-1] < 8 * first.start:
        return
    true, last = accuracy_of(task), min(task["future_n"][-1], MOST * first.start)
    for multiple in WORTH:
        worth = multiple * first.start

        def net(n: float, worth: float = worth) -> float:
            return (100 * worth * (true(n) - true(first.start)) - (n - first.start)) / first.start

        best = max(net(n) for n in np.geomspace(first.start, last, 200))
        for name, policy in WORTH_POLICIES.items():
            end = bought(policy, worth, first, prior, task, seed)
            rows[name].append((multiple, net(min(end.have, last)), max(best, 0.0)))


def print_targets(rows: dict[str, list[Any]]) -> None:
    print(
        "\n| policy | below the target | by over 1 point | rounds | examples / needed: median, mean | out of reach: examples / start |"
    )
    print("|---|---|---|---|---|---|")
    for name, found in rows.items():
        needed, have, short, rounds, start = np.array(found, float).T
        is_in = needed > 0
        ratio = have[is_in] / needed[is_in]
        print(
            f"| {name} | {100 * np.mean(short[is_in] > 0):.0f} % of {is_in.sum()} | {100 * np.mean(short[is_in] > 0.01):.0f} % "
            f"| {rounds[is_in].mean():.1f} | {np.median(ratio):.2f}, {ratio.mean():.2f} "
            f"| {np.mean(have[~is_in] / start[~is_in]):.1f} (of {np.sum(~is_in)}) |"
        )


def print_worth(rows: dict[str, list[Any]]) -> None:
    heads = " | ".join(f"a point = {m:g} x the labels" for m in WORTH)
    print(f"\n| policy | {heads} |\n|---|{'---|' * len(WORTH)}")
    for name, found in rows.items():
        table = np.array(found)
        shares = [table[table[:, 0] == m] for m in WORTH]
        print(
            f"| {name} | "
            + " | ".join(f"{s[:, 1].sum() / s[:, 2].sum():.2f}" for s in shares)
            + " |"
        )
    print(f"{len(next(iter(rows.values()))) // len(WORTH)} tasks")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("curves", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--every", type=int, default=1, help="judge every so many tasks")
    parser.add_argument("--priors", type=Path, help="keep the trained priors in this folder")
    options = parser.parse_args()
    curves = read_curves(options.curves / "learning_curves.csv.gz")
    with gzip.open(options.curves / "forecast_tasks.jsonl.gz", "rt", encoding="utf-8") as file:
        tasks: list[Task] = [json.loads(line) for line in file]
    names = sorted({*curves.datasets, *(t["dataset"] for t in tasks)})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[d]: i % options.folds for i, d in enumerate(order)}
    targets: dict[str, list[Any]] = defaultdict(list)
    worths: dict[str, list[Any]] = defaultdict(list)
    for f in range(options.folds):
        kept = options.priors / f"prior{f}.npz" if options.priors else None
        if kept is not None and kept.exists():
            prior = read_prior(kept)
        else:
            prior = train_prior(curves.without({d for d, g in fold.items() if g == f}))
            if kept is not None:
                save_prior(prior, kept)
        for seed, task in list(enumerate(tasks))[:: options.every]:
            if fold[task["dataset"]] == f:
                first = fitted(prior, task, task["n"], task["scores"], task["n_test"], task["pool"])
                judge_targets(targets, task, prior, first, seed)
                judge_worth(worths, task, prior, first, seed)
    print_targets(targets)
    print_worth(worths)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
