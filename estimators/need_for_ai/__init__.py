"""Does this problem need AI? Gates, graded cues, flip points; docs/method-decide.md explains them."""

from estimators.need_for_ai.assessment import Assessment, assess
from estimators.need_for_ai.cues import Cue, Cues
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.sensitivity import FlipPoint
from estimators.need_for_ai.sources import Citation
from estimators.need_for_ai.verdict_text import Advice, Success

__all__ = [
    "Advice",
    "Assessment",
    "Citation",
    "Cue",
    "Cues",
    "FlipPoint",
    "Reason",
    "Success",
    "assess",
]
