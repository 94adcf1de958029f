"""What one more right answer in a hundred is worth."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimators.build_vs_buy.inputs import read_inputs
from estimators.build_vs_buy.model import net_present_values
from estimators.case.questions import read_case

POINT = 0.01
_AMOUNTS = ("missed_cost", "false_alarm_cost", "value_per_correct")


def value_per_point(
    case: Mapping[str, Any],
    *,
    horizon_months: int = 36,
    draws: int = 2000,
    random_state: int = 0,
) -> float | None:
    """The mean value of one more accuracy point of a trained classifier, over the horizon, in the case's currency.

    The valuation is a straight line in the accuracy, so this is its slope: cases a month that people act
    on, times what a right answer saves and a mistake costs that nobody catches, discounted. An amount that
    the case does not name adds nothing, so the value is rather too low. None where the case names neither
    the cases a month nor any amount: a value from our defaults alone would be a guess about someone else.

    Raises
    ------
    UserError
        If an input cannot be right.
    """
    answers = read_case(case)
    inputs = read_inputs(case, answers.values, case.get("currency") or "USD")
    # A default amount is ours ("unknown"); one from a person, a source or a measurement is theirs.
    named = [name for name in _AMOUNTS if inputs[name].provenance != "unknown"]
    if inputs["volume_per_month"].provenance == "unknown" or not named:
        return None
    x = {name: each.draw(draws, random_state) for name, each in inputs.items()}
    for name in _AMOUNTS:
        if name not in named:
            x[name] = np.zeros(draws)
    worth = [
        net_present_values(
            {**x, "accuracy_automl": np.full(draws, accuracy)},
            horizon_months,
            may_buy=False,
            success_draws=np.zeros(draws),
        )
        .expected["automl_finetune"]
        .mean()
        for accuracy in (0.5, 0.5 + POINT)
    ]
    return float(worth[1] - worth[0])
