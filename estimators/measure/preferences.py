"""Which of two answers people like better: each pair of candidates, side by side, by the sign test; ties are left out of it and said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from estimators.acceptance.bounds import interval
from estimators.acceptance.subgroups import holm
from estimators.base.binomial import sign_test
from estimators.base.sentence import tr_plural
from estimators.measure.comparison import LEVEL
from estimators.measure.estimate import CONFIDENCE


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
