"""What flatters a test: columns that know the answer, copies, the same customer on both sides, days, the order of rows; as values with
their evidence, and the fix for each.

Kapoor and Narayanan, "Leakage and the reproducibility crisis", https://doi.org/10.1016/j.patter.2023.100804, name these kinds.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from estimators.base.interval import likely
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr

LEVEL = 0.9
FEWEST = 30
"""Fewer rows prove nothing."""


class LeakKind(StrEnum):
    """How a test can be flattered."""

    KNOWS_ANSWER = "knows_answer"
    KNOWS_ONE = "knows_one"
    VALUE_KNOWS = "value_knows"
    FILLED_AFTER = "filled_after"
    EMPTY_AFTER = "empty_after"
    STEPS = "steps"
    FORMULA = "formula"
    AVERAGE = "average"
    CODE_KNOWS = "code_knows"
    HOLDS_ANSWER = "holds_answer"
    LENGTH_KNOWS = "length_knows"
    ROW_ORDER = "row_order"
    COPIES = "copies"
    SAME_GROUP = "same_group"
    TIME = "time"
    WORD_KNOWS = "word_knows"


class LeakFix(StrEnum):
    """What is done about it."""

    LEAVE_OUT = "leave_out"
    KEEP_TOGETHER = "keep_together"
    KEEP_COPIES_TOGETHER = "keep_copies_together"
    TEST_LATER = "test_later"
    SHUFFLE = "shuffle"


@dataclass(frozen=True, kw_only=True)
class Leak:
    """One thing that would make a test look better than it is.

    - `column`: empty where it is about rows.
    - `value`, `low`, `high`: the share that speaks for it (right by this column alone, of this answer among the rows, explained
      of the differences, alike within a group, copies), with its 90 % interval; 0 to 1.
    - `n`: rows that the share is of. `k`: how many of them.
    - `usual`: the same share without the column.
    - `word`: the value, word, other column or first day that it is about; `answer`: the class, or the last day.
    - `others`, `n_others`: how many of the rows with another answer are so as well.
    """

    kind: LeakKind
    fix: LeakFix
    column: str = ""
    value: float
    low: float
    high: float
    n: int
    k: int = 0
    usual: float = 0.0
    word: str = ""
    answer: str = ""
    others: int = 0
    n_others: int = 0

    @property
    def why(self) -> str:
        """The evidence in a sentence."""
        templates = {
            LeakKind.KNOWS_ANSWER: tr("“{column}” alone gives the answer of {k} of {n} rows it was not told ({likely}); always saying the commonest gives {usual}.")
            if self.k
            else tr("“{column}” alone explains {value} of the differences ({likely}, {n} rows)."),
            LeakKind.KNOWS_ONE: tr("“{column}” alone tells “{answer}” from the rest: {k} of the {n} rows that it picks are so ({likely}), and it picks {others} of {n_others} others."),
            LeakKind.STEPS: tr("“{column}” is made from the answer: in the order of the answer its values stand one after the other, {k} of {n} rows in their place."),
            LeakKind.FORMULA: tr("“{column}” and “{word}” make the answer by plain arithmetic in {k} of {n} rows."),
            LeakKind.AVERAGE: tr("“{column}” is the average answer of each “{word}”, in all {n} of two rows or more: each row’s own answer is in it."),
            LeakKind.VALUE_KNOWS: tr("“{word}” in “{column}” stands for “{answer}” in {k} of {n} rows ({likely}); others have it {others} times in {n_others}."),
            LeakKind.FILLED_AFTER: tr("“{column}” is filled for “{answer}” and hardly anybody else: {k} of the {n} rows that have a value ({likely}), and {others} of {n_others} others have one."),
            LeakKind.EMPTY_AFTER: tr("“{column}” is empty for “{answer}” and hardly anybody else: {k} of the {n} rows without a value ({likely}), and {others} of {n_others} others have none."),
            LeakKind.CODE_KNOWS: tr("The number in “{column}” alone gives the answer of {k} of {n} rows ({likely}); always saying the commonest gives {usual}.")
            if self.k
            else tr("The number in “{column}” alone explains {value} of the order of the answers ({likely}, {n} rows)."),
            LeakKind.HOLDS_ANSWER: tr("The number that is the answer stands in “{column}” in {k} of {n} rows ({likely}); that of another row does in {others}."),
            LeakKind.LENGTH_KNOWS: tr("The length of “{column}” alone gives the answer of {k} of {n} rows ({likely}); always saying the commonest gives {usual}.")
            if self.k
            else tr("The length of “{column}” alone explains {value} of the order of the answers ({likely}, {n} rows)."),
            LeakKind.ROW_ORDER: tr("The place of a row in the file alone gives the answer of {k} of {n} rows ({likely}); always saying the commonest gives {usual}.")
            if self.k
            else tr("The place of a row in the file alone explains {value} of the order of its answers ({likely}, {n} rows)."),
            LeakKind.COPIES: tr("{k} of {n} rows say the same as an earlier one."),
            LeakKind.SAME_GROUP: tr("Two rows of one “{column}” have the same answer in {value} of cases ({likely}), any two in {usual}: they must not be on both sides."),
            LeakKind.TIME: tr("The rows go from {word} to {answer}: what is learned from has to be earlier than what is tested on."),
            LeakKind.WORD_KNOWS: tr("“{word}” in “{column}” stands for “{answer}” in {k} of {n} rows ({likely}); others have it {others} times in {n_others}."),
        }  # fmt: skip
        return templates[self.kind].format_map(
            {
                "column": self.column,
                "k": digits(self.k),
                "n": digits(self.n),
                "value": percent(self.value),
                "likely": likely(self.low, self.high),
                "usual": percent(self.usual),
                "word": self.word,
                "answer": self.answer,
                "others": digits(self.others),
                "n_others": digits(self.n_others),
            }
        )

    @property
    def fix_sentence(self) -> str:
        """What is done about it."""
        return {
            LeakFix.LEAVE_OUT: tr("It is left out."),
            LeakFix.KEEP_TOGETHER: tr("Rows of one “{column}” are kept on one side."),
            LeakFix.KEEP_COPIES_TOGETHER: tr("Copies are kept on one side."),
            LeakFix.TEST_LATER: tr("The test has the latest rows."),
            LeakFix.SHUFFLE: tr("The test is drawn from everywhere, and the order is not learned from."),
        }[self.fix].format_map({"column": self.column})  # fmt: skip

    def printed(self) -> dict[str, Any]:
        """As commands print it."""
        return {
            "column": self.column or None,
            "kind": str(self.kind),
            "why": self.why,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "fix": str(self.fix),
        }
