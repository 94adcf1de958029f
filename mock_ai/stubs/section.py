"""Reads the stubs of a scenario file: ``stubs`` and what holds for all of them."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from estimators.base.errors import UserError
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from mock_ai.conversation import OPERATOR_KINDS, Kind
from mock_ai.scenario_reader import Reader, as_node, plain
from mock_ai.stubs.answers import CONTENTS, OperatorContent, content
from mock_ai.stubs.conditions import conditions
from mock_ai.stubs.faults_and_delays import delay, failures, faults
from mock_ai.stubs.stub_set import NO_STUBS, SPOKEN_KINDS, Alternative, Stub, StubSet

SECTIONS = ("stubs", "delay", "first_token", "between_tokens", "faults", "failures", "today")
MOST_STUBS = 500

_KINDS: tuple[Kind, ...] = (*SPOKEN_KINDS, "embedding", "moderation", "classification")


def read_stub_set(reader: Reader, sections: Mapping[str, yaml.Node]) -> StubSet:
    """The stubs that the sections of a file say.

    Raises `UserError` if a section breaks the schema, with the line.
    """
    if not sections:
        return NO_STUBS
    stubs: list[Stub] = []
    if "stubs" in sections:
        items = reader.items(sections["stubs"], "stubs")
        if len(items) > MOST_STUBS:
            raise reader.complaint(
                items[MOST_STUBS], tr("is one stub too many"), tr("500 are the most")
            )
        for number, item in enumerate(items, 1):
            stubs.append(_stub(reader, item, number, {one.name for one in stubs}))
    stubs.sort(key=lambda stub: -stub.priority)  # stable: equals keep the order of the file
    more: dict[str, Any] = {
        key: read(reader, sections[key], key) for key, read in _WHOLE.items() if key in sections
    }
    document = {key: plain(sections[key]) for key in SECTIONS if key in sections}
    return StubSet(
        document=json.dumps(document, ensure_ascii=False),
        folder=str(reader.folder or ""),
        stubs=tuple(stubs),
        **more,
    )


def restored(document: str, folder: str) -> StubSet:
    """The stubs that were kept as :attr:`StubSet.document` and :attr:`StubSet.folder`.

    Raises `UserError` if it breaks the schema, or a file that it names is gone.
    """
    if not document:
        return NO_STUBS
    reader = Reader(tr("the scenario kept in the project"), Path(folder) if folder else None)
    try:
        sections = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise UserError(
            tr("The stubs of the scenario cannot be read."),
            tr("They are no longer what was saved."),
            tr("Load the scenario file again."),
        ) from error
    return read_stub_set(
        reader, reader.mapping(as_node(sections), tr("the stubs"), dict.fromkeys(SECTIONS))
    )


def _stub(reader: Reader, node: yaml.Node, number: int, taken: set[str]) -> Stub:
    parts = reader.mapping(node, "a stub", {**_PARTS, **CONTENTS, "answers": None})
    values: dict[str, Any] = {
        key: read(reader, parts[key], key) for key, read in _PARTS.items() if key in parts
    }
    values["kinds"] = values.pop("kind", SPOKEN_KINDS)
    values["conditions"] = values.pop("when", ())
    name = values.pop("name", tr("stub {number}", number=number))
    if name in taken:
        raise reader.complaint(
            node, tr("has a second stub “{name}”", name=name[:60]), tr("Names differ")
        )
    if "story" in values and not {"when_state", "then_state"} & set(parts):
        raise reader.complaint(
            parts["story"], tr("has a story without states"), tr("Say when_state or then_state")
        )
    alternatives = _alternatives(reader, node, parts)
    if any(isinstance(one.content, OperatorContent) for one in alternatives):
        if "kind" not in parts:
            values["kinds"] = OPERATOR_KINDS
        elif not set(values["kinds"]) & set(OPERATOR_KINDS):
            raise reader.complaint(
                parts["kind"],
                tr("sends {kinds} to the operator", kinds=listed(values["kinds"])),
                tr(
                    "A person can answer {operator_kinds}", operator_kinds=", ".join(OPERATOR_KINDS)
                ),
            )
    return Stub(name, alternatives=alternatives, **values)


def _alternatives(
    reader: Reader, node: yaml.Node, parts: Mapping[str, yaml.Node]
) -> tuple[Alternative, ...]:
    single = content(reader, node, {key: parts[key] for key in CONTENTS if key in parts})
    if "answers" not in parts:
        return (Alternative(single),)
    if single is not None:
        raise reader.complaint(
            parts["answers"], tr("has “answers” beside an answer"), tr("One of the two is enough")
        )
    found: list[Alternative] = []
    for item in reader.items(parts["answers"], "answers"):
        of = (
            {"answer": item}
            if isinstance(item, yaml.ScalarNode)
            else reader.mapping(item, tr("an answer"), {**CONTENTS, "weight": None})
        )
        weight = reader.between(of["weight"], "weight", 0, 1e6) if "weight" in of else 1.0
        said = content(reader, item, {key: of[key] for key in CONTENTS if key in of})
        if said is None:
            raise reader.complaint(
                item, tr("answers nothing"), tr("Say {contents}", contents=", ".join(CONTENTS))
            )
        found.append(Alternative(said, weight))
    if not found or not sum(one.weight for one in found):
        raise reader.complaint(parts["answers"], tr("leaves no answer"), tr("Weights lie above 0"))
    return tuple(found)


def _kinds(reader: Reader, node: yaml.Node, key: str) -> tuple[Kind, ...]:
    known: dict[str, Kind] = {kind: kind for kind in _KINDS}
    return tuple(reader.one_of(item, key, known) for item in reader.one_or_more(node, key))


def _text(reader: Reader, node: yaml.Node, key: str) -> str:
    return reader.text(node, key)[:200]


def _priority(reader: Reader, node: yaml.Node, key: str) -> int:
    return reader.whole(node, key, -1e6, 1e6)


def _day(reader: Reader, node: yaml.Node, key: str) -> date:
    try:
        return date.fromisoformat(reader.text(node, key))
    except ValueError as error:
        raise reader.complaint(
            node,
            tr("has no date for “{key}”", key=key),
            tr("A date such as 2026-03-01 is expected"),
        ) from error


_ANYWHERE: dict[str, Callable[[Reader, yaml.Node, str], Any]] = {
    "delay": delay,
    "first_token": delay,
    "between_tokens": delay,
    "faults": faults,
    "failures": failures,
}
_PARTS = {
    "name": _text,
    "kind": _kinds,
    "when": conditions,
    "story": _text,
    "when_state": _text,
    "then_state": _text,
    "priority": _priority,
    **_ANYWHERE,
}
_WHOLE = {**_ANYWHERE, "today": _day}
STUB_KEYS = (*_PARTS, *CONTENTS, "answers")
