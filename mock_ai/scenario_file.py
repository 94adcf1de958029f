"""Scenario files: YAML that a person writes, checked line by line, and written so that it reads back the same.

The schema is documented in docs/method-fake.md. Values are read from the text of the file
rather than from what YAML makes of it, so the classes ``[yes, no]`` stay two words and
``85%`` is a share. Every complaint names the line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.confusion import ALL_ALIKE, ByClass, Shares
from mock_ai.delays import Delay
from mock_ai.fault_catalogue import sections_of
from mock_ai.kinds.section import KIND_KEYS, read_kind_setting, written_kind_setting
from mock_ai.scenario import Drift, Scenario
from mock_ai.scenario_reader import Reader, share, within
from mock_ai.stubs.faults_and_delays import LogNormalDelay, delay
from mock_ai.stubs.section import SECTIONS, read_stub_set

LARGEST_BYTES = 256 * 1024
ANY_CLASSES = ("yes", "no")  # for scenarios that only talk

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

    Raises `UserError` if the file cannot be read, is too large, or breaks the schema (with the line).
    """
    return load_with_items(path)[0]


def load_with_items(path: Path) -> tuple[Scenario, Path | None]:
    """A scenario, and the folder of the items that it brings for the Stage, if any. Raises as :func:`load_scenario`."""
    return _parsed(_text_of(path), path.name, path.absolute().parent)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError(
            tr("There is no “{name}”.", name=path.name),
            "",
            tr("Check the name and the folder."),
        ) from error
    except OSError as error:
        raise UserError(
            tr("“{name}” cannot be read.", name=path.name),
            f"{error.strerror or error}.",
            tr("Check that the file is there and that you may open it."),
        ) from error
    if len(raw) > LARGEST_BYTES:
        raise UserError(
            tr("“{name}” is too large for a scenario.", name=path.name),
            tr("A scenario file has at most 256 KB."),
            tr("Check that this is the right file."),
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            tr("“{name}” is not a scenario file.", name=path.name),
            tr("It is not text in UTF-8."),
            tr("Check that this is the right file."),
        ) from error


def parse_scenario(
    text: str, source: str = tr("the scenario"), folder: Path | None = None
) -> Scenario:
    """Read a scenario from its YAML text.

    ``source`` is what complaints call it, ``folder`` where the files lie that it names.
    """
    return _parsed(text, source, folder)[0]


def _parsed(text: str, source: str, folder: Path | None) -> tuple[Scenario, Path | None]:
    reader = Reader(source, folder)
    root = reader.mapping(reader.document(text), tr("the scenario"), dict.fromkeys(SCENARIO_KEYS))
    items = reader.file(root.pop("items"), "items", is_folder=True) if "items" in root else None
    sections = {key: root.pop(key) for key in SECTIONS if key in root and key != "delay"}
    if "delay" in root and not _is_dial(reader, root["delay"]):
        sections["delay"] = root.pop("delay")
    of_kind = {key: root.pop(key) for key in KIND_KEYS if key in root}
    for required in ("name",) if {"stubs", "kind"} & {*sections, *of_kind} else ("name", "classes"):
        if required not in root:
            raise reader.complaint(
                None,
                tr("has no “{required}”", required=required),
                tr("Every scenario has a name and classes"),
            )
    values: dict[str, Any] = {}
    for key, node in root.items():
        name, read = _FIELDS[key]
        values[name] = read(reader, node, key)
    values.setdefault("id", slug(values["name"]))
    values.setdefault("classes", ANY_CLASSES)
    values["stubs"] = read_stub_set(reader, sections)
    values["by_class"] = _by_class(reader, root, values)
    values["product"] = read_kind_setting(reader, of_kind)
    try:
        return Scenario(**values), items
    except UserError as error:
        # What no single line shows, such as two rates that add up to more than 1.
        raise UserError(
            tr("In {source}: {what}", source=source, what=error.what), error.why, error.next_step
        ) from error


def _by_class(reader: Reader, root: dict[str, yaml.Node], values: dict[str, Any]) -> ByClass:
    """The dials of single classes; what does not fit them is told with its line."""
    by_class = ALL_ALIKE
    for key, name in (("accuracy_of", "accuracy"), ("mistakes", "mistakes")):
        if key not in values:
            continue
        if values.get("skew") is not None:
            raise reader.complaint(
                root[key],
                tr("has “{key}” besides a skew", key=key),
                tr("The two say different things"),
            )
        by_class = replace(by_class, **{name: values.pop(key)})
        try:
            by_class.check(values["classes"])
        except UserError as error:
            what = tr("does not fit: {what}", what=error.what.rstrip("."))
            raise reader.complaint(root[key], what, error.why.rstrip(".")) from error
    return by_class


def _classes(reader: Reader, node: yaml.Node, key: str) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for item in reader.items(node, key):
        name = reader.text(item, key)
        if name in names:
            raise reader.complaint(
                item, tr("names “{name}” twice", name=name[:60]), tr("Classes differ by name")
            )
        names[name] = None
    if len(names) < 2:
        raise reader.complaint(
            node,
            tr("has fewer than two classes"),
            tr("With one there is nothing to be right or wrong about"),
        )
    return tuple(names)


def _calibration(reader: Reader, node: yaml.Node, key: str) -> str:
    word = reader.text(node, key)
    if word not in _CALIBRATION:
        raise reader.complaint(
            node,
            tr("says {key} is “{word}”", key=key, word=word[:60]),
            tr("It may be honest, too sure or timid"),
        )
    return _CALIBRATION[word]


def _is_dial(reader: Reader, node: yaml.Node) -> bool:
    return isinstance(delay(reader, node, "delay"), Delay | LogNormalDelay)


def _delay(reader: Reader, node: yaml.Node, key: str) -> Delay:
    """A delay that the dial can show; the other forms stand in the stub set."""
    drawn = delay(reader, node, key)
    if isinstance(drawn, LogNormalDelay):
        return Delay(drawn.median, max(drawn.median, drawn.seconds(0.95, 0)))
    assert isinstance(drawn, Delay)
    return drawn


def _drift(reader: Reader, node: yaml.Node, key: str) -> tuple[Drift, ...]:
    steps: list[Drift] = []
    for item in reader.items(node, key):
        parts = reader.mapping(item, key, dict.fromkeys(("after", "accuracy")))
        if len(parts) < 2:
            raise reader.complaint(
                item, tr("lacks “after” or “accuracy”"), tr("Each step says both, as after: 20")
            )
        after = reader.whole(parts["after"], "after")
        if after < 1 or (steps and after <= steps[-1].after):
            raise reader.complaint(
                parts["after"],
                tr("is out of order"),
                tr("Steps come after 1 or more answers, rising"),
            )
        steps.append(Drift(after, reader.between(parts["accuracy"], "accuracy", 0, 1)))
    return tuple(steps)


def _accuracy_of(reader: Reader, node: yaml.Node, key: str) -> Shares:
    return tuple((name, share(reader, value, name)) for _, name, value in reader.pairs(node, key))


def _mistakes(reader: Reader, node: yaml.Node, key: str) -> tuple[tuple[str, Shares], ...]:
    rows: list[tuple[str, Shares]] = []
    for _, truth, row in reader.pairs(node, key):
        if isinstance(row, yaml.MappingNode):
            shares = _accuracy_of(reader, row, truth)
        else:  # one class alone
            shares = ((reader.text(row, truth), 1.0),)
        rows.append((truth, shares))
    return tuple(rows)


_FIELDS: dict[str, tuple[str, Callable[[Reader, yaml.Node, str], Any]]] = {
    "id": ("id", Reader.text),
    "name": ("name", Reader.text),
    "classes": ("classes", _classes),
    "accuracy": ("accuracy", share),
    "calibration": ("calibration", _calibration),
    "skew": ("skew", within(-1, 1)),
    "accuracy_of": ("accuracy_of", _accuracy_of),
    "mistakes": ("mistakes", _mistakes),
    "delay": ("delay", _delay),
    "no_answer": ("no_answer_rate", share),
    "error": ("error_rate", share),
    "unknown": ("unknown_rate", share),
    "drift": ("drift", _drift),
    "seed": ("seed", Reader.whole),
}


SCENARIO_KEYS = tuple(dict.fromkeys((*_FIELDS, *SECTIONS, *KIND_KEYS, "items")))


def slug(name: str) -> str:
    """The id that a scenario gets from its name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80].strip("-") or "scenario"


_WRITTEN_CALIBRATION = {
    "calibrated": "honest",
    "overconfident": "too sure",
    "underconfident": "timid",
}
_WIDTH = 100


def scenario_text(scenario: Scenario) -> str:
    """The YAML of a scenario."""
    document: dict[str, Any] = {"name": scenario.name}
    if scenario.id != slug(scenario.name):
        document["id"] = scenario.id
    document["classes"] = list(scenario.classes)
    document["accuracy"] = _written_share(scenario.accuracy)
    document["calibration"] = _WRITTEN_CALIBRATION[scenario.calibration]
    by_class = scenario.by_class
    if scenario.skew is not None:
        document["skew"] = f"{scenario.skew:.6g}"
    else:
        if by_class.accuracy:
            document["accuracy_of"] = {name: _written_share(one) for name, one in by_class.accuracy}
        if by_class.mistakes:
            document["mistakes"] = {
                truth: {name: _written_share(one) for name, one in row}
                for truth, row in by_class.mistakes
            }
    sections = sections_of(scenario)
    if "delay" not in sections and scenario.delay.slow_seconds:
        document["delay"] = {
            "usually": f"{scenario.delay.median_seconds:.6g} s",
            "one_in_20_slower_than": f"{scenario.delay.slow_seconds:.6g} s",
        }
    for key in ("no_answer", "error", "unknown"):
        if rate := getattr(scenario, f"{key}_rate"):
            document[key] = _written_share(rate)
    if scenario.drift:
        document["drift"] = [
            {"after": str(step.after), "accuracy": _written_share(step.accuracy)}
            for step in scenario.drift
        ]
    document["seed"] = str(scenario.seed)
    return as_yaml({**document, **written_kind_setting(scenario.product), **sections})


def as_yaml(document: Mapping[str, Any]) -> str:
    """A scenario's keys and values as the text of its file."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def text_at(scenario: Scenario, path: Path) -> str:
    """The text of its file at ``path``, once it is known that it reads back there.

    Raises `UserError` if it names files that do not lie beside ``path``.
    """
    text = scenario_text(scenario)
    try:
        parse_scenario(text, source=path.name, folder=path.absolute().parent)
    except UserError as error:
        folder = scenario.stubs.folder
        where = tr("Its files lie in “{folder}”.", folder=folder) if folder else error.why
        raise UserError(
            tr("“{name}” would not play from there: {what}", name=path.name, what=error.what),
            where,
            tr("Save it in the folder of its files."),
        ) from error
    return text


def _written_share(value: float) -> str:
    return f"{value * 100:.10g}%"


class _Dumper(yaml.SafeDumper):
    """Without anchors, lists of words on one line, and quotes only where YAML needs them."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _words(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """The reader takes texts as they stand, so a number needs no quotes; lines stay lines."""
    style = "|" if "\n" in text and text.strip() and not text[0].isspace() else None
    tag = "tag:yaml.org,2002:int" if text.isdecimal() else "tag:yaml.org,2002:str"
    return dumper.represent_scalar(tag, text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    flat = all(isinstance(item, str) and len(item) < 40 for item in items) and len(items) <= 20
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat)


_Dumper.add_representer(str, _words)
_Dumper.add_representer(list, _list)
