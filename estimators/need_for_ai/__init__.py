"""Does this problem need AI? Gates, graded cues, flip points; docs/method-decide.md explains them."""

from estimators.need_for_ai.assessment import assess as assess
from estimators.need_for_ai.assessment import verdict_of as verdict_of
