"""Copies, near copies and what belongs together, as findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.count import times
from estimators.classifier.data_issue import LEAVE_OUT, TO_LEARNING, DataFix, DataIssue
from estimators.classifier.grouping.groups import COPIES, ExampleGroup, Grouping, members_of
from estimators.classifier.modality import Modality


@dataclass(frozen=True)
class DuplicateIssues:
    """The examples and, after them, those of a separate test: what findings are told about.

    Attributes
    ----------
    modality : Modality
    names, labels, keys : sequences of str, shape (n,)
    in_test : bool array of shape (n,)
    mine : int
        How many of them are not of a separate test; only these are reported on, but for leakage.
    """

    modality: Modality
    names: Sequence[str]
    labels: Sequence[str]
    keys: Sequence[str]
    in_test: NDArray[np.bool_]
    mine: int

    def exact(self) -> tuple[DataIssue, ...]:
        """One for each group of the same bytes, with the second and further copies to leave out."""
        by_key: dict[str, list[int]] = {}
        for position, key in enumerate(self.keys[: self.mine]):
            if key:
                by_key.setdefault(key, []).append(position)
        return tuple(
            DataIssue(
                self._paths(members),
                f"The same {self.modality.one}, {times(len(members))}.",
                # Of two labels one is wrong, and which of them is not ours to say.
                None if self._several_labels(members) else self._leave_out(members[1:]),
            )
            for members in by_key.values()
            if len(members) > 1
        )

    def near(self, copies: NDArray[np.intp]) -> tuple[DataIssue, ...]:
        """One for each group of nearly the same; nothing to mend, because they are kept on one side."""
        return tuple(
            DataIssue(
                self._paths(members),
                f"{self.modality.count(len(members))} that are nearly the same; they stay on one side of every split.",
            )
            for members in members_of(copies[: self.mine])
            if len({self.keys[member] for member in members}) > 1
        )

    def conflicts(self, copies: NDArray[np.intp]) -> tuple[DataIssue, ...]:
        """One for each group of the same or nearly the same under two labels."""
        found = []
        for members in members_of(copies[: self.mine]):
            if self._several_labels(members):
                names = sorted({self.labels[member] for member in members})
                same = len({self.keys[member] for member in members}) == 1
                listed = " and ".join(f"“{name}”" for name in names)
                what = f"{'The same' if same else 'Nearly the same'} {self.modality.one} is in {listed}"
                why = f"{what}; {'only one can be right' if same else 'look which is right'}."
                fix = self._leave_out(members) if same else None
                found.append(DataIssue(self._paths(members), why, fix))
        return tuple(found)

    def leaks(self, grouping: Grouping) -> tuple[DataIssue, ...]:
        """One for each group that has members in the learning set and in the test."""
        found = []
        for members in members_of(grouping.copies):
            if self._divided(members):
                same = len({self.keys[member] for member in members}) == 1
                why = (
                    f"{'The same' if same else 'Nearly the same'} {self.modality.one} is in the learning set and in "
                    "the test; the result would look better than it is."
                )
                found.append(DataIssue(self._paths(members), why, self._to_one_side(members)))
        for reason in (*grouping.reasons, *grouping.apart):
            if reason.kind != COPIES and self._divided(reason.members):
                why = f"{reason.tie}: {self.modality.many} on both sides; the result would look better than it is."
                fix = None if reason in grouping.apart else self._to_one_side(reason.members)
                found.append(DataIssue(self._paths(reason.members), why, fix))
        return tuple(found)

    def belongings(self, reasons: Iterable[ExampleGroup]) -> tuple[DataIssue, ...]:
        """Why some of them are kept together."""
        return tuple(
            DataIssue(self._paths(reason.members), reason.why)
            for reason in reasons
            if sum(member < self.mine for member in reason.members) > 1
        )

    def apart(self, reasons: Sequence[ExampleGroup]) -> tuple[DataIssue, ...]:
        """What would belong together, but is in too few groups to hold one out."""
        if not reasons:
            return ()
        listed = " and ".join(f"“{reason.value}”" for reason in reasons[:3])
        paths = self._paths(member for reason in reasons for member in reason.members)
        why = (
            f"The file names tell apart {listed}, and so do the {self.modality.many}; a test on another than these "
            "can’t be made from so few."
        )
        return (DataIssue(paths, why),)

    def _to_one_side(self, members: Iterable[int]) -> DataFix:
        """Out of the test if it is of the same data; else out of what is learned from."""
        tested = [member for member in members if self.in_test[member] and member < self.mine]
        if tested:
            return DataFix(TO_LEARNING, self._paths(tested))
        return self._leave_out([member for member in members if not self.in_test[member]])

    def _leave_out(self, members: Iterable[int]) -> DataFix:
        return DataFix(LEAVE_OUT, self._paths(members))

    def _divided(self, members: Iterable[int]) -> bool:
        return len({bool(self.in_test[member]) for member in members}) == 2

    def _several_labels(self, members: Iterable[int]) -> bool:
        return len({self.labels[member] for member in members}) > 1

    def _paths(self, members: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.names[member] for member in members)
