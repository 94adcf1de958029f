"""Conditions that people can name and seek out: dark, blurred, short, quiet, at night."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Mask
from estimators.classifier.attributes import Attributes

FEWEST = 8
"""Examples that a condition has at least; below, nothing can be said of it."""
_TAILS = (0.1, 0.2, 1 / 3)
_SIDES: Mapping[str, tuple[str, str]] = {
    # the conditions at the lowest and the highest of a fact; "" where nobody would ask for that
    "brightness": ("dark", "bright"),
    "contrast": ("low-contrast", "high-contrast"),
    "sharpness": ("blurred", "finely detailed"),
    "colourfulness": ("colourless", "colourful"),
    "aspect": ("upright", "wide"),
    "pixels": ("small", "large"),
    "motion": ("still", "fast-moving"),
    "characters": ("short", "long"),
    "non_letters": ("", "number-heavy"),
    "capitals": ("", "capitalised"),
    "seconds": ("short", "long"),
    "loudness": ("quiet", "loud"),
    "clipped_share": ("", "distorted"),
    "silent_share": ("", "mostly silent"),
}
_TIMES: tuple[tuple[str, str, Callable[[Doubles], Mask]], ...] = (
    ("hour", "night-time", lambda hour: (hour >= 21) | (hour < 6)),
    ("hour", "morning", lambda hour: (hour >= 6) & (hour < 11)),
    ("hour", "evening", lambda hour: (hour >= 17) & (hour < 21)),
    ("month", "winter", lambda month: (month == 12) | (month <= 2)),
    ("month", "summer", lambda month: (month >= 6) & (month <= 8)),
)


@dataclass(frozen=True)
class Slice:
    """Some of the examples, by a fact of theirs.

    - `condition`: "dark", as `condition_words` has it; empty where it is a folder.
    - `inside`: bool array of shape (n,).
    - `known`, bool array of shape (n,): where the fact is known; the others are neither inside nor outside.
    - `folder`: where the fact is the folder that they lie in: its name.
    """

    condition: str
    inside: Mask
    known: Mask
    folder: str = ""


def candidate_slices(attributes: Sequence[Attributes]) -> dict[str, list[Slice]]:
    """Every condition that enough of the examples meet and enough do not, by name, in up to three widths, the widest last.

    A fact has no natural limit from which on a photo is dark, so the darkest tenth, fifth and third of the examples are
    tried; time of day and season have.
    """
    found: dict[str, list[Slice]] = {}
    for name, (low, high) in _SIDES.items():
        values, known = _column(attributes, name)
        if known.sum() < 2 * FEWEST or np.ptp(values[known]) == 0:
            continue
        for tail in _TAILS:
            for condition, cut, sign in (
                (low, np.quantile(values[known], tail), -1),
                (high, np.quantile(values[known], 1.0 - tail), 1),
            ):
                mask = known & (values <= cut if sign < 0 else values >= cut)
                if condition and FEWEST <= mask.sum() <= known.sum() / 2:
                    found.setdefault(condition, []).append(Slice(condition, mask, known))
    for name, condition, within in _TIMES:
        values, known = _column(attributes, name)
        mask = known & within(values)
        if FEWEST <= mask.sum() <= known.sum() - FEWEST:
            found.setdefault(condition, []).append(Slice(condition, mask, known))
    return found


def condition_words(condition: str) -> str:
    """What a condition is called, before the noun: "dark" photos."""
    words = {
        "dark": tr("dark"),
        "bright": tr("bright"),
        "low-contrast": tr("low-contrast"),
        "high-contrast": tr("high-contrast"),
        "blurred": tr("blurred"),
        "finely detailed": tr("finely detailed"),
        "colourless": tr("colourless"),
        "colourful": tr("colourful"),
        "upright": tr("upright"),
        "wide": tr("wide"),
        "small": tr("small"),
        "large": tr("large"),
        "still": tr("still"),
        "fast-moving": tr("fast-moving"),
        "short": tr("short"),
        "long": tr("long"),
        "number-heavy": tr("number-heavy"),
        "capitalised": tr("capitalised"),
        "quiet": tr("quiet"),
        "loud": tr("loud"),
        "distorted": tr("distorted"),
        "mostly silent": tr("mostly silent"),
        "night-time": tr("night-time"),
        "morning": tr("morning"),
        "evening": tr("evening"),
        "winter": tr("winter"),
        "summer": tr("summer"),
    }
    return words.get(condition, condition)


def _column(attributes: Sequence[Attributes], name: str) -> tuple[Doubles, Mask]:
    values = np.array([entry.get(name, np.nan) for entry in attributes])
    known = np.isfinite(values)
    return np.where(known, values, 0.0), known
