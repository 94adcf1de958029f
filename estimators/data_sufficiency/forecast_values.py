"""What a forecast consists of, as values: read by those who only show it, so without the libraries that work it out."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ForecastPoint:
    """Quantiles of the accuracy (0 to 1) with `n` examples to learn from; `p5` to `p95` is the 90 % band."""

    n: int
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float


@dataclass(frozen=True)
class Reliability:
    """How often such bands held the truth, on datasets that the forecaster had not seen.

    `pools` are the same of real pools of one modality each: {"modality", "pools", "forecasts", "within_80",
    "mae" (accuracy points)}; `sentence` says it in words, of this modality where that is known.
    """

    tasks: int
    datasets: int
    within_80: float
    within_90: float
    pools: tuple[dict[str, str | int | float], ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class ClassGain:
    """Accuracy (0 to 1, over all classes) that one more example of a class brings, with its 90 % interval.

    `examples` of the class are labelled; `repeats` random splits were tried.
    """

    json_names: ClassVar = {"name": "class"}

    name: str
    examples: int
    gain_per_example: float
    low: float
    high: float
    repeats: int


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
        “Dark photos: 12 of 20 right, the others 46 of 50. You lack dark photos.” Lacking is only what more of would help; else
        it says that dark photos are harder.
    gain_per_example : float or None
        Accuracy over all examples (0 to 1) that one more example of the slice brings; None where it was not measured.
    fact, advice : str
        Its two halves; empty where an earlier version kept only the sentence.
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
    fact: str = ""
    advice: str = ""
