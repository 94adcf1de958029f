"""How ready the data are: the highest rung of Lawrence's ladder (2017) that stands on all those below it."""

from dataclasses import dataclass

from estimators.acceptance.readiness.answers import Answers, value_of
from estimators.acceptance.readiness.lists import document, lists


@dataclass(frozen=True)
class DataLevel:
    """`level` is C4 to A1; `next_step` the first rung that is not shown, empty at the top."""

    level: str
    words: str
    next_step: str
    next_unknown: bool
    answered: int
    total: int
    sentence: str

    @property
    def top(self) -> bool:
        """Whether nothing is left to show."""
        return not self.next_step


def data_level(answers: Answers) -> DataLevel:
    """Climb the ladder until a rung is missing or unknown."""
    rungs = list(lists()["data_readiness"].items())
    names = dict(document("data_readiness")["levels"])
    reached, missing = "C4", None
    for rung in rungs:
        if value_of(answers, rung.key) != "yes":
            missing = rung
            break
        reached = rung.place
    answered = sum(value_of(answers, rung.key) is not None for rung in rungs)
    sentence = f"Level {reached}: {names[reached]}."
    if not answered:
        sentence = "Nobody has said how ready the data are."
    return DataLevel(
        reached,
        names[reached],
        missing.text if missing else "",
        missing is not None and value_of(answers, missing.key) is None,
        answered,
        len(rungs),
        sentence,
    )


def enough(level: str) -> bool:
    """Whether data of that level have been shown to answer the question."""
    return level in document("data_readiness")["enough"]
