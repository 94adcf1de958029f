"""The leakage gate: is anything of the test known to the model? Accuracy is shown once it has passed, or a person has waived it.

Copies of one photo, photos of one wall and the words of one speaker on both sides make a result look better than it is
(Kapoor and Narayanan, https://doi.org/10.1016/j.patter.2023.100804).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.number import digits
from estimators.classifier.data_issue import Gate, GateCheck
from estimators.classifier.grouping.groups import ExampleGroup, Grouping, members_of
from estimators.classifier.modality import Modality

COPIES, NEAR_COPIES, GROUPED = "copies", "near_copies", "belongings"


@dataclass(frozen=True)
class Split:
    """Who learns and who tests, to be checked.

    Attributes
    ----------
    learning, testing : bool arrays of shape (n,)
        After what leaks was left out.
    left_out : int
        How many were not learned from because they are in the test, or nearly.
    """

    learning: NDArray[np.bool_]
    testing: NDArray[np.bool_]
    left_out: int = 0

    def divides(self, members: Sequence[int]) -> bool:
        """Whether some of them learn and some test."""
        rows = list(members)
        return bool(self.learning[rows].any() and self.testing[rows].any())


def check_split(
    split: Split,
    grouping: Grouping,
    *,
    keys: Sequence[str],
    names: Sequence[str],
    modality: Modality,
) -> Gate:
    """Is anything on both sides of a split that belongs on one?

    Parameters
    ----------
    split : Split
    grouping : Grouping
        Of the same n examples.
    keys, names : sequences of str, shape (n,)
        SHA-256 of the bytes, and what findings call each example.
    modality : Modality
    """
    if not split.testing.any():
        why = f"No {modality.many} are held out yet; what belongs together will stay on one side."
        return Gate((GateCheck(COPIES, True, why),))
    divided = [members for members in members_of(grouping.copies) if split.divides(members)]
    same: list[tuple[int, ...]] = []
    near: list[tuple[int, ...]] = []
    for members in divided:
        tested = {keys[member] for member in members if split.testing[member]}
        learned = {keys[member] for member in members if split.learning[member]}
        (same if tested & learned else near).append(tuple(members))
    apart = [
        reason for reason in (*grouping.reasons, *grouping.apart) if split.divides(reason.members)
    ]
    others = [reason for reason in apart if reason.kind != "copies"]
    told = _Told(modality, split, names)
    return Gate((told.copies(same), told.near(near), told.belongings(others)))


@dataclass(frozen=True)
class _Told:
    """The checks, in words."""

    modality: Modality
    split: Split
    names: Sequence[str]

    def copies(self, groups: list[tuple[int, ...]]) -> GateCheck:
        good = f"No {self.modality.one} is in both the learning set and the test."
        if self.split.left_out:
            n = self.split.left_out
            good = (
                f"{self.modality.count(n)} {'was' if n == 1 else 'were'} not learned from, because "
                f"{'it or its' if n == 1 else 'they or their'} like {'is' if n == 1 else 'are'} in the test."
            )
        bad = f"{self._tested(groups)} in the learning set, too."
        return self._check(COPIES, groups, good, bad)

    def near(self, groups: list[tuple[int, ...]]) -> GateCheck:
        good = f"No {self.modality.one} has a near copy on the other side."
        bad = f"{self._tested(groups)} nearly the same as one that is learned from."
        return self._check(NEAR_COPIES, groups, good, bad)

    def belongings(self, divided: list[ExampleGroup]) -> GateCheck:
        groups = [reason.members for reason in divided]
        good = f"Nothing else was found that ties {self.modality.many} of the two sides together."
        if not divided:
            return GateCheck(GROUPED, True, good)
        what = divided[0].tie
        more = f" and {digits(len(divided) - 1)} more such" if len(divided) > 1 else ""
        bad = f"{self._tested(groups)} tied to what is learned from ({what}{more})."
        return self._check(GROUPED, groups, good, bad)

    def _tested(self, groups: Sequence[tuple[int, ...]]) -> str:
        n = len({member for members in groups for member in members if self.split.testing[member]})
        return f"{self.modality.count(n)} of the test {'is' if n == 1 else 'are'}"

    def _check(
        self, name: str, groups: Sequence[tuple[int, ...]], good: str, bad: str
    ) -> GateCheck:
        involved = dict.fromkeys(
            member
            for members in groups
            for member in members
            if self.split.testing[member] or self.split.learning[member]
        )
        paths = tuple(self.names[member] for member in involved)
        return GateCheck(name, not groups, bad if groups else good, paths)
