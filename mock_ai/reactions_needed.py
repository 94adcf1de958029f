"""How many more reactions would place the bar, worked out before anybody is asked.

From the present posterior over curves some are drawn, each in turn taken for the truth. Further people of whom each answers
30 times are simulated under it, at the accuracies that an adaptive session would dwell on (where the goal is thought to be
reached, and the cautious end above it, five answers at a time), and after every ten answers it is asked whether a bar would be proposed. So the
range holds both what is not known of the curve and the luck of what people will say. Drawing the truth from the posterior and
the data from the truth is what a Bayesian calls the predictive distribution (Spiegelhalter, Abrams and Myles, "Bayesian
Approaches to Clinical Trials and Health-Care Evaluation", 2004, chapter 6).

The model is taken at its word: where people do not behave as it says, neither does the number.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mock_ai.acceptance_model import AcceptancePosterior, ReactionTally
from mock_ai.sessions import QUANTILES

MOST = 120  # beyond that nobody plans
LIKELY = 0.8
_STEP, _EACH = 10, 30  # answers between two looks, and of one person
_TRUTHS = 40


@dataclass(frozen=True)
class ReactionsNeeded:
    """``middle`` more reactions place the bar as often as not, ``low`` to ``high`` 8 times in 10; None: more than ``MOST``."""

    middle: int | None
    low: int | None
    high: int | None


@lru_cache(maxsize=16)
def reactions_needed(
    tallies: tuple[ReactionTally, ...],
    goal: float,
    levels: tuple[float, ...],
    seed: int = 0,
) -> ReactionsNeeded:
    """Takes some tenths of a second: not for the GUI thread.

    Parameters
    ----------
    tallies : what people did so far.
    levels : the accuracies that a session may dwell on.
    """
    posterior = AcceptancePosterior(tallies)
    tells_right = any(tally.right is not None for tally in tallies)
    chance = np.random.default_rng(seed)
    shown = max((tally.accuracy for tally in tallies), default=0.0)
    placed = []
    for _ in range(_TRUTHS):
        asked = posterior.further_people(
            goal, levels, QUANTILES, chance, tells_right=tells_right, answers=_EACH, step=_STEP
        )
        n = _STEP
        for (_, middle, cautious), highest in asked:
            if max(middle, cautious) <= max(highest, shown) or n > MOST:
                break
            n += _STEP
        placed.append(n)
    placed.sort()

    def after(share: float) -> int | None:
        n = placed[min(int(share * len(placed)), len(placed) - 1)]
        return None if n > MOST else n

    return ReactionsNeeded(after(0.5), after((1 - LIKELY) / 2), after((1 + LIKELY) / 2))
