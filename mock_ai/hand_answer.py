"""An answer of a kind as a person behind the curtain types it: what they begin with, and what their words come to."""

import json
from dataclasses import dataclass
from typing import Any

from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.base.sentence import tr
from mock_ai.client_answer import in_text
from mock_ai.kinds.dialled_kind import AnswerPart, KindAnswer
from mock_ai.kinds.extraction import leaves_of, rebuilt, said
from mock_ai.kinds.good_answers import typed_good


@dataclass(frozen=True)
class HandForm:
    """How an answer is typed.

    - `shape`: text, number, fields (a line each, ``name: value``), items or steps (a line each).
    - `text`: what the dials would say, in that form.
    - `fields`: name and value of each field.
    - `lines`: the items or steps.
    """

    shape: str
    text: str
    fields: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def form_of(kind: str, given: KindAnswer) -> HandForm:
    """What a person begins with who answers in the place of the dials."""
    text = in_text(kind, given)
    if kind == "number":
        return HandForm("number", number(given.answer))
    if kind == "extract":
        fields = tuple((part.name, _shown(part.value)) for part in given.parts)
        return HandForm("fields", "\n".join(f"{name}: {value}" for name, value in fields), fields)
    if kind in ("rank", "act"):
        lines = tuple(line.partition(". ")[2] for line in text.splitlines())
        return HandForm("items" if kind == "rank" else "steps", "\n".join(lines), lines=lines)
    return HandForm("text", text)


def read_by_hand(kind: str, text: str, usual: KindAnswer) -> KindAnswer:
    """What a person typed, as an answer of the kind; ``usual`` is that of the dials, for its fields and its range.

    Raises
    ------
    UserError : it is none, such as words where a number is asked for.
    """
    if kind == "extract":
        return _fields(text, usual)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if kind in ("rank", "act"):
        told = typed_good("act", lines or [text], 1)
        return _certain(told, [AnswerPart(str(n), one) for n, one in enumerate(told, 1)])
    if kind == "transcribe":
        return _certain(text, [AnswerPart(word, word) for word in text.split()])
    if kind != "number":
        return _certain(text, [])
    try:
        value = typed_good("number", text, 1)
    except UserError as error:
        raise UserError(
            tr("“{text}” is not a number.", text=text[:60]),
            tr("This product answers with one."),
            tr("Type for example 428."),
        ) from error
    low, high = (value + part.value - usual.answer for part in usual.parts)
    return _certain(value, [AnswerPart("low", low), AnswerPart("high", high)])


def _fields(text: str, usual: KindAnswer) -> KindAnswer:
    """Lines of ``name: value``, or an object in JSON; a field that is not named keeps its value, one without a value is empty."""
    if text.lstrip().startswith("{"):
        told = typed_good("extract", text, 1)
        return _certain(told, [AnswerPart(said(path), value) for path, value in leaves_of(told)])
    typed = {
        name.strip().casefold(): value.strip()
        for name, colon, value in (line.partition(":") for line in text.splitlines())
        if colon
    }
    leaves = dict(leaves_of(usual.answer))
    for path, before in leaves.items():
        now = typed.get(said(path).casefold())
        if now is not None and now != _shown(before):
            leaves[path] = _of_type(now, before)
    answer = rebuilt(usual.answer, leaves)
    return _certain(answer, [AnswerPart(said(path), value) for path, value in leaves.items()])


def _of_type(text: str, before: Any) -> Any:
    """A number stays one where the text is one."""
    if not text:
        return None
    if isinstance(before, bool | int | float):
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, bool | int | float) else text
    return text


def _shown(value: Any) -> str:
    return "" if value is None else str(value).replace("\n", " ")


def _certain(answer: Any, parts: list[AnswerPart]) -> KindAnswer:
    """Whether a person's answer is good, nobody says; it stands at no position of a dial."""
    return KindAnswer(answer, True, None, 1.0, tuple(parts))
