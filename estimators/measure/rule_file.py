"""A rule as a candidate: if the input says this, answer that. The honest cheap rival of every model.

    rules:
      - if: {contains: refund}          # or a list: any of them; several conditions: all of them
        then: Refund not showing up
      - if: {matches: "card .* (lost|stolen)", above: 100}
        then: lost_or_stolen_card
    otherwise: other

`above` and `below` compare the input's first number. The first rule whose conditions hold answers.
"""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError, cannot_open
from estimators.base.number_reader import PROGRAM, read_number
from estimators.base.pattern import Pattern, PatternError
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.measure.answer_row import as_text
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase

LARGEST_FILE = 1_000_000
_NUMBER = re.compile(r"[-+−]?\d[\d.,' \u00a0\u202f]*")
Condition = Callable[[str], bool]


class RuleBook:
    """Rules in their order, and what is answered where none holds (None: nothing).

    Raises `UserError` naming the rule that cannot be right.
    """

    def __init__(self, document: Any, name: str = "") -> None:
        self._name = name
        if not isinstance(document, dict) or not isinstance(document.get("rules"), list):
            raise self._wrong(tr("It has no list of “rules”."))
        self._rules = [self._rule(at, row) for at, row in enumerate(document["rules"], start=1)]
        self._otherwise = as_text(document.get("otherwise"))

    def answer(self, text: str) -> str | None:
        """What the first rule that holds says."""
        for conditions, said in self._rules:
            if all(holds(text) for holds in conditions):
                return said
        return self._otherwise

    def _rule(self, at: int, row: Any) -> tuple[list[Condition], str]:
        if not isinstance(row, dict):
            raise self._wrong(tr("Rule {n} is no rule.", n=at))
        said = as_text(row.get("then"))
        asked = row.get("if")
        if said is None or not isinstance(asked, dict) or not asked:
            raise self._wrong(tr("Rule {n} lacks an “if” or a “then”.", n=at))
        return [self._condition(at, str(kind), value) for kind, value in asked.items()], said

    def _condition(self, at: int, kind: str, value: Any) -> Condition:
        if kind not in _CONDITIONS:
            raise self._wrong(
                tr(
                    "Rule {n} asks for “{kind}”; known are {known}.",
                    n=at,
                    kind=kind[:40],
                    known=listed(list(_CONDITIONS)),
                )
            )
        try:
            return _CONDITIONS[kind](value)
        except (PatternError, ValueError, TypeError) as error:
            raise self._wrong(
                tr("Rule {n}: “{value}” is nothing to look for.", n=at, value=str(value)[:60])
            ) from error

    def _wrong(self, what: str) -> UserError:
        return UserError(
            tr("“{name}” holds no rules that can be used.", name=self._name or tr("The file")),
            what,
            tr(
                "Write each rule as “if” with “contains”, “matches”, “above” or “below”, and “then” with the answer."
            ),
        )


def read_rules(path: Path) -> RuleBook:
    """Read a file of rules (YAML). Raises `UserError` where it is none."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(tr("“{name}” is too big for rules.", name=path.name))
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_yaml(path.name, None) from error
    except OSError as error:
        raise cannot_open(path) from error
    return rules_of(text, path.name)


def rules_of(text: str, name: str = "") -> RuleBook:
    """The rules that a text (YAML) says. Raises `UserError` where it says none."""
    import yaml

    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _no_yaml(name, None if mark is None else mark.line + 1) from error
    return RuleBook(document, name)


def _no_yaml(name: str, line: int | None) -> UserError:
    return UserError(
        tr("“{name}” holds no rules that can be used.", name=name or tr("The text")),
        tr("It is no YAML.") if line is None else tr("Line {n} is no YAML.", n=line),
        tr("Check that line."),
    )


def rule_answers(name: str, cases: Mapping[str, EvalCase], rules: RuleBook) -> CandidateAnswers:
    """Let rules answer the cases."""
    answers = {}
    for case in cases.values():
        began = time.perf_counter()
        said = rules.answer(case.input)
        took = time.perf_counter() - began
        answers[case.id] = (CandidateAnswer(case.id, said, seconds=took, cost=0.0),)
    return CandidateAnswers(name, answers)


def _words(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    words = [" ".join(str(one).split()).casefold() for one in given if one is not None]
    if not words or not all(words):
        raise ValueError
    return words


def _contains(value: Any) -> Condition:
    words = _words(value)
    return lambda text: any(word in " ".join(text.split()).casefold() for word in words)


def _matches(value: Any) -> Condition:
    return Pattern(str(value)).found_in


def _first_number(text: str) -> float | None:
    found = _NUMBER.search(text)
    return read_number(found[0].rstrip(" .,'"), PROGRAM).value if found else None


def _above(value: Any) -> Condition:
    bar = float(value)
    return lambda text: (found := _first_number(text)) is not None and found > bar


def _below(value: Any) -> Condition:
    bar = float(value)
    return lambda text: (found := _first_number(text)) is not None and found < bar


_CONDITIONS: Mapping[str, Callable[[Any], Condition]] = {
    "contains": _contains,
    "matches": _matches,
    "above": _above,
    "below": _below,
}
