"""Scenario files: YAML that a person writes, checked line by line.

The schema is documented in docs/method-fake.md. Values are read from the text of the file
rather than from what YAML makes of it, so the classes ``[yes, no]`` stay two words and
``85%`` is a share. Every complaint names the line.
"""

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from mock_ai.delays import Delay
from mock_ai.errors import UserError
from mock_ai.scenario import Drift, Scenario

LARGEST_BYTES = 256 * 1024
DEEPEST = 8

_CALIBRATION = {
    "honest": "calibrated",
    "calibrated": "calibrated",
    "too sure": "overconfident",
    "overconfident": "overconfident",
    "timid": "underconfident",
    "underconfident": "underconfident",
}


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises
    ------
    UserError : the file cannot be read, is too large, or breaks the schema (with the line).
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"“{path.name}” cannot be read.",
            f"{error.strerror or error}.",
            "Check that the file is there and that you may open it.",
        ) from error
    if len(raw) > LARGEST_BYTES:
        raise UserError(
            f"“{path.name}” is too large for a scenario.",
            "A scenario file has at most 256 KB.",
            "Check that this is the right file.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"“{path.name}” is not a scenario file.",
            "It is not text in UTF-8.",
            "Check that this is the right file.",
        ) from error
    return parse_scenario(text, source=path.name)


def parse_scenario(text: str, source: str = "the scenario") -> Scenario:
    """Read a scenario from its YAML text; ``source`` is what complaints call it."""
    reader = _Reader(source)
    root = reader.mapping(reader.document(text), "the scenario", _FIELDS)
    for required in ("name", "classes"):
        if required not in root:
            raise reader.complaint(
                None, f"has no “{required}”", "Every scenario has a name and classes"
            )
    values: dict[str, Any] = {}
    for key, node in root.items():
        name, read = _FIELDS[key]
        values[name] = read(reader, node, key)
    values.setdefault("id", _slug(values["name"]))
    try:
        return Scenario(**values)
    except UserError as error:
        # What no single line shows, such as two rates that add up to more than 1.
        raise UserError(f"In {source}: {error.what}", error.why, error.next_step) from error


class _Reader:
    """Turns YAML nodes into values, and what is wrong with them into a sentence with a line."""

    def __init__(self, source: str) -> None:
        self.source = source

    def complaint(self, node: yaml.Node | None, what: str, why: str) -> UserError:
        where = f"Line {node.start_mark.line + 1} of {self.source}" if node else self.source
        where = where[0].upper() + where[1:]
        return UserError(f"{where} {what}.", f"{why}.", "Change it and try again.")

    def document(self, text: str) -> yaml.Node:
        """The one document of the text, after a check for depth and aliases as it streams by."""
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                special = getattr(event, "anchor", None) or getattr(event, "tag", None)
                if depth > DEEPEST or special is not None:
                    number = event.start_mark.line + 1 if event.start_mark else 1
                    raise UserError(
                        f"Line {number} of {self.source} is not allowed.",
                        "A scenario has no anchors, aliases or tags and little nesting.",
                        "Write the values out.",
                    )
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f"Line {mark.line + 1} of {self.source}" if mark else self.source
            problem = getattr(error, "problem", None) or "a character that YAML does not allow"
            raise UserError(
                f"{line[0].upper()}{line[1:]} is not YAML.",
                f"The reader found: {problem}.",
                "Mend that line and try again.",
            ) from error
        if node is None:
            raise self.complaint(None, "is empty", "Every scenario has a name and classes")
        return node

    def mapping(
        self, node: yaml.Node, what: str, allowed: Mapping[str, Any]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.complaint(node, f"should hold {what}", "Write it as “name: value” lines")
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key not in allowed:
                raise self.complaint(
                    key_node, f"has an unknown “{key[:60]}”", f"Known are {', '.join(allowed)}"
                )
            if key in found:
                raise self.complaint(key_node, f"says “{key}” again", "Each may be said once")
            found[key] = value
        return found

    def text(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.complaint(node, f"has no words for “{key}”", "A name is expected here")
        return str(node.value).strip()

    def number(self, node: yaml.Node, key: str) -> float:
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        match = re.fullmatch(r"([-+]?\d{0,18}\.?\d{0,18}(?:[eE][-+]?\d{1,3})?)\s*(%|s)?", text)
        try:
            value = float(match[1]) if match else float("nan")
        except ValueError:
            value = float("nan")
        if match is None or math.isnan(value):
            raise self.complaint(
                node, f"has no number for “{key}”", "A number such as 0.85 or 85% is expected"
            )
        return value / 100 if match[2] == "%" else value

    def between(self, node: yaml.Node, key: str, low: float, high: float) -> float:
        value = self.number(node, key)
        if not low <= value <= high:
            allowed = "between 0 and 1 (or 0% and 100%)" if high == 1 and low == 0 else ""
            raise self.complaint(
                node,
                f"says {key} is {node.value.strip()}",
                f"It must lie {allowed or f'between {low:g} and {high:g}'}",
            )
        return value

    def whole(self, node: yaml.Node, key: str) -> int:
        value = self.between(node, key, 0, 2**53)
        if value != int(value):
            raise self.complaint(node, f"has a fraction for “{key}”", "It is a whole number")
        return int(value)

    def items(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.complaint(node, f"has no list for “{key}”", "Write [one, another]")
        return list(node.value)


def _share(reader: _Reader, node: yaml.Node, key: str) -> float:
    return reader.between(node, key, 0, 1)


def _classes(reader: _Reader, node: yaml.Node, key: str) -> tuple[str, ...]:
    names: list[str] = []
    for item in reader.items(node, key):
        name = reader.text(item, key)
        if name in names:
            raise reader.complaint(item, f"names “{name[:60]}” twice", "Classes differ by name")
        names.append(name)
    if len(names) < 2:
        raise reader.complaint(
            node, "has fewer than two classes", "With one there is nothing to be wrong about"
        )
    return tuple(names)


def _calibration(reader: _Reader, node: yaml.Node, key: str) -> str:
    word = reader.text(node, key)
    if word not in _CALIBRATION:
        raise reader.complaint(
            node, f"says {key} is “{word[:60]}”", "It may be honest, too sure or timid"
        )
    return _CALIBRATION[word]


def _skew(reader: _Reader, node: yaml.Node, key: str) -> float:
    return reader.between(node, key, -1, 1)


def _delay(reader: _Reader, node: yaml.Node, key: str) -> Delay:
    parts = reader.mapping(node, key, dict.fromkeys(("usually", "one_in_20_slower_than")))
    if "usually" not in parts:
        raise reader.complaint(node, "has a delay without “usually”", "Say how long it takes")
    usual = reader.between(parts["usually"], "usually", 0, 600)
    slow_node = parts.get("one_in_20_slower_than", parts["usually"])
    slow = reader.between(slow_node, "one_in_20_slower_than", 0, 600)
    try:
        return Delay(usual, slow)
    except UserError as error:
        raise reader.complaint(
            slow_node, "has a delay that does not fit", error.why.rstrip(".")
        ) from error


def _drift(reader: _Reader, node: yaml.Node, key: str) -> tuple[Drift, ...]:
    steps: list[Drift] = []
    for item in reader.items(node, key):
        parts = reader.mapping(item, key, dict.fromkeys(("after", "accuracy")))
        if len(parts) < 2:
            raise reader.complaint(
                item, "lacks “after” or “accuracy”", "Each step says both, as after: 20"
            )
        after = reader.whole(parts["after"], "after")
        if after < 1 or (steps and after <= steps[-1].after):
            raise reader.complaint(
                parts["after"], "is out of order", "Steps come after 1 or more answers, rising"
            )
        steps.append(Drift(after, reader.between(parts["accuracy"], "accuracy", 0, 1)))
    return tuple(steps)


def _text(reader: _Reader, node: yaml.Node, key: str) -> str:
    return reader.text(node, key)


def _whole(reader: _Reader, node: yaml.Node, key: str) -> int:
    return reader.whole(node, key)


_FIELDS: dict[str, tuple[str, Callable[[_Reader, yaml.Node, str], Any]]] = {
    "id": ("id", _text),
    "name": ("name", _text),
    "classes": ("classes", _classes),
    "accuracy": ("accuracy", _share),
    "calibration": ("calibration", _calibration),
    "skew": ("skew", _skew),
    "delay": ("delay", _delay),
    "no_answer": ("no_answer_rate", _share),
    "error": ("error_rate", _share),
    "unknown": ("unknown_rate", _share),
    "drift": ("drift", _drift),
    "seed": ("seed", _whole),
}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80].strip("-") or "scenario"
