"""The questions of the brief: what is asked, in which unit, and which input of the engines it feeds.

Nothing is mandatory. An answer is kept as a fact under the question's key; "I don't know" is an answer.
"""

from desktop.project.cue_questions import CUE_KEYS, CUE_QUESTIONS
from desktop.project.main_questions import MAIN_QUESTIONS
from desktop.project.more_questions import MORE_QUESTIONS, SUCCESS_GROUP, SUCCESS_QUESTIONS
from desktop.project.question_kinds import YES_NO, Kind, Question
from estimators.case.prices import DefaultInput, default_inputs

VALUE_GROUP = "Behind the value"
_UNITS = {"money": "money", "share": "%", "cases a month": "", "times": "times"}


def _about_the_value(default: DefaultInput) -> Question:
    """A number of the valuation that nobody else asks for: a default of ours until the person knows better."""
    words = default.label[:1].lower() + default.label[1:]
    unit = _UNITS.get(default.unit, default.unit)
    return Question(
        default.name,
        default.label,
        Kind.RANGE,
        words,
        case_key=default.name,
        unit=unit,
        group=VALUE_GROUP,
    )


_ASKED = {q.case_key for q in MAIN_QUESTIONS + MORE_QUESTIONS}
VALUE_QUESTIONS: tuple[Question, ...] = tuple(
    _about_the_value(default) for name, default in default_inputs().items() if name not in _ASKED
)

FURTHER_QUESTIONS = MORE_QUESTIONS + SUCCESS_QUESTIONS + CUE_QUESTIONS + VALUE_QUESTIONS
ALL_QUESTIONS = MAIN_QUESTIONS + FURTHER_QUESTIONS


def question(key: str) -> Question:
    """The question of that key; KeyError where there is none."""
    return _BY_KEY[key]


def question_of(case_key: str) -> Question | None:
    """The question that feeds that input of the engines, or None where none does."""
    return _BY_CASE_KEY.get(case_key)


_BY_KEY = {q.key: q for q in ALL_QUESTIONS}
_BY_CASE_KEY = {q.case_key: q for q in ALL_QUESTIONS if q.case_key}

__all__ = [
    "ALL_QUESTIONS",
    "CUE_KEYS",
    "CUE_QUESTIONS",
    "FURTHER_QUESTIONS",
    "MAIN_QUESTIONS",
    "MORE_QUESTIONS",
    "SUCCESS_GROUP",
    "SUCCESS_QUESTIONS",
    "VALUE_GROUP",
    "VALUE_QUESTIONS",
    "YES_NO",
    "Kind",
    "Question",
    "question",
    "question_of",
]
