"""How each published list stands as it is answered: a sentence and a state, never a hidden sum. Unknown is never in place.

The ML Test Score (Breck et al. 2017; the questions in our own words are in ml_test_score.json) gives half a point for a test
by hand and one for a test by itself; the lowest section is the score. A test that does not apply is left out and its section
scaled to seven, so that leaving out never reads as failing; a section with nothing left has no score (docs/decisions/0192).
The data are as ready as the highest rung of Lawrence's ladder (2017) that stands on all those below it. The other lists have
no score of their own: what is in place is counted, and the weakest part named.
"""

from dataclasses import dataclass

from estimators.acceptance.readiness.lists import (
    Answers,
    ListGroup,
    PublishedList,
    document,
    lists,
    value_of,
)
from estimators.acceptance.readiness.verdict import Ground, GroundState, Weight
from estimators.base.number import number
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr

ADVISORY = (
    "ml_test_score",
    "data_readiness",
    "nist_ai_rmf",
    "hax",
)  # the law is a ground by itself
_POINTS = {"partly": 0.5, "yes": 1.0}
_EPSILON = 1e-9
_BOTTOM = "C4"


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
    values = [value_of(answers, item.key) for item in published.items()]
    answered, total = len(values) - values.count(None), len(values)
    scores: tuple[str, ...] = ()
    settled = answered == total
    match published.id:
        case "ml_test_score":
            points = section_points(answers)
            scores = tuple(
                tr("does not apply") if p is None else tr("{written} of 7", written=_written(p))
                for p in points
            )
            nothing = tr("None of the {total} tests has an answer.", total=total)
            sentence, passes = _score(published, points, answered, total)
        case "data_readiness":
            nothing = tr("Nobody has said how ready the data are.")
            sentence, passes, settled = _level(published, answers)
        case _:
            nothing = tr("None of the {total} has an answer.", total=total)
            sentence, passes = _tally(published, answers, values)
    if not answered:
        sentence, state = nothing, GroundState.UNKNOWN
    elif passes:
        state = GroundState.PASS
    else:
        state = GroundState.FAIL if settled else GroundState.NOT_SHOWN
    return Standing(published.id, published.title, sentence, answered, total, state, scores)


def section_points(answers: Answers) -> list[float | None]:
    """Return the points out of seven of each section of the ML Test Score; None where none of its tests applies."""
    shares = (_share(group, answers) for group in lists()["ml_test_score"].groups)
    return [None if share is None else 7 * share for share in shares]


def _score(
    published: PublishedList, points: list[float | None], answered: int, total: int
) -> tuple[str, bool]:
    titles = (within_a_sentence(group.title) for group in published.groups)
    scored = [(p, title) for p, title in zip(points, titles, strict=True) if p is not None]
    if not scored:
        return tr("None of the tests applies."), True
    final, lowest = min(scored, key=lambda each: each[0])
    written = tr(
        "{lowest}, {written} of 7, {band_of}",
        lowest=lowest,
        written=_written(final),
        band_of=band_of(final),
    )
    # Beyond the bands that speak of serious holes.
    passes = final > float(document("ml_test_score")["enough"]["above"]) + _EPSILON
    return tr(
        "{answered} of {total} answered. Lowest: {written}.",
        answered=answered,
        total=total,
        written=written,
    ), passes


def band_of(final: float) -> str:
    """Return what a final score amounts to, in the words of ml_test_score.json."""
    bands: list[tuple[float, str]] = document("ml_test_score")["bands"]
    return next((words for most, words in bands if final <= most + _EPSILON), bands[-1][1])


def _written(points: float) -> str:
    """Points with as many digits as they need: 2.5, 3."""
    return number(round(points, 1))


def _level(published: PublishedList, answers: Answers) -> tuple[str, bool, bool]:
    """Climb the ladder until a rung is missing or unknown: the level, whether it is enough, whether the next is known."""
    written = document("data_readiness")
    reached, settled = _BOTTOM, True
    for rung in published.items():
        value = value_of(answers, rung.key)
        if value != "yes":
            settled = value is not None
            break
        reached = rung.place
    level = tr("Level {reached}: {words}.", reached=reached, words=dict(written["levels"])[reached])
    return level, reached in written["enough"], settled


def _tally(
    published: PublishedList, answers: Answers, values: list[str | None]
) -> tuple[str, bool]:
    in_place, left_out = values.count("yes"), values.count("na")
    if in_place + left_out == len(values):
        return tr("All {in_place} that apply are in place.", in_place=in_place), True
    shares = ((_share(group, answers), group.title) for group in published.groups)
    _, weakest = min(
        ((share, title) for share, title in shares if share is not None), key=lambda each: each[0]
    )
    answered = len(values) - values.count(None)
    return (
        tr(
            "{answered} of {questions} answered, {in_place} in place. Weakest: {weakest}.",
            answered=answered,
            questions=len(values),
            in_place=in_place,
            weakest=within_a_sentence(weakest),
        ),
        False,
    )


def _share(group: ListGroup, answers: Answers) -> float | None:
    """How much of what applies in a section is in place; None where nothing applies."""
    values = [value_of(answers, item.key) for item in group.items]
    points = [_POINTS.get(value or "", 0.0) for value in values if value != "na"]
    return sum(points) / len(points) if points else None
