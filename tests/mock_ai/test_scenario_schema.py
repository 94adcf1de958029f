"""The schema of a scenario file knows what its reader knows."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from estimators.base.errors import UserError
from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import SCENARIO_KEYS, parse_scenario, scenario_text
from mock_ai.scenario_schema import scenario_schema
from mock_ai.stubs.section import STUB_KEYS

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    document = scenario_schema()
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def test_it_has_every_key_that_is_read(schema) -> None:
    top = schema.schema["properties"]
    assert set(top) == set(SCENARIO_KEYS)
    assert set(top["stubs"]["items"]["properties"]) == set(STUB_KEYS)


def test_it_accepts_what_is_read(schema) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.yaml"))]
    assert texts
    for text in [*texts, scenario_text(BUILT_IN)]:
        parse_scenario(text, folder=EXAMPLES)
        schema.validate(yaml.load(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize(
    "line",
    [
        "acuracy: 80%",
        "accuracy: [80%]",
        "calibration: sure",
        "faults: [{fault: overload}]",
        "failures: [halucination]",
        "delay: {usualy: 1 s}",
        "stubs: [{anser: Hello}]",
        "kind: drive",
    ],
)
def test_it_refuses_what_the_reader_refuses(schema, line) -> None:
    text = f"name: Shop\nclasses: [a, b]\n{line}\n"
    assert not schema.is_valid(yaml.load(text, Loader=yaml.BaseLoader))
    with pytest.raises(UserError):
        parse_scenario(text)
