"""Does a tripwire hold? The outcomes since the launch against the number at which it trips, however often one looks.

The bounds hold at every look at once (`estimators.acceptance.bounds.anytime_lower_bound`): a product that sits exactly at the
threshold ever trips, or is ever shown to be clear of it, by chance in at most one of twenty.
"""

from dataclasses import dataclass
from enum import StrEnum

from estimators.acceptance.argument_checks import correct_of_total
from estimators.acceptance.bounds import anytime_lower_bound
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.number_reader import read_share
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr

CONFIDENCE = 0.95


class TripwireState(StrEnum):
    """What the outcomes say."""

    CLEAR = "clear"  # shown to be on the good side
    HOLDS = "holds"  # not shown to have crossed it, nor to be clear of it
    TRIPPED = "tripped"


@dataclass(frozen=True)
class TripwireCheck:
    """The outcomes since the launch beside a tripwire.

    - `share`: of right answers, or of wrong ones where it trips above. `low`, `high`: sure at 95 % each, at every look.
    """

    state: TripwireState
    right: int
    total: int
    threshold: float
    share: float
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """ "Since launch 412 of 455 right; the tripwire holds." """
        said = {
            TripwireState.CLEAR: tr(
                "Since launch {right} of {total} right; the tripwire holds.",
                right=self.right,
                total=self.total,
            ),
            TripwireState.HOLDS: tr(
                "Since launch {right} of {total} right; the tripwire holds, and is not yet shown to be clear: between {low} and {high}.",
                right=self.right,
                total=self.total,
                low=percent(self.low),
                high=percent(self.high),
            ),
            TripwireState.TRIPPED: tr(
                "Since launch {right} of {total} right: it has crossed {threshold}. The tripwire trips.",
                right=self.right,
                total=self.total,
                threshold=set_percent(self.threshold),
            ),
        }
        return said[self.state]


def threshold_of(wire: Tripwire) -> float | None:
    """The share at which it trips; None where its words are no share."""
    value = read_share(wire.threshold)
    return value if value is not None and 0 < value < 1 else None


def check_tripwire(wire: Tripwire, right: int, total: int) -> TripwireCheck | None:
    """Check it; None where its threshold is no share.

    Raises `UserError` where the counts are impossible.
    """
    threshold = threshold_of(wire)
    if threshold is None:
        return None
    right, total = correct_of_total(right, total)
    falls = wire.direction == "below"
    counted = right if falls else total - right
    low = anytime_lower_bound(counted, total, CONFIDENCE)
    high = 1 - anytime_lower_bound(total - counted, total, CONFIDENCE)
    tripped, clear = (
        (high < threshold, low >= threshold) if falls else (low > threshold, high <= threshold)
    )
    state = (
        TripwireState.TRIPPED if tripped else TripwireState.CLEAR if clear else TripwireState.HOLDS
    )
    return TripwireCheck(state, right, total, threshold, counted / total, low, high)
