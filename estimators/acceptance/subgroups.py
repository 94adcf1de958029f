"""Which of several classes or slices hold the bar, when all are looked at together.

Whoever looks at twenty classes finds one that passes by luck. Holm's step-down test (1979,
https://www.jstor.org/stable/4615733) lets at most one claim in twenty sets of claims be wrong. Two questions need no
such care and are answered beside it: whether *all* hold (each must be shown alone: Berger 1982,
https://doi.org/10.1080/00401706.1982.10487790), and what each alone says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from estimators.acceptance.argument_checks import bar_to_show, correct_of_total, share
from estimators.acceptance.bounds import confidence_of_each, interval, lower_bound
from estimators.acceptance.sample_size import correct_needed
from estimators.base.binomial import chance_of_at_least
from estimators.base.count import spelled, spelled_count
from estimators.base.errors import UserError
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.percent import set_percent
from estimators.base.phrase import capital, quoted
from estimators.base.sentence import tr, tr_plural

MOST_PARTS = 10_000


class SubgroupVerdict(StrEnum):
    """What is known of one class or slice."""

    SHOWN = "shown"  # it holds the bar
    BELOW = "below"  # it does not
    OPEN = "open"  # more examples could tell
    TOO_FEW = "too_few"  # not even all right would show it

    @property
    def words(self) -> str:
        """As said in a table."""
        return {
            "shown": "holds",
            "below": "below the bar",
            "open": tr("not shown yet"),
            "too_few": tr("cannot be shown"),
        }[self.value]


@dataclass(frozen=True)
class Subgroup:
    """One class or slice: its counts, its exact 90 % interval, and the verdict over all of them.

    `p_value` is the chance of a result this good at the bar itself, `adjusted` Holm's over all parts. `needed` is how
    many of `total` must be right to show it alone, None if not even all would.
    """

    name: str
    correct: int
    total: int
    low: float
    high: float
    lower_bound: float
    p_value: float
    adjusted: float
    needed: int | None
    verdict: SubgroupVerdict


@dataclass(frozen=True)
class SubgroupTest:
    """All classes or slices, the weakest first.

    `all_shown`: each of them holds the bar, at the confidence asked for.
    """

    bar: float
    confidence: float
    parts: tuple[Subgroup, ...]
    all_shown: bool
    sentence: str


def accept_each(
    counts: Mapping[str, tuple[int, int]] | Sequence[tuple[str, int, int]],
    bar: float,
    confidence: float = 0.95,
    *,
    looks: int = 1,
    kind: tuple[str, str] = ("class", "classes"),
) -> SubgroupTest:
    """Answer “which of them are good enough?”.

    - `counts`: a part without a test example may be there, with a total of 0: nothing is known of it.
    - `bar`, `confidence`, `looks`: as in `accept`.
    - `kind`: what a part is called: one, many.

    Raises `UserError` if there is none, a name comes twice, or a count is impossible.
    """
    rows = (
        [(name, *pair) for name, pair in counts.items()]
        if isinstance(counts, Mapping)
        else list(counts)
    )
    _check(rows, kind)
    bar = bar_to_show(bar)
    alpha = 1 - confidence_of_each(share("confidence", confidence, inclusive=False), looks)
    tested = [(name, *correct_of_total(k, n)) for name, k, n in rows if n]
    above = [chance_of_at_least(k, n, bar) for _, k, n in tested]
    below = [chance_of_at_least(n - k, n, 1 - bar) for _, k, n in tested]
    adjusted, adjusted_below = holm(above), holm(below)
    parts = [
        Subgroup(
            name=name,
            correct=k,
            total=n,
            low=interval(k, n)[0],
            high=interval(k, n)[1],
            lower_bound=lower_bound(k, n, 1 - alpha),
            p_value=above[at],
            adjusted=adjusted[at],
            needed=correct_needed(n, bar, 1 - alpha),
            verdict=_verdict(adjusted[at], adjusted_below[at], n, bar, alpha),
        )
        for at, (name, k, n) in enumerate(tested)
    ]
    parts += [
        Subgroup(str(name), 0, 0, 0.0, 1.0, 0.0, 1.0, 1.0, None, SubgroupVerdict.TOO_FEW)
        for name, _, n in rows
        if not n
    ]
    parts.sort(key=lambda part: (part.correct / part.total if part.total else -1.0, part.name))
    all_shown = len(tested) == len(rows) and all(p <= alpha for p in above)
    return SubgroupTest(
        bar, confidence, tuple(parts), all_shown, _sentence(parts, all_shown, bar, kind)
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p-values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    adjusted, so_far = [1.0] * len(p_values), 0.0
    for rank, at in enumerate(order):
        so_far = max(so_far, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = so_far
    return adjusted


def _verdict(
    adjusted: float, adjusted_below: float, n: int, bar: float, alpha: float
) -> SubgroupVerdict:
    if adjusted <= alpha:
        return SubgroupVerdict.SHOWN
    if adjusted_below <= alpha:
        return SubgroupVerdict.BELOW
    return SubgroupVerdict.TOO_FEW if bar**n > alpha else SubgroupVerdict.OPEN


def _check(rows: Sequence[tuple[str, int, int]], kind: tuple[str, str]) -> None:
    if not rows:
        raise UserError(
            tr("There is no {kind} to look at.", kind=kind[0]),
            "",
            tr("Give counts for at least one."),
        )
    if len(rows) > MOST_PARTS:
        raise UserError(
            tr("There are {rows} {kind}.", rows=digits(len(rows)), kind=kind[1]),
            tr("At most {most_parts} can be looked at together.", most_parts=digits(MOST_PARTS)),
            tr("Leave out those with few examples."),
        )
    seen: set[str] = set()
    for name, k, n in rows:
        if name in seen:
            raise UserError(
                tr("“{name}” comes twice.", name=str(name)[:60]),
                tr("Each {kind} counts once.", kind=kind[0]),
                tr("Add up its rows."),
            )
        seen.add(name)
        if n == 0 and k != 0:
            correct_of_total(k, n)  # says that a total of 0 has no right answers


def _sentence(parts: list[Subgroup], all_shown: bool, bar: float, kind: tuple[str, str]) -> str:
    goal = set_percent(bar)
    if all_shown:
        every = quoted(parts[0].name) if len(parts) == 1 else tr("Every {kind}", kind=kind[0])
        return tr("{every} holds {goal}.", every=every, goal=goal)
    below = [part for part in parts if part.verdict is SubgroupVerdict.BELOW]
    if below:
        one = len(below) == 1
        names = (
            tr("“{name}” is", name=below[0].name)
            if one
            else tr("{many} are", many=_many(below, kind))
        )
        return tr("{names} below {goal}, beyond luck.", names=names, goal=goal)
    few = [part for part in parts if part.verdict is SubgroupVerdict.TOO_FEW]
    if len(few) == len(parts):
        return tr("No {kind} has enough examples to show {goal}.", kind=kind[0], goal=goal)
    if few:
        return tr_plural(
            "{many} has too few examples to show {goal}.",
            "{many} have too few examples to show {goal}.",
            len(few),
            many=_many(few, kind),
            goal=goal,
        )
    shown = [part for part in parts if part.verdict is SubgroupVerdict.SHOWN]
    if not shown:
        return tr("No {kind} is shown to hold {goal} yet.", kind=kind[0], goal=goal)
    return tr_plural(
        "{capital} of {spelled_count} is shown to hold {goal}.",
        "{capital} of {spelled_count} are shown to hold {goal}.",
        len(shown),
        capital=capital(spelled(len(shown))),
        spelled_count=spelled_count(len(parts), Noun(*kind)),
        goal=goal,
    )


def _many(parts: list[Subgroup], kind: tuple[str, str]) -> str:
    return capital(spelled_count(len(parts), Noun(*kind)))
