"""Does the interval of the bar hold the truth for every kind of product? Simulated people of known taste.

People go by the level of the fake, and judge: a whole answer that is not good is accepted less. What they say is held against
the level at which people like them accept 7 answers in 10, averaged over leanings and over good and bad answers.
"""

from dataclasses import replace

import numpy as np
import pytest

from mock_ai.demo.block import adaptive_accuracy
from mock_ai.demo.plan import DemoItem, DemoPlan, with_main_share
from mock_ai.kinds.product import KindSetting
from mock_ai.presets import BUILT_IN
from mock_ai.reaction import DIALLED_BY_PARTS, Reaction, known_person
from mock_ai.sessions import acceptance_curve

GOAL, PEOPLE, ANSWERS = 0.7, 2, 25
AUDIENCES = {"generate": 12, "transcribe": 12}


def plan_of(kind: str) -> DemoPlan:
    scenario = replace(BUILT_IN, product=KindSetting(kind))
    return DemoPlan(scenario, (DemoItem("00"),), answers=ANSWERS, people=PEOPLE)


def whole_answers(plan: DemoPlan) -> tuple[np.ndarray, np.ndarray]:
    """How many whole answers are good at each level of the dial, as the fake itself says."""
    levels = np.linspace(0.4, 1.0, 25)
    if plan.kind not in DIALLED_BY_PARTS:
        return levels, levels
    good = []
    for level in levels:
        product = with_main_share(plan.scenario, float(level)).product
        fake = product.fitted(0)
        good.append(np.mean([fake.answer(one.input).good for one in product.good_examples]))
    return levels, np.array(good)


def odds(level, needed, slope, leaning, care, good):
    return np.log(GOAL / (1 - GOAL)) + slope * (level - needed) + leaning - care * (1 - good)


def chance(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def needed_by(whole, needed: float, slope: float, spread: float, care: float) -> float:
    """Where people like these accept 7 in 10; above 1: nowhere."""
    levels = np.linspace(0.4, 1.0, 601)
    good = np.interp(levels, *whole)
    leanings = spread * np.random.default_rng(9).standard_normal((400, 1))
    yes = good * chance(odds(levels, needed, slope, leanings, care, 1)) + (1 - good) * chance(
        odds(levels, needed, slope, leanings, care, 0)
    )
    above = np.flatnonzero(yes.mean(axis=0) >= GOAL)
    return float(levels[above[0]]) if len(above) else 2.0


def held(kind: str, audiences: int, seed: int = 0) -> list[tuple[bool, bool, bool]]:
    """For each audience: whether the interval holds the truth, the cautious end is not below it, a bar is proposed."""
    plan = plan_of(kind)
    whole = whole_answers(plan)
    rng = np.random.default_rng(seed)
    found = []
    while len(found) < audiences:
        needed, slope = rng.uniform(0.6, 0.88), rng.uniform(4, 12)
        spread, care = rng.uniform(0.2, 0.8), rng.uniform(0, 2)
        truth = needed_by(whole, needed, slope, spread, care)
        if truth > 0.97:
            continue
        reactions: list[Reaction] = []
        for person in range(PEOPLE):
            leaning = spread * rng.standard_normal()
            for block in range(ANSWERS // plan.block):
                known_as = known_person("s", str(person))
                level = adaptive_accuracy(plan, known_as, reactions)
                for _ in range(plan.block):
                    good = bool(rng.random() < np.interp(level, *whole))
                    yes = rng.random() < chance(odds(level, needed, slope, leaning, care, good))
                    outcome = "accepted" if yes else "rejected"
                    reactions.append(
                        Reaction(
                            "s", "", level, outcome, person=str(person), block=block, kind=kind, good=good
                        )
                    )  # fmt: skip
        curve = acceptance_curve(reactions, GOAL)
        low = curve.needed_low or 0.0
        high = 2.0 if curve.needed_high is None else curve.needed_high
        found.append((low <= truth <= high, truth <= high, curve.proposed_bar is not None))
    return found


@pytest.mark.parametrize("kind", AUDIENCES)
def test_the_interval_holds_the_level_that_people_need_about_as_often_as_it_says(kind: str) -> None:
    said = held(kind, AUDIENCES[kind])
    # 9 in 10 are asked for: fewer than 8 of 12 would come up 1 time in 200 then.
    assert sum(one for one, _, _ in said) >= 8
    assert sum(one for _, one, _ in said) >= 9


if __name__ == "__main__":
    for name in ("generate", "number", "extract", "transcribe"):
        rows = np.array(held(name, 100, seed=1))
        print(name, *(f"{share:.0%}" for share in rows.mean(axis=0)), flush=True)
