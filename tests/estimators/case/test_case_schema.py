"""The schema of a case is made of what reads it: the two say the same of a file."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from desktop.findings.case_file import read_case as read_file
from estimators.base.errors import UserError
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.case.case_schema import case_schema, input_names, known_names, template
from estimators.case.default_inputs import case_names
from estimators.case.questions import questions, read_case

SAMPLES = json.loads(
    Path(__file__).parents[3].joinpath("desktop/samples.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    document = case_schema()
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def test_it_names_all_that_is_read_and_says_what_each_means(schema) -> None:
    assert known_names() == {*questions(), *case_names(), "data_owned"}
    described = schema.schema["properties"]
    assert all(described[name].get("description") for name in known_names())
    asked = [name for name, each in described.items() if "anyOf" in each and name != "error_cost"]
    assert all(described[name].get("examples") for name in asked)


def test_its_examples_are_accepted_by_it_and_by_the_engines(schema, tmp_path) -> None:
    path = tmp_path / "case.json"
    for name, each in schema.schema["properties"].items():
        for example in each.get("examples", ()):
            schema.validate({name: example})
            path.write_text(json.dumps({name: example}), encoding="utf-8")
            case = read_file(path)
            read_case(case)
            BuildVsBuy(draws=100).evaluate(case)


def test_an_empty_template_is_a_case_in_which_nothing_is_known(schema) -> None:
    case = template()
    assert tuple(case) == input_names()
    schema.validate(case)
    assert read_case(case).values == {}


@pytest.mark.parametrize(
    "case",
    [
        {"labeled_examples": 3},
        {"labelled_examples": -3},
        {"task_kind": "classifies"},
        {"human_in_loop": "yes"},
        {"adoption": 1.5},
        {"user_pain": 7},
        {"measured": {"correct": 3}},
        {"purpose_flags": ["fun"]},
    ],
)
def test_what_it_refuses_the_reader_refuses_or_leaves_out(schema, case) -> None:
    assert not schema.is_valid(case)
    try:
        BuildVsBuy(draws=100).evaluate(case)
        assert read_case(case).ignored
    except UserError:
        pass
