"""Buying labels in rounds: buy some, measure, decide again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """One round of labelling.

    `buy` labels in this round, `total` labelled after it, `cost` of this round (None: price unknown).
    `low`, `middle`, `high`: the 90 % band and the median of the accuracy (0 to 1) after it. `reached` is the
    probability that the target holds by then (None without one), `starts` and `ends` its first and last
    working day as ISO dates (None where the labelling speed is unknown).
    """

    number: int
    buy: int
    total: int
    cost: float | None
    low: float
    middle: float
    high: float
    reached: float | None
    starts: str | None = None
    ends: str | None = None

    def to_json(self) -> dict[str, int | float | str | None]:
        """The round as the command line prints it."""
        return vars(self).copy()


@dataclass(frozen=True)
class Plan:
    """The rounds to buy, if all are needed.

    `cost` of all rounds (None: price unknown), `expected_cost` where a round is only bought if the ones
    before did not suffice, `falls_short` the probability that the target is not reached after the last
    (None without a target). `rule` is how the numbers were chosen: "worth" (most expected value beyond the
    cost), "target" (until it is reached) or "budget" (what it buys).
    """

    rounds: tuple[Round, ...]
    cost: float | None
    expected_cost: float | None
    falls_short: float | None
    rule: str

    def to_json(self) -> dict[str, object]:
        """The plan as the command line prints it."""
        return {**vars(self), "rounds": [each.to_json() for each in self.rounds]}
