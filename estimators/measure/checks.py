"""Checks that a machine can make of an answer: evidence beside a grade, never the grade.

How to use, line by line:

    AnswerCheck(CheckKind.CONTAINS, "refund").holds("Your refund ...")
    check_shares((check, ...), cases, answers)      how often each holds, with its interval

A pattern is searched for in the first 5,000 characters, in time that no pattern can run away with (`estimators.base.pattern`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from estimators.base.errors import UserError
from estimators.base.pattern import Pattern, PatternError
from estimators.base.sentence import tr
from estimators.measure.answer_language import LANGUAGES, language_of
from estimators.measure.case import CandidateAnswers, EvalCase
from estimators.measure.estimate import CaseScores, Estimate, ScoreUnit, estimate
from estimators.measure.field_match import without_fence
from estimators.measure.json_schema import JsonSchema, SchemaError


class CheckKind(StrEnum):
    """What is looked for."""

    CONTAINS = "contains"
    LACKS = "lacks"
    MATCHES = "matches"
    SCHEMA = "schema"
    AT_LEAST = "at_least"  # words
    AT_MOST = "at_most"
    LANGUAGE = "language"


@dataclass(frozen=True)
class AnswerCheck:
    """One check.

    - `value`: the words, the pattern, the schema as JSON, the number of words, or the code of a language ("de"):
      that holds unless the answer is plainly in another.

    Raises `UserError` where the value is none of its kind.
    """

    kind: CheckKind
    value: str

    def __post_init__(self) -> None:
        self._made()

    def holds(self, answer: str | None) -> bool:
        """Whether an answer passes; none passes nothing."""
        return answer is not None and self._made()(answer)

    def _made(self) -> Callable[[str], bool]:
        try:
            return _CHECKS[self.kind](self.value)
        except (PatternError, SchemaError, ValueError) as error:
            raise UserError(
                tr(
                    "“{value}” is no check of “{kind}”.",
                    value=self.value[:60],
                    kind=self.kind.value,
                ),
                str(error) if isinstance(error, PatternError | SchemaError) else "",
                tr("Write, for example, {example}.", example=_EXAMPLES[self.kind]),
            ) from error


def check_shares(
    checks: Sequence[AnswerCheck], cases: Mapping[str, EvalCase], answers: CandidateAnswers
) -> dict[AnswerCheck, Estimate]:
    """How often each check holds over all answers that came; by groups, where cases belong together."""
    found = {}
    for check in checks:
        made = check._made()
        rows = [
            (cases[name], one.trial, float(one.answer is not None and made(one.answer)), 1.0)
            for name, trials in answers.answers.items()
            for one in trials
            if name in cases
        ]
        found[check] = estimate(CaseScores.of_rows(check.kind.value, ScoreUnit.COUNT, rows))
    return found


def _contains(value: str) -> Callable[[str], bool]:
    wanted = _plain(value)
    if not wanted:
        raise ValueError
    return lambda answer: wanted in _plain(answer)


def _lacks(value: str) -> Callable[[str], bool]:
    inside = _contains(value)
    return lambda answer: not inside(answer)


def _matches(value: str) -> Callable[[str], bool]:
    return Pattern(value).found_in


def _schema(value: str) -> Callable[[str], bool]:
    schema = JsonSchema(json.loads(value))

    def holds(answer: str) -> bool:
        try:
            document: Any = json.loads(without_fence(answer))
        except (ValueError, RecursionError):
            return False
        return schema.allows(document)

    return holds


def _at_least(value: str) -> Callable[[str], bool]:
    least = int(value)
    return lambda answer: len(answer.split()) >= least


def _at_most(value: str) -> Callable[[str], bool]:
    most = int(value)
    return lambda answer: len(answer.split()) <= most


def _language(value: str) -> Callable[[str], bool]:
    code = value.strip().casefold()
    if code not in LANGUAGES:
        raise ValueError
    return lambda answer: language_of(answer) in (code, None)  # a name alone is in no other


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


_CHECKS: Mapping[CheckKind, Callable[[str], Callable[[str], bool]]] = {
    CheckKind.CONTAINS: _contains,
    CheckKind.LACKS: _lacks,
    CheckKind.MATCHES: _matches,
    CheckKind.SCHEMA: _schema,
    CheckKind.AT_LEAST: _at_least,
    CheckKind.AT_MOST: _at_most,
    CheckKind.LANGUAGE: _language,
}
_EXAMPLES: Mapping[CheckKind, str] = {
    CheckKind.CONTAINS: "refund",
    CheckKind.LACKS: "as an AI",
    CheckKind.MATCHES: "order [0-9]+",
    CheckKind.SCHEMA: '{"type": "object", "required": ["total"]}',
    CheckKind.AT_LEAST: "20",
    CheckKind.AT_MOST: "120",
    CheckKind.LANGUAGE: "de",
}
