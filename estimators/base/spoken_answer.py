"""How an answer is worded: a person speaking, who says how sure they are."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from estimators.base.percent import sure_percent
from estimators.base.phrase import capital, listed, quoted, with_article, within_a_sentence
from estimators.base.sentence import tr, tr_plural

UNKNOWN = tr("I don’t know this one.")
NO_ANSWER = tr("No answer came. Try again.")

EMPTY_ROW = ("",)
"""Stands for the columns that make a row strange where none of them holds anything."""
_GAP = "\0"
_MOST_COLUMNS = 5


def strange_sentence(columns: Sequence[str]) -> str:
    """Why nothing is said of a row some of whose columns are unlike all that was learned from; `EMPTY_ROW`: all are empty."""
    if columns == EMPTY_ROW:
        return tr("I don’t know this one; it says nothing to go by.")
    return tr_plural(
        "I don’t know this one; its {columns} is unlike all that I have learned from.",
        "I don’t know this one; its {columns} are unlike all that I have learned from.",
        len(columns),
        columns=listed([quoted(name) for name in columns[:_MOST_COLUMNS]]),
    )


def answer_sentence(label: str | None, probability: float | None, abstain: bool = False) -> str:
    """The sentence that stands for an answer.

    “Crack. I’m 96% sure.” from 90%, “Crack? I’m 72% sure.” from 50%, below that “Maybe a
    crack; I’m only 41% sure.” The rounded percentage decides, so that number and tone agree.
    It never says 100% or 0%: nobody is that sure. Without a label no answer came.
    """
    if abstain:
        return UNKNOWN
    name = plain_name(label) if label is not None else ""
    if not name:
        return NO_ANSWER
    if probability is None or not math.isfinite(probability):
        return f"{capital(name)}."
    percent = sure_percent(probability)
    form = next(form for form in spoken_forms(name) if percent >= form.from_percent)
    return f"{form.before}{percent}{form.after}"


class SpokenForm(NamedTuple):
    """A sentence for everything from a percentage up, with a gap where the percentage goes."""

    from_percent: int
    before: str
    after: str


@lru_cache(maxsize=1024)
def spoken_forms(label: str) -> tuple[SpokenForm, ...]:
    """How a class is said, the surest first; the last holds for everything."""
    name = plain_name(label) or "?"
    begun, within = capital(name), within_a_sentence(name)
    return (
        _form(90, tr("{name}. I’m {percent}% sure.", name=begun, percent=_GAP)),
        _form(50, tr("{name}? I’m {percent}% sure.", name=begun, percent=_GAP)),
        _form(
            0,
            tr(
                "Maybe {name}; I’m only {percent}% sure.",
                name=with_article(within),
                percent=_GAP,
            ),
        ),
    )


def _form(from_percent: int, sentence: str) -> SpokenForm:
    before, _, after = sentence.partition(_GAP)
    return SpokenForm(from_percent, before, after)


def next_guess_sentence(probabilities: Mapping[str, float]) -> str:
    """“Next guess: erosion, 19%.”, or nothing where there is no second class."""
    ranked = sorted(probabilities.items(), key=lambda pair: -pair[1])
    if len(ranked) < 2:
        return ""
    name, probability = ranked[1]
    return tr(
        "Next guess: {name}, {percent}%.",
        name=within_a_sentence(plain_name(name)),
        percent=sure_percent(probability),
    )


def plain_name(label: str) -> str:
    """A class name as it is spoken: one line, no underscores."""
    return " ".join(str(label).replace("_", " ").split())
