"""``smart-enough accept``: the test, its looks, classes, baseline, and labelling as one goes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def accept(run):
    """Run the command with --json; return (status, document or what was said)."""

    def call(*argv: object, words: bool = False) -> tuple[int, object]:
        status, out, err = run("accept", *argv, *([] if words else ["--json"]))
        if status:
            return status, err
        return status, out if words else json.loads(out)

    return call


def test_an_assumed_accuracy_is_given_its_sizes(accept) -> None:
    _, found = accept("--correct", 45, "--total", 50, "--bar", 0.8, "--true", 0.9)
    assert found["examples_for_power"]["0.9"] == 82
    assert found["examples_throughout"]["0.9"] == 94
    assert found["planned"]["first"] == 82
    _, said = accept("--correct", 45, "--total", 50, "--bar", 0.8, "--true", 0.9, words=True)
    assert said.endswith(
        "15 to 20 examples can train a toy; certifying 80% takes about 82 at a true 90%.\n"
    )


def test_a_bar_that_the_commonest_answer_would_pass_is_named(accept) -> None:
    """Of 10,000 parts 9,920 were right, where 99.2 % are good: that shows nothing."""
    counts = ("--correct", 9920, "--total", 10_000, "--bar", 0.95)
    _, found = accept(*counts, "--majority-share", 0.992)
    assert found["passes"]
    assert found["metric"] == "accuracy"
    assert found["base_rate"]["passes_alone"]
    assert found["base_rate"]["better"] is False
    _, said = accept(*counts, "--majority-share", 0.992, words=True)
    assert "always giving the commonest answer is right 99.2% of the time" in said
    assert "passing it shows nothing" in said
    _, plain = accept(*counts)
    assert "base_rate" not in plain


def test_a_recall_is_said_by_its_name(accept) -> None:
    counts = ("--correct", 45, "--total", 50, "--bar", 0.8, "--metric", "recall")
    _, found = accept(*counts, "--majority-share", 0.99)
    assert found["detail"].startswith("45 of 50 found")
    assert found["base_rate"] == {
        "majority_share": 0.99,
        "passes_alone": False,
        "better": None,
        "sentence": "Always giving the commonest answer finds none of the rare ones: it could not pass this bar.",
    }


def test_labels_are_read_as_they_come_and_the_test_goes_on(accept, tmp_path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("right\n1\n1,1 0\nFalse\n1\n", encoding="utf-8")
    _, found = accept("--sequential", file, "--bar", 0.8, "--true", 0.9)
    assert (found["correct"], found["total"]) == (4, 6)
    assert found["sequential"]["verdict"] == "go_on"
    assert found["sequential"]["about_more"] > 20
    file.write_text("1\n" * 26, encoding="utf-8")
    _, found = accept("--sequential", file, "--bar", 0.8, "--true", 0.9)
    assert found["sequential"]["decided_at"] == 26
    assert found["passes"]
    _, said = accept("--sequential", file, "--bar", 0.8, "--true", 0.9, words=True)
    assert said.startswith("80% is passed, after 26 examples.\n")


def test_looking_after_every_label_is_never_taken_for_a_single_look(accept, tmp_path) -> None:
    """20 of 20 pass a test of fixed size, not one that was looked at twenty times."""
    file = tmp_path / "labels.csv"
    file.write_text("1\n" * 20, encoding="utf-8")
    _, found = accept("--sequential", file, "--bar", 0.8, "--true", 0.9)
    assert not found["passes"]
    assert found["fixed_size"]["passes"]
    assert found["lower_bound"] < found["fixed_size"]["lower_bound"]


def test_classes_and_the_baseline_come_from_files(accept, tmp_path) -> None:
    classes, pairs = tmp_path / "classes.csv", tmp_path / "pairs.csv"
    classes.write_text("class,correct,total\ncrack,84,90\nrare,3,3\n", encoding="utf-8")
    answers = ("1,0\n" * 10, "0,1\n" * 2, "1,1\n" * 153, "0,0\n" * 15)
    pairs.write_text("model,baseline\n" + "".join(answers), encoding="utf-8")
    counts = ("--correct", 163, "--total", 180, "--bar", 0.85)
    _, found = accept(*counts, "--by-class", classes, "--baseline", pairs)
    verdicts = {part["name"]: part["verdict"] for part in found["by_class"]["parts"]}
    assert verdicts["rare"] == "too_few"
    assert (found["baseline"]["only_model"], found["baseline"]["only_baseline"]) == (10, 2)
    assert found["baseline"]["better"]
    _, said = accept(*counts, "--by-class", classes, "--baseline", pairs, words=True)
    assert "3 of 3" in said
    assert "Better than the baseline" in said


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        ((), 2, "give --correct and --total"),
        (("--correct", 3), 2, "give --correct and --total"),
        (("--correct", 3, "--total", 4, "--sequential", "x"), 2, "or --sequential"),
        (("--correct", 5, "--total", 4), 1, "more than"),
        (("--correct", 3, "--total", 4, "--true", "nan"), 1, "not a number"),
        (("--sequential", "missing.csv"), 1, "missing.csv"),
        (("--sequential", "odd.csv"), 1, "neither right nor wrong"),
        (("--sequential", "empty.csv"), 1, "no answers"),
        (("--sequential", "bytes.bin"), 1, "not a text file"),
        (("--correct", 3, "--total", 4, "--by-class", "odd.csv"), 1, "columns"),
        (("--correct", 3, "--total", 4, "--by-class", "words.csv"), 1, "no whole number"),
        (("--correct", 3, "--total", 4, "--baseline", "empty.csv"), 1, "empty"),
    ],
)
def test_what_cannot_be_is_one_sentence(accept, tmp_path, monkeypatch, argv, status, said) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.csv").write_text("1\n0\nperhaps\n", encoding="utf-8")
    Path("empty.csv").write_text("", encoding="utf-8")
    Path("words.csv").write_text("crack,three,four\n", encoding="utf-8")
    Path("bytes.bin").write_bytes(b"\xff\xfe\x00\x81")
    found = accept(*argv, "--bar", 0.8)
    assert found[0] == status
    assert said in found[1]
    assert len(found[1].strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--bar", 85), "Write 85% as 0.85."),
        (("--bar", 0), "A bar of 0 is passed by anything."),
        (
            ("--bar", 0.8, "--true", 92),
            "“--true” must lie from 0 to 1. It is 92. Write 92% as 0.92.",
        ),
    ],
)
def test_a_share_out_of_reach_is_told_how_to_be_written(accept, arguments, said) -> None:
    status, error = accept("--correct", 9, "--total", 10, *arguments)
    assert status == 1
    assert said in error


def test_pairs_of_another_test_are_refused(accept, tmp_path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("model,baseline\n1,0\n1,1\n0,0\n", encoding="utf-8")
    status, error = accept("--correct", 163, "--total", 180, "--bar", 0.8, "--baseline", file)
    assert status == 1
    assert "2 times in 3; counted were 163 of 180." in error
    _, said = accept("--correct", 2, "--total", 3, "--bar", 0.8, "--baseline", file, words=True)
    assert "(exact McNemar test, n = 3)" in said


def test_columns_of_other_names_are_named(accept, tmp_path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("ours,theirs\n1,0\n", encoding="utf-8")
    status, error = accept("--correct", 1, "--total", 1, "--bar", 0.8, "--baseline", file)
    assert status == 1
    assert "needs the columns model, baseline. It has ours, theirs." in error


def test_an_assumed_accuracy_below_the_bar_is_named_as_it_was_given(accept, tmp_path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("1\n", encoding="utf-8")
    status, error = accept("--sequential", file, "--bar", 0.8, "--true", 0.7)
    assert status == 1
    assert error.startswith("“--true” must lie above the bar")


def test_a_bound_is_told_without_importing_numpy_or_scipy() -> None:
    code = (
        "import sys; from desktop.cli.main import main; "
        "main(['accept', '--correct', '90', '--total', '100', '--bar', '0.8', '--looks', '2']); "
        "print(*{'numpy', 'scipy'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []
