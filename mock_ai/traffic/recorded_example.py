"""Makes a good answer of a real exchange: what was asked, and what was answered, as the kind of product needs it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt
from mock_ai.kinds.good_answers import typed_good
from mock_ai.kinds.product import GoodExample
from mock_ai.traffic.exchange import Find, WireExchange
from mock_ai.traffic.parser import ParsedResponse, parse_request, parse_response

_PLACE = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")
_NUMBER = re.compile(r"[-−]?\d[\d.,' \u00a0\u202f]*")


@dataclass(frozen=True)
class RecordedExamples:
    """Good answers in the order of the exchanges, and the exchanges of which none could be made, with why."""

    examples: tuple[GoodExample, ...]
    left_out: tuple[tuple[int, str], ...] = ()


def recorded_examples(kind: str, calls: Iterable[WireExchange], find: Find) -> RecordedExamples:
    """What was asked and answered in these calls; of the same question the last answer counts."""
    found: dict[str, GoodExample] = {}
    left_out: list[tuple[int, str]] = []
    for call in calls:
        try:
            example = recorded_example(kind, call, find)
        except UserError as error:
            left_out.append((call.number, f"{error.what} {error.why}".strip()))
        else:
            found[str(example.input)] = example
    return RecordedExamples(tuple(found.values()), tuple(left_out))


def recorded_example(kind: str, call: WireExchange, find: Find) -> GoodExample:
    """The good answer that an exchange gave.

    Raises
    ------
    UserError : what went over the wire is gone, no whole answer came, or it is not what this kind answers.
    """
    body, answer = call.body(find), call.answer_body(find)
    if body is None or answer is None:
        raise UserError(
            tr("What was sent is not kept: it was asked on the Stage, or is too old."), "", ""
        )
    if call.status != 200 or call.summary.get("fault"):
        raise UserError(tr("No whole answer came."), "", tr("Choose another."))
    asked = asked_in(parse_request(call.endpoint, body, call.content_type))
    said = parse_response(call.endpoint, call.answer_type, answer)
    given = _good(kind, said) if said is not None else None
    if given is None or not str(given).strip():
        raise UserError(tr("Its answer is not whole, or not in words."), "", tr("Choose another."))
    return GoodExample(asked, typed_good(kind, given, call.number))


def recorded_questions(calls: Iterable[WireExchange], find: Find) -> tuple[list[str], int]:
    """What was asked in these calls, each once, in their order; and of how many nothing can be known any more."""
    found: dict[str, None] = {}
    lost = 0
    for call in calls:
        body = call.body(find)
        try:
            if body is None:
                raise UserError(tr("What was sent is not kept."), "", "")
            found.setdefault(asked_in(parse_request(call.endpoint, body, call.content_type)))
        except UserError:
            lost += 1
    return list(found), lost


def asked_in(prompt: Prompt) -> str:
    """What is known again when it is asked later: the words, or what a recording is called."""
    if prompt.last_images:
        raise UserError(
            tr("A photo was asked about."),
            tr("Only words are kept with their good answer."),
            tr("Bring photos on Data."),
        )
    called = PurePath(prompt.file_name).stem.replace("_", " ").replace("-", " ")
    asked = prompt.last_text.strip() or called.strip()
    if not asked:
        raise UserError(tr("It has no words to know it by."), "", tr("Choose another."))
    return asked


def _good(kind: str, said: ParsedResponse) -> Any:
    if said.answer is not None:
        given = said.answer
        return given[0] if kind == "rank" and isinstance(given, list) and given else given
    if kind == "act" and said.calls:
        return [{"tool": call.name, "arguments": call.arguments} for call in said.calls]
    if kind == "rank":
        lines = [line for line in said.text.splitlines() if line.strip()]
        return _PLACE.sub("", lines[0]).strip() if lines else None
    if kind == "number":
        found = _NUMBER.search(said.text)
        return found[0].strip(" .,'") if found else said.text
    return said.text
