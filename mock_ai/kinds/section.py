"""Reads what a scenario file says of a kind of product: ``kind``, its ``dials``, and ``examples`` with their good answers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from estimators.base.errors import UserError
from estimators.base.number_reader import read_share
from estimators.base.sentence import tr
from mock_ai.kinds.product import CLASSES, GoodExample, KindSetting
from mock_ai.scenario_reader import Plain, Reader, plain

KIND_KEYS = ("kind", "dials", "examples")


def read_kind_setting(reader: Reader, sections: Mapping[str, yaml.Node]) -> KindSetting:
    """The kind that a file plays; that of classes where it says none.

    Raises
    ------
    UserError : there is no such kind, a dial is out of range, or a good answer is missing or not of the kind (with the line).
    """
    if "kind" not in sections:
        for key, node in sections.items():
            raise reader.complaint(
                node, tr("has “{key}” without a kind", key=key), tr("Say which kind it is")
            )
        return CLASSES
    from mock_ai.kinds.registry import KIND_FAKES

    kind = reader.one_of(sections["kind"], "kind", {name: name for name in KIND_FAKES})
    if kind == "classify":
        return CLASSES
    dials = {}
    if "dials" in sections:
        dials = reader.mapping(
            sections["dials"], tr("the dials"), dict.fromkeys(KIND_FAKES[kind].dial_names)
        )
    said = {name: _dial(plain(node)) for name, node in dials.items()}
    setting = KindSetting.of(kind, said, _examples(reader, kind, sections.get("examples")))
    try:
        setting.fitted(0)
    except UserError as error:
        place = sections.get("dials", sections.get("examples", sections["kind"]))
        what = tr("does not fit: {what}", what=error.what.rstrip("."))
        raise reader.complaint(place, what, error.why.rstrip(".")) from error
    return setting


def _examples(reader: Reader, kind: str, node: yaml.Node | None) -> tuple[GoodExample, ...]:
    """Written in the file, or in a table beside it."""
    from mock_ai.kinds.good_answers import good_rows, read_good_answers

    if node is None:
        return ()
    if isinstance(node, yaml.ScalarNode):
        return read_good_answers(kind, reader.file(node, "examples"))
    rows = []
    for item in reader.items(node, "examples"):
        parts = reader.mapping(item, tr("an example"), dict.fromkeys(("input", "file", "good")))
        if "good" not in parts or len(parts) != 2:
            raise reader.complaint(
                item,
                tr("has no input and good answer"),
                tr("An example has “input” (or “file”) and “good”"),
            )
        given: str | Path = (
            reader.file(parts["file"], "file")
            if "file" in parts
            else reader.words(parts["input"], "input")
        )
        rows.append((given, _value(plain(parts["good"]), kind)))
    return good_rows(kind, ("input", "good"), rows)


def _value(said: Plain, kind: str) -> Any:
    """Texts stay texts; the fields of a page and the arguments of a step are numbers where they look like one."""
    if isinstance(said, dict):
        return {name: _value(part, "field") for name, part in said.items()}
    if isinstance(said, list):
        return [_value(part, kind) for part in said]
    if kind == "field":
        try:
            value = json.loads(said)
        except (ValueError, RecursionError):
            return said
        return said if isinstance(value, str) else value
    return said


def _dial(said: Plain) -> Any:
    """A share, a number, a pair, a mix, or a word."""
    if isinstance(said, dict):
        return {name: _dial(part) for name, part in said.items()}
    if isinstance(said, list):
        return [_dial(part) for part in said]
    number = read_share(said)
    return said if number is None else int(number) if number == int(number) else number


def written_kind_setting(setting: KindSetting) -> dict[str, Any]:
    """The keys of the file that bring the setting back."""
    if setting == CLASSES:
        return {}
    document: dict[str, Any] = {"kind": setting.kind}
    if setting.dials:
        document["dials"] = _written(json.loads(setting.dials))
    if setting.examples:
        document["examples"] = [
            {
                **(
                    {"file": one.input.name}
                    if isinstance(one.input, Path)
                    else {"input": one.input}
                ),
                "good": _written(one.good),
            }
            for one in setting.good_examples
        ]
    return document


def _written(value: Any) -> Any:
    """As the reader takes it: every number as the text that it was."""
    if isinstance(value, dict):
        return {name: _written(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_written(part) for part in value]
    return value if isinstance(value, str) else json.dumps(value)
