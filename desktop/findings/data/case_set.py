"""The cases of a project as Data shows them: by slice, held out or to work with, and which of them people will grade.

How to use, line by line:

    found = case_set(project)          kept until the next change
    found.there, found.held, found.work, found.aside      the cases, by what they are for
    found.slices                       the bars
    found.tested                       names of the held-out cases that are graded, or have a right answer to be compared with
    found.without_answer               those of them that lack what they are graded by
    found.leaks                        groups and copies that stand on both sides
    held_out_part(found, 60)           ids to hold out: of each slice its share, what belongs together on one side
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.project.measure_records import KeptCase
from desktop.project.product import kind_name
from desktop.project.project import Project
from estimators.base.count import apportioned
from estimators.measure.endpoint.mask import masked
from estimators.measure.measurement import GRADED_KINDS
from estimators.measure.near_cases import same_words

PLANNED_KEY = "data.to_grade"
"""The fact: how many of the held-out cases people will grade."""
USUAL_GRADED = 60
_WORK_AT_LEAST, _HELD_SHARE = 20, 0.4


@dataclass(frozen=True)
class CaseSlice:
    """Cases of one kind; `tested`: of those held out, how many are graded or have a right answer."""

    name: str
    work: int
    held_out: int
    tested: int

    @property
    def n(self) -> int:
        return self.work + self.held_out


@dataclass(frozen=True)
class CaseLeaks:
    """What stands on both sides of the test.

    - `groups`: what belongs together, by name, with the ids of the cases to work with and of those held out.
    - `copies`: ids of held-out cases whose words stand on the other side too.
    """

    groups: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()
    copies: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        """How many leaks: a group counts once."""
        return len(self.groups) + len(self.copies)


@dataclass(frozen=True)
class CaseSet:
    """All cases of a project; `graded_by_people`: whether people say what is good, else the right answer does."""

    cases: tuple[KeptCase, ...]
    graded_by_people: bool
    planned: int = USUAL_GRADED

    @cached_property
    def there(self) -> tuple[KeptCase, ...]:
        """Those that are not set aside."""
        return tuple(one for one in self.cases if not one.aside)

    @cached_property
    def aside(self) -> tuple[KeptCase, ...]:
        return tuple(one for one in self.cases if one.aside)

    @cached_property
    def held(self) -> tuple[KeptCase, ...]:
        return tuple(one for one in self.there if one.held_out)

    @cached_property
    def work(self) -> tuple[KeptCase, ...]:
        return tuple(one for one in self.there if not one.held_out)

    @cached_property
    def tested(self) -> frozenset[str]:
        """Names of the held-out cases that are graded: of each slice its share; of a kind with right answers all that have one."""
        if not self.graded_by_people:
            return frozenset(one.case.id for one in self.held if one.case.expected is not None)
        slices = _by_slice(self.held)
        parts = apportioned(min(self.planned, len(self.held)), [len(one) for one in slices])
        chosen = (
            one
            for members, n in zip(slices, parts, strict=True)
            for one in sorted(members, key=_lot)[:n]
        )
        return frozenset(one.case.id for one in chosen)

    @cached_property
    def without_answer(self) -> tuple[KeptCase, ...]:
        """What will be tested and lacks what it is tested by: points, or a right answer."""
        if self.graded_by_people:
            return tuple(
                one
                for one in self.held
                if one.case.id in self.tested and not (one.points.written or one.case.expected)
            )
        return tuple(one for one in self.held if one.case.expected is None)

    @cached_property
    def slices(self) -> tuple[CaseSlice, ...]:
        """The largest first; one without a name where cases have none."""
        found = [
            CaseSlice(
                members[0].case.slice,
                sum(not one.held_out for one in members),
                sum(one.held_out for one in members),
                sum(one.case.id in self.tested for one in members),
            )
            for members in _by_slice(self.there)
        ]
        return tuple(sorted(found, key=lambda one: -one.n))

    @cached_property
    def leaks(self) -> CaseLeaks:
        groups: dict[str, tuple[list[int], list[int]]] = {}
        for one in self.there:
            if one.case.group:
                groups.setdefault(one.case.group, ([], []))[one.held_out].append(one.id)
        both = tuple(
            (name, tuple(work), tuple(held)) for name, (work, held) in groups.items() if work and held
        )  # fmt: skip
        worked = [*self.work, *self.held]
        copies = same_words([one.case.input for one in worked])
        start = len(self.work)
        return CaseLeaks(
            both,
            tuple(worked[at].id for at, like in copies.items() if at >= start > like),
        )

    @cached_property
    def personal(self) -> tuple[KeptCase, ...]:
        """Those whose input holds a card or account number, a phone number or a mail address."""
        return tuple(one for one in self.there if _holds_personal(one.case.input))

    def named(self, name: str) -> KeptCase | None:
        return next((one for one in self.cases if one.case.id == name), None)


def case_set(project: Project) -> CaseSet:
    """The cases of a project, looked at once until one of them changes."""
    said = project.answer(PLANNED_KEY)
    planned = int(said) if isinstance(said, int | float) and said >= 1 else USUAL_GRADED
    of = project.measured.cases(), kind_name(project) in GRADED_KINDS, planned
    return project.while_same("cases of Data", of, lambda: CaseSet(*of))


def usual_held_out(found: CaseSet) -> int:
    """How many to hold out where nobody said: enough to grade, and some left to work with."""
    n = len(found.there)
    left = min(_WORK_AT_LEAST, n // 4)
    return max(0, min(n - left, max(found.planned, round(_HELD_SHARE * n))))


def held_out_part(found: CaseSet, n: int) -> tuple[int, ...]:
    """Ids of about so many cases to hold out: of each slice its share, drawn by lot; what belongs together goes together.

    What is held out already stays so, and a case whose mistake was opened is not taken: it is no fresh test any more.
    """
    slices = _by_slice(found.there)
    wanted = apportioned(min(n, len(found.there)), [len(one) for one in slices])
    slice_of = {one.id: at for at, members in enumerate(slices) for one in members}
    left = list(wanted)
    taken: list[int] = []
    for unit in _units(found.there):
        held = any(one.held_out for one in unit)
        at = slice_of[unit[0].id]
        if not held and (any(one.seen for one in unit) or left[at] < (len(unit) + 1) // 2):
            continue
        left[at] -= len(unit)
        taken += [one.id for one in unit if not one.held_out]
    return tuple(sorted(taken))


def _units(cases: Iterable[KeptCase]) -> list[list[KeptCase]]:
    """What goes together, by lot; what has a member that is held out already first."""
    units: dict[str, list[KeptCase]] = {}
    for one in cases:
        units.setdefault(one.case.together, []).append(one)
    return sorted(
        units.values(), key=lambda unit: (not any(one.held_out for one in unit), _lot(unit[0]))
    )


def _by_slice(cases: Sequence[KeptCase]) -> list[list[KeptCase]]:
    found: dict[str, list[KeptCase]] = {}
    for one in cases:
        found.setdefault(one.case.slice, []).append(one)
    return list(found.values())


def _lot(one: KeptCase) -> str:
    """A lot that stays the same, however cases are ordered and whatever is added to them."""
    return hashlib.sha256(one.case.id.encode()).hexdigest()


@lru_cache(maxsize=50_000)
def _holds_personal(text: str) -> bool:
    return masked(text) != text
