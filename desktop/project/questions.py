"""The questions of the brief: what is asked, in which unit, and which input of the engines it feeds.

Nothing is mandatory. An answer is kept as a fact under the question's key; "I don't know" is an answer. The brief's own
questions are in ``brief.json``, each with the fields of `Question` that are not as usual.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.project.question_kinds import YES_NO, Kind, Question
from estimators.base.codec import convert
from estimators.base.phrase import quoted, within_a_sentence
from estimators.base.sentence import data_file, tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import DefaultInput, default_inputs
from estimators.case.questions import cue_entries
from estimators.need_for_ai.cues import sources

_KINDS = tuple((kind.name, kind.label) for kind in TASK_KINDS.values())
_BRIEF: dict[str, list[Any]] = data_file(Path(__file__).with_name("brief.json"))


def _asked_in_brief(part: str) -> tuple[Question, ...]:
    """The questions of a part of the brief; a choice without ``choices`` is between the kinds, or yes and no."""
    questions = convert(_BRIEF[part], tuple[Question, ...])
    return tuple(
        replace(asked, choices=_KINDS if asked.key == "task_kind" else YES_NO)
        if asked.kind is Kind.CHOICE and not asked.choices
        else asked
        for asked in questions
    )


_BRIEF_QUESTIONS = _asked_in_brief("main") + _asked_in_brief("more")
SUCCESS_QUESTIONS = _asked_in_brief("success")  # when to stop
SUCCESS_GROUP = SUCCESS_QUESTIONS[0].group

# The cues of the published lists: yes, no or unknown; each names the list that asks it.
_SIDES = tr("What speaks for AI, and what against it")
_CLEAR = tr("Is it clear and framed well")
CUE_GROUPS = {
    "for_ai": _SIDES,
    "against_ai": _SIDES,
    "automate": tr("Help people, or do it for them"),
    "augment": tr("Help people, or do it for them"),
    "framing": _CLEAR,
    "steps": _CLEAR,
    "canvas": _CLEAR,
    "data": tr("Data and the right to it"),
}
_LEVELS = {
    "C4": tr("Hearsay"),
    "C3": tr("Found"),
    "C2": tr("In reach"),
    "C1": tr("Loaded"),
    "B": tr("Checked"),
    "A": tr("Fit for this"),
    "A1": tr("Ready"),
}


def _asked(entry: dict[str, Any]) -> Question:
    source = sources()[entry["source"]]
    words = within_a_sentence(entry["label"])
    levels = tuple((level, _LEVELS.get(level, level)) for level in entry.get("values", ()))
    return Question(
        entry["name"],
        entry["label"],
        Kind.CHOICE,
        quoted(words),
        choices=levels or YES_NO,
        group=CUE_GROUPS[entry["group"]],
        asked_by=source.title,
        item=str(entry["item"]),
        address=source.url or "",
    )


# Two groups of the lists may share a heading: what is read together stands together.
_IN_ORDER = {title: at for at, title in enumerate(dict.fromkeys(CUE_GROUPS.values()))}
CUE_QUESTIONS: tuple[Question, ...] = tuple(
    sorted((_asked(entry) for entry in cue_entries()), key=lambda asked: _IN_ORDER[asked.group])
)
CUE_KEYS = frozenset(asked.key for asked in CUE_QUESTIONS)

VALUE_GROUP = tr("Behind the value")
_UNITS = {
    "money": "money",
    "share": "%",
    "cases a month": "",
    "times": tr("times"),
    "months": tr("months"),
    "person-months": tr("person-months"),
    "labels": tr("labels"),
}


def _about_the_value(default: DefaultInput) -> Question:
    """A number of the valuation that nobody else asks for: a default of ours until the person knows better."""
    words = within_a_sentence(default.label)
    unit = _UNITS.get(default.unit, default.unit)
    key = default.key or default.name
    return Question(
        key, default.label, Kind.RANGE, words, default.name, unit=unit, group=VALUE_GROUP
    )


_ASKED = {q.case_key for q in _BRIEF_QUESTIONS}
VALUE_QUESTIONS: tuple[Question, ...] = tuple(
    _about_the_value(default) for name, default in default_inputs().items() if name not in _ASKED
)

ALL_QUESTIONS = _BRIEF_QUESTIONS + SUCCESS_QUESTIONS + CUE_QUESTIONS + VALUE_QUESTIONS
FURTHER_QUESTIONS = tuple(q for q in ALL_QUESTIONS if q.group)  # asked in groups, below all else


def question(key: str) -> Question:
    """The question of that key; KeyError where there is none."""
    return _BY_KEY[key]


def question_of(case_key: str) -> Question | None:
    """The question that feeds that input of the engines, or None where none does."""
    return _BY_CASE_KEY.get(case_key)


_BY_KEY = {q.key: q for q in ALL_QUESTIONS}
# Older case files call an input of the valuation by the key of its question.
_BY_CASE_KEY = {q.key: q for q in VALUE_QUESTIONS} | {
    q.case_key: q for q in ALL_QUESTIONS if q.case_key
}
_BY_CASE_KEY["value_of_right_answer"] = _BY_CASE_KEY["value_per_correct"]
