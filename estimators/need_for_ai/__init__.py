"""Does this problem need AI? Gates, graded cues, flip points; docs/method-decide.md explains them."""

from estimators.need_for_ai.assessment import Assessment, assess
from estimators.need_for_ai.cues import Cue, Cues
from estimators.need_for_ai.flips import FlipPoint
from estimators.need_for_ai.questions import Question, questions
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.sources import Source
from estimators.need_for_ai.words import Advice, Success

__all__ = [
    "Advice",
    "Assessment",
    "Cue",
    "Cues",
    "FlipPoint",
    "Question",
    "Reason",
    "Source",
    "Success",
    "assess",
    "questions",
]
