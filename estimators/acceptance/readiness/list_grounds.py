"""How each published list stands as a ground of the verdict: a sentence and a state, never a hidden sum."""

from dataclasses import dataclass

from estimators.acceptance.readiness.answers import Answers
from estimators.acceptance.readiness.checklist import tally
from estimators.acceptance.readiness.data_level import data_level
from estimators.acceptance.readiness.data_level import enough as level_is_enough
from estimators.acceptance.readiness.lists import PublishedList, lists
from estimators.acceptance.readiness.ml_test_score import enough as score_is_enough
from estimators.acceptance.readiness.ml_test_score import ml_test_score
from estimators.acceptance.readiness.verdict import Ground, GroundState, Weight

ADVISORY = (
    "ml_test_score",
    "data_readiness",
    "nist_ai_rmf",
    "hax",
)  # the law is a ground by itself


@dataclass(frozen=True)
class Standing:
    """One list as answered. `scores` are those of its sections in words, empty where it has none."""

    id: str
    title: str
    sentence: str
    answered: int
    total: int
    state: GroundState
    scores: tuple[str, ...] = ()

    @property
    def ground(self) -> Ground:
        """The list as a ground of the verdict."""
        return Ground(self.id, f"{self.title}: {self.sentence}", Weight.ADVICE, self.state)


def standings(answers: Answers) -> tuple[Standing, ...]:
    """Return how the advisory lists stand, in their order."""
    return tuple(standing(lists()[name], answers) for name in ADVISORY)


def standing(published: PublishedList, answers: Answers) -> Standing:
    """Return how one list stands."""
    match published.id:
        case "ml_test_score":
            return _score(published, answers)
        case "data_readiness":
            return _level(published, answers)
        case _:
            return _tally(published, answers)


def _score(published: PublishedList, answers: Answers) -> Standing:
    score = ml_test_score(answers)
    if not score.answered:
        state = GroundState.UNKNOWN
    elif score.final is None or score_is_enough(score.final):
        state = GroundState.PASS
    else:
        state = GroundState.FAIL if score.answered == score.total else GroundState.NOT_SHOWN
    return Standing(
        published.id,
        published.title,
        score.sentence,
        score.answered,
        score.total,
        state,
        tuple(section.words for section in score.sections),
    )


def _level(published: PublishedList, answers: Answers) -> Standing:
    level = data_level(answers)
    if not level.answered:
        state = GroundState.UNKNOWN
    elif level_is_enough(level.level):
        state = GroundState.PASS
    else:
        state = GroundState.NOT_SHOWN if level.next_unknown else GroundState.FAIL
    return Standing(
        published.id, published.title, level.sentence, level.answered, level.total, state
    )


def _tally(published: PublishedList, answers: Answers) -> Standing:
    count = tally(published, answers)
    if not count.answered:
        state = GroundState.UNKNOWN
    elif count.complete:
        state = GroundState.PASS
    else:
        state = GroundState.FAIL if count.answered == count.total else GroundState.NOT_SHOWN
    return Standing(
        published.id, published.title, count.sentence, count.answered, count.total, state
    )
