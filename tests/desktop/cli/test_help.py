"""What a newcomer meets at a terminal: help with examples, a mistyped command, the pipe, completion."""

import io
import json
import shlex
import shutil
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from desktop.cli.arguments import argument_rows, examples_text
from desktop.cli.main import COMMANDS, command_parser


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_option_and_shows_commands_that_can_be_typed(run, command) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert examples_text(command) in out
    assert all(row.get("help") for row in argument_rows(command))
    lines = [line[2:] for line in examples_text(command).splitlines() if line.startswith("  smart")]
    parser = command_parser(command)
    for line in lines:
        words = shlex.split(line.split(" > ")[0].split(" | ")[0])
        assert words[:2] == ["smart-enough", command]
        parser.parse_args(words[2:])


@pytest.mark.parametrize(
    ("typed", "meant"), [("inspekt", "inspect"), ("acc", "accept"), ("Train", "train")]
)
def test_a_mistyped_command_says_which_is_meant(run, typed, meant) -> None:
    status, _, err = run(typed)
    assert (status, err) == (2, f"smart-enough: there is no command “{typed}”; “{meant}” is probably meant. See smart-enough --help.\n")  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("--tempate", "there is no option “--tempate”; “--template” is probably meant"),
        ("--jason=3", "there is no option “--jason”; “--json” is probably meant"),
        ("--zzz", "“--zzz” is not understood here"),
    ],
)
def test_a_mistyped_option_says_which_is_meant(run, typed, said) -> None:
    status, _, err = run("assess", "case.json", typed)
    assert (status, err) == (2, f"smart-enough assess: {said}. See smart-enough assess --help.\n")


def test_a_word_that_is_none_of_the_values_says_which_there_are(run) -> None:
    status, _, err = run("schema", "cas")
    assert (status, err) == (2, "smart-enough schema: OF is case, scenario or evidence, not “cas”; “case” is probably meant. See smart-enough schema --help.\n")  # fmt: skip


def test_a_word_like_no_command_opens_no_window(run) -> None:
    status, _, err = run("xylophone")
    assert status == 2
    assert "there is no command “xylophone”, and no file of that name" in err


def test_a_case_may_come_through_the_pipe_in_per_cent(run, monkeypatch) -> None:
    case = {"accuracy_gate": "85%", "adoption": ["50%", "90 %"], "labeled_examples": 200}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(case).encode())))
    status, out, err = run("assess", "-")
    assert status == 0
    assert out
    assert err == "“labeled_examples” is no input of a case; it was left out. “labelled_examples” is probably meant.\n"  # fmt: skip


def test_quiet_prints_the_result_alone(run, tmp_path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"labeled_examples": 200}', encoding="utf-8")
    _, loud, said = run("assess", path)
    _, out, err = run("assess", path, "--quiet")
    assert (out, err) == (loud, "")
    assert said
    assert run("assess", path)[2] == said  # of that one command only


def test_only_one_argument_can_be_the_pipe(run) -> None:
    status, _, err = run("accept", "--bar", "80%", "--sequential", "-", "--by-class", "-")
    assert status == 2
    assert "only one argument can be “-”" in err


def test_a_template_is_a_case(run, tmp_path) -> None:
    status, out, _ = run("assess", "--template")
    assert status == 0
    path = tmp_path / "case.json"
    path.write_text(out, encoding="utf-8")
    status, said, err = run("assess", path)
    assert (status, err) == (0, "")
    assert said.startswith("Fake it first.")
    assert run("assess")[0] == 2


@pytest.mark.parametrize("of", ["case", "scenario", "evidence"])
def test_schemas_are_schemas(run, run_json, of) -> None:
    _, out, _ = run("schema", of)
    Draft202012Validator.check_schema(json.loads(out))
    assert json.loads(out) == run_json("schema", of)


@pytest.mark.parametrize(("correct", "status"), [(178, 0), (150, 3)])
def test_in_ci_a_missed_bar_fails(run, correct, status) -> None:
    counts = ("accept", "--correct", correct, "--total", 180, "--bar", "85%")
    assert run(*counts, "--fail")[0] == status
    assert run(*counts)[0] == 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("smart-enough as", ["assess"]),
        ("smart-enough accept --ma", ["--majority-share"]),
        ("smart-enough accept --metric re", ["recall"]),
        ("smart-enough schema ", ["case", "scenario", "evidence"]),
    ],
)
def test_bash_completes_commands_options_and_values(run, line, offered) -> None:
    _, script, _ = run("completion", "bash")
    words = [*shlex.split(line), *([""] if line.endswith(" ") else [])]
    ask = f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _smart_enough; echo ${{COMPREPLY[@]}}"
    found = subprocess.run(["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True)  # fmt: skip
    assert found.stdout.split() == offered


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish")
@pytest.mark.parametrize(
    ("line", "offered"),
    [("ins", ["inspect"]), ("accept --fa", ["--fail"]), ("completion z", ["zsh"])],
)
def test_fish_completes_commands_options_and_values(run, line, offered) -> None:
    _, script, _ = run("completion", "fish")
    ask = f"{script}\ncomplete -C 'smart-enough {line}'"
    found = subprocess.run(["fish", "-N", "-c", ask], capture_output=True, text=True, check=True)
    assert [each.split("\t")[0] for each in found.stdout.splitlines()] == offered


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh")
def test_zsh_takes_the_script_for_its_own(run) -> None:
    _, script, _ = run("completion", "zsh")
    ask = f"autoload -U compinit; compinit -D -u\n{script}\nprint -- $_comps[smart-enough]"
    found = subprocess.run(["zsh", "-f", "-c", ask], capture_output=True, text=True, check=True)
    assert (found.stderr, "_smart_enough" in found.stdout) == ("", True)


def test_other_shells_know_every_command(run) -> None:
    for shell in ("zsh", "fish"):
        _, script, _ = run("completion", shell)
        assert all(command in script for command in COMMANDS)
