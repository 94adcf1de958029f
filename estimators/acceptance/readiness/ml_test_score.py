"""The ML Test Score: half a point by hand, one by itself; the lowest section is the score.

Breck et al. 2017; the questions in our own words are in ml_test_score.json. Unknown counts nothing. A test
that does not apply is left out and its section scaled to seven, so that leaving out never reads as failing;
a section with nothing left has no score (docs/decisions/0192).
"""

from dataclasses import dataclass

from estimators.acceptance.readiness.answers import Answers, value_of
from estimators.acceptance.readiness.lists import document, lists

_POINTS = {"no": 0.0, "partly": 0.5, "yes": 1.0}
_EPSILON = 1e-9


@dataclass(frozen=True)
class SectionScore:
    """One section; `points` is out of seven, None where none of its tests applies."""

    title: str
    points: float | None
    answered: int
    left_out: int
    total: int

    @property
    def words(self) -> str:
        """ "2.5 of 7", or that nothing in it applies."""
        return (
            "does not apply" if self.points is None else f"{points_of(self.points)} of {self.total}"
        )


@dataclass(frozen=True)
class TestScore:
    """The four sections and their lowest; `final` is None where no test applies."""

    __test__ = False  # pytest: a result, not a test

    sections: tuple[SectionScore, ...]
    final: float | None
    band: str
    answered: int
    total: int
    sentence: str


def ml_test_score(answers: Answers) -> TestScore:
    """Score the answers of the list "ml_test_score", by question key."""
    sections = []
    for group in lists()["ml_test_score"].groups:
        values = [value_of(answers, item.key) for item in group.items]
        applying = [value for value in values if value != "na"]
        points = [_POINTS.get(value or "", 0.0) for value in applying]
        scaled = len(values) * sum(points) / len(applying) if applying else None
        sections.append(
            SectionScore(
                group.title,
                scaled,
                sum(value is not None for value in values),
                len(values) - len(applying),
                len(values),
            )
        )
    scored = [(s.points, s.title) for s in sections if s.points is not None]
    final, lowest = min(scored, key=lambda each: each[0]) if scored else (None, "")
    answered, total = sum(s.answered for s in sections), sum(s.total for s in sections)
    band = band_of(final)
    if not answered:
        sentence = f"None of the {total} tests has an answer."
    elif final is None:
        sentence = "None of the tests applies."
    else:
        sentence = f"{answered} of {total} answered. Lowest: {lowest.lower()}, {points_of(final)} of 7, {band}."
    return TestScore(tuple(sections), final, band, answered, total, sentence)


def band_of(final: float | None) -> str:
    """Return what a final score amounts to, in the words of ml_test_score.json."""
    if final is None:
        return ""
    bands: list[tuple[float, str]] = document("ml_test_score")["bands"]
    return next((words for most, words in bands if final <= most + _EPSILON), bands[-1][1])


def points_of(points: float) -> str:
    """Write points with as many digits as they need: 2.5, 3."""
    return f"{points:.1f}".removesuffix(".0")


def enough(final: float) -> bool:
    """Whether a final score lies beyond the bands that speak of serious holes."""
    return final > float(document("ml_test_score")["enough"]["above"]) + _EPSILON
