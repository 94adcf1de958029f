"""The scenario file of stubs that were recorded."""

from collections.abc import Iterable, Mapping
from typing import Any

from estimators.base.errors import UserError
from mock_ai.scenario_file import LARGEST_BYTES, parse_scenario
from mock_ai.scenario_writer import as_yaml
from mock_ai.traffic.stub_recorder import Stub


def recorded_text(name: str, stubs: Iterable[Stub], classes: Iterable[str] = ()) -> str:
    """A scenario file with these stubs.

    Raises
    ------
    UserError : it would be larger than a scenario file may be.
    """
    document: dict[str, Any] = {"name": name}
    listed = list(dict.fromkeys(classes))
    if len(listed) > 1:
        document["classes"] = listed
    document["stubs"] = list(stubs)
    text = as_yaml(document)
    if len(text.encode()) > LARGEST_BYTES:
        raise UserError(
            "These exchanges make too large a scenario file.",
            "It may have 256 KB.",
            "Choose fewer of them.",
        )
    parse_scenario(text)  # what is written can be read: a mistake shows here and not later
    return text


def labels_of(stubs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The classes that stubs answer with, in their order."""
    labels = [stub["label"]["is"] for stub in stubs if isinstance(stub.get("label"), dict)]
    return tuple(dict.fromkeys(map(str, labels)))
