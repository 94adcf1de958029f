"""Writes a scenario as the YAML file that reads back as the same scenario."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from estimators.base.errors import UserError
from mock_ai.fault_catalogue import sections_of
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario, slug

_CALIBRATION = {"calibrated": "honest", "overconfident": "too sure", "underconfident": "timid"}
_WIDTH = 100


def scenario_text(scenario: Scenario) -> str:
    """The YAML of a scenario."""
    document: dict[str, Any] = {"name": scenario.name}
    if scenario.id != slug(scenario.name):
        document["id"] = scenario.id
    document["classes"] = list(scenario.classes)
    document["accuracy"] = _share(scenario.accuracy)
    document["calibration"] = _CALIBRATION[scenario.calibration]
    by_class = scenario.by_class
    if scenario.skew is not None:
        document["skew"] = f"{scenario.skew:.6g}"
    else:
        if by_class.accuracy:
            document["accuracy_of"] = {name: _share(one) for name, one in by_class.accuracy}
        if by_class.mistakes:
            document["mistakes"] = {
                truth: {name: _share(one) for name, one in row} for truth, row in by_class.mistakes
            }
    sections = sections_of(scenario)
    if "delay" not in sections and scenario.delay.slow_seconds:
        document["delay"] = {
            "usually": f"{scenario.delay.median_seconds:.6g} s",
            "one_in_20_slower_than": f"{scenario.delay.slow_seconds:.6g} s",
        }
    for key, rate in (
        ("no_answer", scenario.no_answer_rate),
        ("error", scenario.error_rate),
        ("unknown", scenario.unknown_rate),
    ):
        if rate:
            document[key] = _share(rate)
    if scenario.drift:
        document["drift"] = [
            {"after": str(step.after), "accuracy": _share(step.accuracy)} for step in scenario.drift
        ]
    document["seed"] = str(scenario.seed)
    return as_yaml({**document, **sections})


def as_yaml(document: Mapping[str, Any]) -> str:
    """A scenario's keys and values as the text of its file."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def text_at(scenario: Scenario, path: Path) -> str:
    """The text of its file at ``path``, once it is known that it reads back there.

    Raises
    ------
    UserError : it names files that do not lie beside ``path``.
    """
    text = scenario_text(scenario)
    try:
        parse_scenario(text, source=path.name, folder=path.absolute().parent)
    except UserError as error:
        folder = scenario.stubs.folder
        where = f"Its files lie in “{folder}”." if folder else error.why
        raise UserError(
            f"“{path.name}” would not play from there: {error.what}",
            where,
            "Save it in the folder of its files.",
        ) from error
    return text


def _share(value: float) -> str:
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
