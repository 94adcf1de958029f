"""Every code block of the documents is run, read by what would read it, or listed with the reason why neither is done."""

import ast
import json
import shlex

import pytest
import yaml
from jsonschema import Draft202012Validator

from desktop.cli.main import COMMANDS, command_parser
from estimators.case.case_schema import case_schema
from mock_ai.scenario_file import parse_scenario
from tests.docs.blocks import Block, blocks, commands, documents

BLOCKS = [block for page in documents() for block in blocks(page)]
BY_OTHER_TESTS = {
    "docs/tutorials/": "tests/docs/test_tutorials.py runs them whole",
    "docs/examples/prototype/README.md": "tests/docs/test_prototype.py runs them",
    "docs/reference/python.md": "signatures, made from the program",
}
NOT_RUN = {
    "python3 bootstrap.py run": "the set-up itself; tests/test_setup.py",
    "python3 bootstrap.py test": "the suite itself; tests/test_setup.py",
    "uv pip compile": "needs a registry",
    "python .ci/": "builds for minutes, and needs a registry",
    "pipx install": ".ci/wheels.py runs both",
    "codesign ": "it takes a Mac",
    "gcc ": "the source of others",
    "[Setup]": "it takes Windows",
    "desktop/      window": "a picture of the folders",
    "window, pages, widgets": "a picture of the layers",
    ".venv/bin/python tests/benchmarks": "measures for minutes",
    "curl -H": "tests/mock_ai asks so; the answer below it is shortened",
    "sqlite3 ": "another program",
    "mlflow models serve": "another program, in an environment of its own",
    "curl http://127.0.0.1:5001": "asks it",
    "MLSERVER_PARALLEL_WORKERS=0 mlserver start": "another program, in an environment of its own",
}


def _mine(block: Block) -> bool:
    return not any(block.page.startswith(page) for page in BY_OTHER_TESTS)


@pytest.mark.parametrize("block", [b for b in BLOCKS if [*commands(b)]], ids=lambda b: b.name)
def test_commands_in_the_documents_have_options_that_there_are(block: Block) -> None:
    for line in commands(block):
        for part in (one for one in line.split(" | ") if one.startswith("smart-enough ")):
            words = shlex.split(part.split(" > ")[0])
            if words[1] in COMMANDS:
                command_parser(words[1]).parse_args(words[2:])
            else:
                assert words[1].startswith("-")


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language in ("yaml", "json", "python") and _mine(b)], ids=lambda b: b.name)  # fmt: skip
def test_files_and_programs_in_the_documents_can_be_read(block: Block) -> None:
    if block.language == "python":
        ast.parse(block.text)
    elif block.language == "json":
        case = json.loads(block.text)
        assert not [*Draft202012Validator(case_schema()).iter_errors(case)]
    else:
        text = block.text
        if "name" not in yaml.load(text, Loader=yaml.BaseLoader):  # a part of a file
            text = f"name: A part\nclasses: [a, b]\n{text}"
        parse_scenario(text)


def test_every_other_block_is_run_elsewhere_or_listed() -> None:
    left = [
        block.name
        for block in BLOCKS
        if _mine(block)
        and not [*commands(block)]
        and block.language not in ("yaml", "json", "python")
        and not block.text.startswith(tuple(NOT_RUN))
    ]
    assert left == []


def test_the_python_of_the_readme_runs_as_written(digits_folder, tmp_path, monkeypatch) -> None:
    from estimators.classifier.examples import load_examples

    (block,) = [b for b in BLOCKS if b.page == "README.md" and b.language == "python"]
    examples = load_examples(digits_folder(n=12, classes=3))
    monkeypatch.chdir(tmp_path)
    names = {"photos": examples.items, "labels": examples.labels}
    exec(compile(block.text, block.page, "exec"), names)
    assert (tmp_path / "model.onnx").exists()
    assert names["fake"].classes_.tolist() == names["real"].classes_.tolist()
