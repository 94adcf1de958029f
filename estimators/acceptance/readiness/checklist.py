"""A list without a score of its own: how many are in place, partly, not, and which part is weakest."""

from dataclasses import dataclass

from estimators.acceptance.readiness.answers import Answers, value_of
from estimators.acceptance.readiness.lists import ListGroup, PublishedList


@dataclass(frozen=True)
class ChecklistTally:
    """How a list stands. `weakest` is the section with the smallest share in place among those that apply."""

    answered: int
    total: int
    yes: int
    partly: int
    no: int
    left_out: int
    weakest: str
    sentence: str

    @property
    def complete(self) -> bool:
        """Whether every question that applies is in place."""
        return self.yes + self.left_out == self.total


def tally(published: PublishedList, answers: Answers) -> ChecklistTally:
    """Count the answers of a list. Unknown is never in place."""
    values = [value_of(answers, item.key) for item in published.items()]
    counts = {name: values.count(name) for name in ("yes", "partly", "no", "na")}
    answered, total = len(values) - values.count(None), len(values)
    weakest = min(published.groups, key=lambda group: _share(group, answers)).title
    if not answered:
        sentence = f"None of the {total} has an answer."
    elif counts["yes"] + counts["na"] == total:
        sentence = f"All {counts['yes']} that apply are in place."
    else:
        sentence = f"{answered} of {total} answered, {counts['yes']} in place. Weakest: {weakest[:1].lower()}{weakest[1:]}."
    return ChecklistTally(
        answered,
        total,
        counts["yes"],
        counts["partly"],
        counts["no"],
        counts["na"],
        weakest,
        sentence,
    )


def _share(group: ListGroup, answers: Answers) -> float:
    worth = {"yes": 1.0, "partly": 0.5}
    values = [value_of(answers, item.key) for item in group.items]
    applying = [value for value in values if value != "na"]
    return (
        sum(worth.get(value or "", 0.0) for value in applying) / len(applying) if applying else 1.0
    )
