"""Who is liked better, two answers side by side: what people said in the room of pairs, counted by case.

Each case counts once for a pair, whoever compared it: what most people there said. So do cases that belong together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.findings.candidate_measurement import candidates_of, cases_of, named_pair
from desktop.findings.measure.pair_room import compared_candidates
from desktop.project.measure_records import Liked, NewPreference
from desktop.project.project import Project
from estimators.base.binomial import sign_test
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from estimators.measure.comparison import LEVEL
from estimators.measure.preferences import Preference, PreferredPair, preferred_pairs

_WORTH = {Liked.LEFT: 1.0, Liked.RIGHT: 0.0, Liked.BOTH: 0.5, Liked.NEITHER: 0.5}
_FEWEST_TO_TELL = 20
"""Choices of a side, before anything is said of them."""


@dataclass(frozen=True)
class PreferenceView:
    """What the tab shows.

    - `pairs`: who is liked better. `ties`: how often both were good, and neither. `sides`: whether a side is favoured; "" where too
      few were chosen. `why_not`: why no two can be compared.
    """

    pairs: tuple[PreferredPair, ...] = ()
    ties: tuple[int, int] = (0, 0)
    sides: str = ""
    why_not: str = ""

    @property
    def tie_words(self) -> str:
        """How often both were good, and neither; "" where never."""
        both, neither = self.ties
        if not both + neither:
            return ""
        return tr("Of those that are even: both good {both}, neither {neither}.", both=digits(both), neither=digits(neither))  # fmt: skip


def why_not_compare(project: Project) -> str:
    """Why no two answers can be compared; "" where they can."""
    if not cases_of(project):
        return tr("No case is held out to be graded.")
    if len(compared_candidates(project)) < 2:
        return tr("Two candidates have to have answered.")
    return ""


def said_of_candidates(project: Project) -> tuple[NewPreference, ...]:
    """What people said of candidates and cases that the project has, in the order they said it."""
    known, cases = {one.uid for one in candidates_of(project)}, cases_of(project)
    every = (kept.said for kept in project.measured.preferences())
    return tuple(one for one in every if one.case in cases and {one.left, one.right} <= known)


def preference_view(project: Project) -> PreferenceView:
    """Who is liked better; kept until the next change."""
    return project.until_change("who is liked better", lambda: _view(project))


def _view(project: Project) -> PreferenceView:
    said, cases = said_of_candidates(project), cases_of(project)
    names = {one.uid: one.name for one in candidates_of(project)}
    given = [Preference(one.case, names[one.left], names[one.right], _WORTH[one.liked]) for one in said]  # fmt: skip
    groups = {name: case.together for name, case in cases.items()}
    liked = [one.liked for one in said]
    return PreferenceView(
        preferred_pairs(given, groups=groups, named=named_pair(project)),
        (liked.count(Liked.BOTH), liked.count(Liked.NEITHER)),
        _sides(liked),
        why_not_compare(project),
    )


def _sides(liked: Sequence[Liked]) -> str:
    left, right = liked.count(Liked.LEFT), liked.count(Liked.RIGHT)
    if left + right < _FEWEST_TO_TELL:
        return ""
    chosen = tr_plural(
        "the left one was chosen {left} of {n} time",
        "the left one was chosen {left} of {n} times",
        left + right,
        left=digits(left),
    )
    if sign_test(left, right) > LEVEL:
        return tr("No side is favoured: {chosen}.", chosen=chosen)
    return tr("{chosen}: one side is favoured. Sides come by lot, so that favours no candidate.", chosen=capital(chosen))  # fmt: skip
