"""What the brief asks: the twelve questions that it begins with, those that sharpen the verdict, and when to stop.

The questions are in ``brief.json``, each with the fields of `Question` that are not as usual; a choice without ``choices`` is
between yes and no.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.project.question_kinds import YES_NO, Kind, Question
from estimators.base.codec import convert
from estimators.base.sentence import data_file

_BRIEF: dict[str, list[Any]] = data_file(Path(__file__).with_name("brief.json"))


def _asked(part: str) -> tuple[Question, ...]:
    questions = convert(_BRIEF[part], tuple[Question, ...])
    return tuple(
        replace(asked, choices=YES_NO) if asked.kind is Kind.CHOICE and not asked.choices else asked
        for asked in questions
    )


MAIN_QUESTIONS = _asked("main")
MORE_QUESTIONS = _asked("more")
SUCCESS_QUESTIONS = _asked("success")
SUCCESS_GROUP = SUCCESS_QUESTIONS[0].group
