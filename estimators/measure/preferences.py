"""Which of two answers people like better: pairs of candidates side by side, and a ranking of all of them.

A pair of candidates is decided by the sign test, ties left out of it and said; a ranking of several is Bradley and Terry's (1952,
https://doi.org/10.1093/biomet/39.3-4.324) with ties as halves, by Hunter's steps (2004, https://doi.org/10.1214/aos/1079120141),
its intervals from drawing cases again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from estimators.acceptance.bounds import interval
from estimators.acceptance.subgroups import holm
from estimators.base.binomial import sign_test
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.arrays import Doubles
from estimators.measure.case import LeftOut, RowLoss, RowLosses
from estimators.measure.comparison import LEVEL
from estimators.measure.estimate import CONFIDENCE
from estimators.measure.table_rows import columns_of_table

_STEPS = 500
_DRAWS = 400
_SIDES = {"a": 1.0, "b": 0.0, "tie": 0.5, "both": 0.5, "neither": 0.5, "": None}


@dataclass(frozen=True, slots=True)
class Preference:
    """What somebody said of two answers to a case: 1 the first, 0 the second, .5 a tie; None where nobody did."""

    case: str
    first: str
    second: str
    liked: float | None


@dataclass(frozen=True)
class PreferredPair:
    """Two candidates side by side: how often each was liked better, and whether that is more than luck."""

    first: str
    second: str
    wins: int
    losses: int
    ties: int
    p_value: float
    adjusted: float

    @property
    def n(self) -> int:
        """Cases on which the two were compared."""
        return self.wins + self.losses + self.ties

    def share(self, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
        """How often the first is liked better of where one is, between exact ends; 0 to 1 where all are ties."""
        decided = self.wins + self.losses
        if not decided:
            return 0.5, 0.0, 1.0
        return self.wins / decided, *interval(self.wins, decided, confidence)

    @property
    def is_clear(self) -> bool:
        """Whether one is liked better, after Holm over the pairs shown."""
        return self.adjusted <= LEVEL and self.wins != self.losses

    @property
    def sentence(self) -> str:
        """Who is liked better, or that it is even."""
        n = self.n
        if not self.is_clear:
            return tr_plural(
                "Call it even between “{first}” and “{second}”: {wins} to {losses}, {ties} tied, of {n} case.",
                "Call it even between “{first}” and “{second}”: {wins} to {losses}, {ties} tied, of {n} cases.",
                n,
                first=self.first,
                second=self.second,
                wins=self.wins,
                losses=self.losses,
                ties=self.ties,
            )
        ahead = self.wins > self.losses
        return tr_plural(
            "“{first}” is liked better than “{second}”: {wins} to {losses}, {ties} tied, of {n} case.",
            "“{first}” is liked better than “{second}”: {wins} to {losses}, {ties} tied, of {n} cases.",
            n,
            first=self.first if ahead else self.second,
            second=self.second if ahead else self.first,
            wins=max(self.wins, self.losses),
            losses=min(self.wins, self.losses),
            ties=self.ties,
        )


@dataclass(frozen=True)
class Strength:
    """How strong a candidate is among all: strengths add up to 1, and of two the larger's part of both is its chance to win."""

    candidate: str
    value: float
    low: float
    high: float


def read_preferences(
    path: Path, column: str = "human"
) -> tuple[tuple[Preference, ...], tuple[LeftOut, ...]]:
    """Read a table with id, candidate_a, candidate_b and a column of "A", "B" or "tie"; and what of it was left out.

    Raises `UserError` where a column is missing.
    """
    losses = RowLosses()
    found = []
    names = ("id", "candidate_a", "candidate_b", column)
    for line, (case, first, second, said) in columns_of_table(path, names, losses):
        liked = _SIDES.get(said.casefold())
        if liked is None and said:
            losses.add(RowLoss.BAD_GRADE, line)
        found.append(Preference(case, first, second, liked))
    return tuple(found), losses.found()


def preferred_pairs(
    preferences: Sequence[Preference],
    *,
    groups: Mapping[str, str] | None = None,
    named: frozenset[str] = frozenset(),
) -> tuple[PreferredPair, ...]:
    """Each pair of candidates that was shown, by the sign test with Holm over the pairs.

    - `groups`: what each case belongs together with. A group counts once for a pair, as most people found in it: neither several
      people at one case nor several cases of one customer are more chances.
    - `named`: the two whose pair was named before anything was known; it is tested on its own.
    """
    found: dict[tuple[str, str], dict[str, list[float]]] = {}
    for one in preferences:
        if one.liked is None:
            continue
        turned = one.first > one.second
        names = (one.second, one.first) if turned else (one.first, one.second)
        group = (groups or {}).get(one.case) or one.case
        liked = 1 - one.liked if turned else one.liked
        found.setdefault(names, {}).setdefault(group, []).append(liked)
    counts = {names: _counted(by_group.values()) for names, by_group in found.items()}
    p_values = {names: sign_test(wins, losses) for names, (wins, losses, _) in counts.items()}
    others = [names for names in counts if set(names) != named]
    adjusted = p_values | dict(
        zip(others, holm([p_values[names] for names in others]), strict=True)
    )
    return tuple(
        PreferredPair(*names, *counts[names], p_values[names], adjusted[names]) for names in counts
    )


def _counted(said: Iterable[Sequence[float]]) -> tuple[int, int, int]:
    """How often the first, the second, and neither is ahead."""
    ahead = [sum(one) - len(one) / 2 for one in said]
    wins, losses = sum(one > 0 for one in ahead), sum(one < 0 for one in ahead)
    return wins, losses, len(ahead) - wins - losses


def strengths(
    preferences: Sequence[Preference], *, confidence: float = CONFIDENCE, seed: int = 0
) -> tuple[Strength, ...]:
    """Rank all candidates, the strongest first.

    Raises `UserError` where nobody preferred anything.
    """
    given = [one for one in preferences if one.liked is not None]
    if not given:
        raise UserError(
            tr("Nobody has said which answer is better."),
            "",
            tr("Compare some pairs first."),
        )
    names = sorted({name for one in given for name in (one.first, one.second)})
    place: Mapping[str, int] = {name: at for at, name in enumerate(names)}
    ends = np.array([(place[one.first], place[one.second]) for one in given])
    liked = np.array([one.liked for one in given], dtype=np.float64)
    value = _bradley_terry(_wins(ends, liked, np.ones(len(given)), len(names)))
    cases = {case: at for at, case in enumerate(dict.fromkeys(one.case for one in given))}
    of_case = np.array([cases[one.case] for one in given])
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(_DRAWS):
        weights = rng.multinomial(len(cases), np.full(len(cases), 1 / len(cases)))[of_case]
        draws.append(_bradley_terry(_wins(ends, liked, weights.astype(float), len(names))))
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.array(draws), [tail, 1 - tail], axis=0)
    found = [
        Strength(name, float(value[at]), float(low[at]), float(high[at]))
        for name, at in place.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.value))


def _wins(ends: Doubles, liked: Doubles, weights: Doubles, k: int) -> Doubles:
    """How often each won against each, ties as halves; a hair of a tie everywhere keeps strengths finite."""
    table = np.full((k, k), 1e-3)
    np.fill_diagonal(table, 0.0)
    first, second = ends.astype(np.intp).T
    np.add.at(table, (first, second), weights * liked)
    np.add.at(table, (second, first), weights * (1 - liked))
    return table


def _bradley_terry(wins: Doubles) -> Doubles:
    games = wins + wins.T
    won = wins.sum(axis=1)
    strength = np.full(len(wins), 1 / len(wins))
    for _ in range(_STEPS):
        both = strength[:, None] + strength
        np.fill_diagonal(both, 1.0)
        closer = won / (games / both).sum(axis=1)
        closer /= closer.sum()
        if np.abs(closer - strength).max() < 1e-10:
            return np.asarray(closer)
        strength = closer
    return strength
