"""Which kind of example is lacking? Slices that are right less often than the others, beyond luck."""

from collections.abc import Mapping
from dataclasses import dataclass

from numpy.typing import ArrayLike


@dataclass(frozen=True)
class SliceGain:
    """A slice of the examples (dark photos, long texts) that is right less often than the others.

    Attributes
    ----------
    slice : str
        "dark": goes before "photos".
    n, share : int, float
        Examples in the slice that were tested, and their share of those that could be told.
    accuracy, low, high : float
        Share of right answers in the slice, with its 90 % interval.
    gap : float
        How much more often the others are right (0 to 1).
    sentence : str
        “Dark photos: 12 of 20 right, the others 46 of 50. You lack dark photos.”
    gain_per_example : float or None
        Accuracy over all examples (0 to 1) that one more example of the slice brings; None where it was not measured.
    """

    slice: str
    n: int
    share: float
    accuracy: float
    low: float
    high: float
    gap: float
    sentence: str
    gain_per_example: float | None

    def to_json(self) -> dict[str, str | int | float | None]:
        """The slice as the command line prints it."""
        return {
            "slice": self.slice,
            "n": self.n,
            "share": self.share,
            "accuracy": self.accuracy,
            "low": self.low,
            "high": self.high,
            "gap": self.gap,
            "sentence": self.sentence,
            "gain_per_example": self.gain_per_example,
        }


def slice_gains(
    slices: Mapping[str, ArrayLike], right: ArrayLike, *, many: str = "examples"
) -> list[SliceGain]:
    """The slices that are right less often than the others, the one that costs most first."""
    return []
