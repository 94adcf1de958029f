"""What an inspection or a training has to say about some examples, the edit that would mend it, and what the leakage gate found."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from estimators.base.codec import printed
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.remark import DataRemark

COPIES, NEAR_COPIES, GROUPED, LEAKAGE = "copies", "near_copies", "belongings", "leakage"
NOT_ALL, WHETHER = "not_all_it_learns", "whether_it_should"
LEAVE_OUT, RELABEL, TO_LEARNING, TO_TEST = "leave_out", "relabel", "to_learning", "to_test"


@dataclass(frozen=True)
class DataFix:
    """An edit that would mend a finding; whoever shows it words the button and knows how to undo it.

    - `action`: "leave_out" (of the project, or of what is learned from), "relabel" (give the class `to`), "to_learning"
      or "to_test" (move to that side of the split).
    - `paths`: the examples to edit, by the names that the finding uses.
    - `to`: the class, for "relabel".
    """

    action: str
    paths: tuple[str, ...]
    to: str = ""


@dataclass(frozen=True)
class DataIssue:
    """Something about some examples that a person should know, and the edit for it where there is one.

    `advice` is what else to do about it: "not_all_it_learns", "whether_it_should" or "".
    """

    json_names: ClassVar = {"remark": "why", "advice": ""}

    paths: tuple[str, ...]
    remark: DataRemark
    fix: DataFix | None = None
    advice: str = ""

    @property
    def why(self) -> str:
        return self.remark.sentence

    @property
    def advised(self) -> str:
        """The advice in a sentence; empty where there is none."""
        words = {
            NOT_ALL: tr("Make sure that it is not all it learns."),
            WHETHER: tr("Look whether it should."),
        }
        return words.get(self.advice, "")

    @property
    def sentence(self) -> str:
        """What it is, and what to do about it."""
        return f"{self.why} {self.advised}".rstrip()


@dataclass(frozen=True)
class GateCheck:
    """One thing that was looked at.

    - `name`: "copies", "near_copies" or "belongings"; "leakage" where there was only an inspection.
    - `paths`: the examples that stand in the way.
    - `tested`: how many examples of the test those are; None where none are held out yet.
    - `left_out`: how many were not learned from because they are in the test, or nearly.
    - `tie`, `ties`: what ties the first of them to what is learned from, and how many such ties there are.
    - `older_words`: what an older version said, which kept nothing else.
    """

    json_names: ClassVar = dict.fromkeys(
        ("modality", "tested", "left_out", "tie", "ties", "older_words"), ""
    )
    json_also: ClassVar = ("why",)

    name: str
    passed: bool
    paths: tuple[str, ...] = ()
    modality: str = ""
    tested: int | None = 0
    left_out: int = 0
    tie: str = ""
    ties: int = 0
    older_words: str = ""

    @property
    def why(self) -> str:
        """One sentence, also where it passed."""
        if self.modality == "table" and self.passed:
            return (
                tr("No column that is learned from knows the answer.")
                if self.name == LEAKAGE
                else tr("Copies, and rows that belong together, are on one side.")
            )
        if self.older_words:
            return self.older_words
        return self._why_passed() if self.passed else self._why_not(self.tested or 0)

    def _why_passed(self) -> str:
        one, many = (example_noun(self.modality)(number) for number in (1, 2))
        if self.tested is None:
            return tr(
                "No {many} are held out yet; what belongs together will stay on one side.",
                many=many,
            )
        if self.name == NEAR_COPIES:
            return tr("No {one} has a near copy on the other side.", one=one)
        if self.name == GROUPED:
            return tr(
                "Nothing else was found that ties {many} of the two sides together.", many=many
            )
        if not self.left_out:
            return tr("No {one} is in both the learning set and the test.", one=one)
        return tr_plural(
            "{count} was not learned from, because it or its like is in the test.",
            "{count} were not learned from, because they or their like are in the test.",
            self.left_out,
            count=count(self.left_out, example_noun(self.modality)),
        )

    def _why_not(self, tested: int) -> str:
        examples = count(tested, example_noun(self.modality))
        if self.name == COPIES:
            return tr_plural(
                "{examples} of the test is in the learning set, too.",
                "{examples} of the test are in the learning set, too.",
                tested,
                examples=examples,
            )
        if self.name == NEAR_COPIES:
            return tr_plural(
                "{examples} of the test is nearly the same as one that is learned from.",
                "{examples} of the test are nearly the same as one that is learned from.",
                tested,
                examples=examples,
            )
        more = tr(" and {divided} more such", divided=digits(self.ties - 1))
        return tr_plural(
            "{examples} of the test is tied to what is learned from ({what}{more}).",
            "{examples} of the test are tied to what is learned from ({what}{more}).",
            tested,
            examples=examples,
            what=self.tie,
            more=more if self.ties > 1 else "",
        )


@dataclass(frozen=True)
class Gate:
    """What was looked at, and who takes it upon themselves to go on all the same."""

    json_also: ClassVar = ("passed",)

    checks: tuple[GateCheck, ...] = ()
    waived_by: str = ""

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def opens(self) -> bool:
        """Whether the numbers may be shown."""
        return self.passed or bool(self.waived_by)

    def waived(self, name: str) -> "Gate":
        """The same, with the name of the person who waives it."""
        return replace(self, waived_by=name.strip())


UNCHECKED = Gate()
"""Of results from before there was a gate."""


@dataclass(frozen=True)
class HygieneReport:
    """What was found, kind by kind; an empty tuple means looked for and not found.

    - `classes`: examples by class, unreadable ones included.
    - `unreadable`: files that cannot be used, or are of another kind.
    - `exact_duplicates`, `near_duplicates`: one per group.
    - `label_suspects`: the same example under two labels first, then doubtful labels, most doubtful first.
    - `leakage`: what is on both sides; empty without test examples or a holdout, because then there is nothing to leak
      into.
    - `warnings`: thin and lopsided classes, and what else to know about the whole.
    - `quality`: dark, blurred, tiny, long, clipped, silent or empty examples: one finding per kind.
    - `outliers`: examples unlike all classes, most unlike first.
    - `shortcuts`: what predicts the class although it should not matter, such as size or date.
    - `belongings`: why examples are kept together in every split: one finding per group.
    - `gate`: whether accuracy may be shown.
    """

    modality: str
    classes: dict[str, int]
    unreadable: tuple[DataIssue, ...] = ()
    exact_duplicates: tuple[DataIssue, ...] = ()
    near_duplicates: tuple[DataIssue, ...] = ()
    label_suspects: tuple[DataIssue, ...] = ()
    leakage: tuple[DataIssue, ...] = ()
    warnings: tuple[DataIssue, ...] = ()
    quality: tuple[DataIssue, ...] = ()
    outliers: tuple[DataIssue, ...] = ()
    shortcuts: tuple[DataIssue, ...] = ()
    belongings: tuple[DataIssue, ...] = ()
    gate: Gate = UNCHECKED

    def printed(self) -> dict[str, Any]:
        """As `inspect --json` prints it."""
        found: dict[str, Any] = printed(self)
        for row, issue in zip(found["shortcuts"], self.shortcuts, strict=True):
            row["why"] = issue.sentence
        return found


def gate_with_words(document: dict[str, Any]) -> None:
    """An upgrade: what a gate had found was kept as sentences alone."""
    for check in document.get("gate", {}).get("checks", ()):
        check["older_words"] = check.pop("why")
