"""How many reactions place the bar, and can its interval be believed? Simulated audiences of known taste.

    python tests/benchmarks/sessions.py [--audiences 500] [--people 5] [--answers 40] [--block 5] [--seed 0] [--kinds ...]

Each audience has a true accuracy at which people like them accept 7 answers in 10, and answers through four orders of
accuracies: the adaptive one of the app, the same four accuracies in rising order, random ones, and a staircase (a step of
5 points down after a block that reached the goal, up after one that did not). Every fifth answer may change the accuracy;
how many answers of a block are wrong follows the dial, as in the app. `--answers` are of the whole audience.

    as assumed   logistic, people differ (sd of log-odds 0.2 to 0.9), slopes 4 to 12, needed 62 to 90%
    linger       as assumed, but they go by a running impression (60% of it from before) of the accuracy
    warm up      as assumed, and each answer makes them readier by 0.03 log-odds (as many steps back at the start)
    judge        they see whether an answer is right, notice mistakes more or less, and their trust follows what they saw
    take all     97 in 100 are accepted at any accuracy
    coin         half are accepted at any accuracy; a bar would be wrong

    held         how often the 90% interval holds the true accuracy needed (asked: 90)
    safe         how often the cautious end is not below it (asked: 95)
    bar          how often a bar is proposed
    width        middle width of the interval, in points (an open end counts as 0 or 100%)
    off          root of the mean squared distance of the estimate from the truth, in points (truth and estimate cut to 50-100%)
    n for 20     middle number of reactions until the interval is at most 20 points wide (of those that get there; share)
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mock_ai.demo.block import adaptive_accuracy, wrong_places
from mock_ai.demo.plan import DemoItem, DemoPlan
from mock_ai.presets import BUILT_IN
from mock_ai.reaction import Reaction, known_person
from mock_ai.sessions import AcceptanceCurve, acceptance_curve

GOAL, NARROW = 0.7, 0.20
ODDS = float(np.log(GOAL / (1 - GOAL)))
ORDERS = ("adaptive", "rising", "random", "staircase")
KINDS = ("as assumed", "linger", "warm up", "judge", "take all", "coin")
RISING = (0.6, 0.7, 0.8, 0.9)


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


@dataclass
class Person:
    """Somebody with a taste; ``accepts`` moves their impression along."""

    kind: str
    needed: float
    slope: float
    leaning: float  # log-odds
    care: float  # how much less a wrong answer is liked, for those who judge
    impression: float = 0.75
    seen: int = 0

    def accepts(self, accuracy: float, right: bool, luck: float) -> bool:
        self.seen += 1
        if self.kind in ("take all", "coin"):
            return luck < (0.97 if self.kind == "take all" else 0.5)
        if self.kind == "judge":
            chance = logistic(
                2.2
                - (0 if right else self.care)
                + 4 * (self.impression - self.needed)
                + self.leaning
            )
            self.impression = 0.85 * self.impression + 0.15 * right
            return luck < chance
        if self.kind == "linger":
            self.impression = 0.6 * self.impression + 0.4 * accuracy
            accuracy = self.impression
        readier = 0.03 * (self.seen - 5) if self.kind == "warm up" else 0.0
        return luck < logistic(
            ODDS + self.slope * (accuracy - self.needed) + self.leaning + readier
        )


def person_of(
    kind: str, needed: float, slope: float, spread: float, rng: np.random.Generator
) -> Person:
    leaning = spread * float(rng.standard_normal())
    return Person(kind, needed, slope, leaning, float(rng.uniform(2, 5)))


@lru_cache(maxsize=256)
def truth_of(kind: str, needed: float, slope: float, spread: float) -> float:
    """Where people like these accept the goal once the accuracy has been the same for long."""
    if kind == "take all":
        return 0.0
    if kind == "coin":
        return 2.0
    rng = np.random.default_rng(99)
    levels = np.linspace(0.4, 1.0, 25)
    if kind == "judge":
        rates = []
        for level in levels:
            people = [person_of(kind, needed, slope, spread, rng) for _ in range(60)]
            for person in people:
                person.impression = level
            luck = rng.random((60, 50, 2))
            rates.append(
                np.mean(
                    [
                        [person.accepts(level, bool(draw < level), chance) for chance, draw in row]
                        for person, row in zip(people, luck, strict=True)
                    ]
                )
            )
        fit = np.polyfit(levels, rates, 3)
        fine = np.linspace(0.4, 1.0, 601)
        above = np.flatnonzero(np.polyval(fit, fine) >= GOAL)
        return float(fine[above[0]]) if len(above) else 2.0
    leanings = spread * rng.standard_normal(4000)
    fine = np.linspace(0.4, 1.2, 801)
    rates = [np.mean(1 / (1 + np.exp(-(ODDS + slope * (a - needed) + leanings)))) for a in fine]
    return float(np.interp(GOAL, rates, fine))


@dataclass(frozen=True)
class Held:
    """What one audience said, after each block."""

    truth: float
    curves: tuple[AcceptanceCurve, ...]


def hold(
    order: str,
    audience: Sequence[Person],
    plan: DemoPlan,
    true: float,
    known: bool,
    rng: np.random.Generator,
    orders: np.random.Generator,
) -> Held:
    reactions: list[Reaction] = []
    curves = []
    step = 0.8
    each = plan.answers // len(audience)
    for rank, person in enumerate(audience):
        name = str(rank)
        mine: list[Reaction] = []
        for number in range(-(-each // plan.block)):
            if order == "adaptive":
                accuracy = adaptive_accuracy(plan, known_person("s", name), reactions)
            elif order == "rising":
                accuracy = RISING[len(curves) % len(RISING)]
            elif order == "random":
                accuracy = float(orders.choice(plan.levels))
            else:
                accuracy = step
            due = sum(1 - one.shown_accuracy for one in mine)
            wrong = wrong_places(plan, name, number, accuracy, due)
            taken = []
            for place in range(min(plan.block, each - number * plan.block)):
                yes = person.accepts(accuracy, place not in wrong, float(rng.random()))
                truth = "no" if place in wrong else "yes"
                outcome = "accepted" if yes else "rejected"
                mine.append(
                    Reaction(
                        "s",
                        "",
                        accuracy,
                        outcome,
                        person=name,
                        truth=truth if known else None,
                        answer="yes",
                        block=number,
                    )
                )
                reactions.append(mine[-1])
                taken.append(yes)
            step = float(np.clip(step + (-0.05 if np.mean(taken) >= GOAL else 0.05), 0.5, 0.98))
            curves.append(acceptance_curve(reactions, GOAL))
    return Held(true, tuple(curves))


def row(held: Sequence[Held]) -> str:
    last = [(h.truth, h.curves[-1]) for h in held]
    low = np.array([c.needed_low or 0.0 for _, c in last])
    high = np.array([1.0 if c.needed_high is None else c.needed_high for _, c in last])
    open_above = np.array([c.needed_high is None for _, c in last])
    truth = np.array([t for t, _ in last])
    above = open_above | (truth <= high)
    middle = np.array([1.0 if c.needed is None else c.needed for _, c in last])
    off = np.clip(middle, 0.5, 1) - np.clip(truth, 0.5, 1)
    reached = []
    for h in held:
        for curve in h.curves:
            ends = (
                curve.needed_low or 0.0,
                1.0 if curve.needed_high is None else curve.needed_high,
            )
            if curve.needed_high is not None and ends[1] - max(ends[0], 0) <= NARROW:
                reached.append(curve.n)
                break
    bars = np.mean([c.proposed_bar is not None for _, c in last])
    n20 = (
        f"{np.median(reached):4.0f} ({len(reached) / len(held):4.0%})" if reached else "   - (  0%)"
    )
    return (
        f"{np.mean((low <= truth) & above):6.1%} {np.mean(above):6.1%} {bars:5.0%} "
        f"{np.median(high - low) * 100:6.1f} {np.sqrt(np.mean(off**2)) * 100:5.1f}  {n20}"
    )


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--audiences", type=int, default=500)
    parser.add_argument("--people", type=int, nargs="+", default=[5])
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--block", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS))
    parser.add_argument("--orders", nargs="+", default=list(ORDERS))
    parser.add_argument(
        "--unknown", action="store_true", help="without knowing which answers were right"
    )
    asked = parser.parse_args(argv)
    plan = DemoPlan(BUILT_IN, (DemoItem("00"),), answers=asked.answers, block=asked.block)
    print(f"{asked.answers} answers in blocks of {asked.block}, {asked.audiences} audiences")
    print(f"{'kind':11} {'people':>6} {'order':10}   held   safe   bar  width   off  n for 20")
    for kind in asked.kinds:
        for people in asked.people:
            for order in asked.orders:
                rng = np.random.default_rng(asked.seed)
                held = []
                for number in range(asked.audiences):
                    needed = round(float(rng.uniform(0.62, 0.90)), 2)
                    slope = round(float(np.exp(rng.uniform(np.log(4), np.log(12)))))
                    spread = round(float(rng.uniform(0.2, 0.9)), 1)
                    audience = [person_of(kind, needed, slope, spread, rng) for _ in range(people)]
                    truth = truth_of(
                        kind, round(needed, 1) if kind == "judge" else needed, slope, spread
                    )
                    if kind == "judge":
                        for person in audience:
                            person.needed = round(needed, 1)
                    luck = np.random.default_rng([asked.seed, number])
                    held.append(
                        hold(
                            order,
                            audience,
                            plan,
                            truth,
                            not asked.unknown,
                            luck,
                            np.random.default_rng([asked.seed, number, 1]),
                        )
                    )
                print(f"{kind:11} {people:6} {order:10} {row(held)}", flush=True)


if __name__ == "__main__":
    main()
