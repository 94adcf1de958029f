"""Two runs side by side: what changed in the data, and whether the difference may be luck."""

from dataclasses import replace

from desktop.findings.measure.run_comparison import (
    comparison_headline,
    data_change,
    paired,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample, Run, RunData, RunSettings, shortened
from desktop.project.run_list import data_of
from tests.training_results import answered, measured, run_with


def run(number: int, rights: str, examples: RunData | None = None) -> Run:
    """A run whose test answers are right (1) or wrong (0) in that order."""
    rows = [
        answered(f"{place}.jpg", "a", "a" if right == "1" else "b")
        for place, right in enumerate(rights)
    ]
    made = run_with(measured(rows, ("a", "b")), number)
    return replace(made, settings=RunSettings(examples=examples))


def test_the_difference_counts_only_examples_that_both_answered() -> None:
    pair = paired(run(2, "1111111111"), run(1, "11110000"))
    assert (pair.n, pair.only_newer, pair.only_older) == (8, 4, 0)
    assert pair.low < pair.difference < pair.high


def test_a_clear_difference_and_one_that_may_be_luck_are_worded_apart() -> None:
    clear = comparison_headline(run(2, "1" * 40), run(1, "1" * 20 + "0" * 20))
    assert clear == "Run 2 is better than run 1 by 50.0 points."
    luck = comparison_headline(run(2, "1" * 40), run(1, "1" * 39 + "0"))
    assert luck == "Run 2 and run 1 differ by 2.5 points; that may be luck."


def test_runs_without_a_common_test_are_not_compared() -> None:
    other = run_with(measured([answered("z", "a", "a")], ("a", "b")))
    assert paired(run(2, "11"), other) is None
    assert "not tested on the same" in comparison_headline(run(2, "11"), other)


def test_added_removed_relabelled_and_moved_examples_are_told_apart(tmp_path) -> None:
    def example(name: str, label: str) -> NewExample:
        return NewExample(f"{name}.jpg", f"{name}.jpg", name * 64, 1, "photo", label)

    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(edit.AddExamples(tuple(example(name, "x") for name in "abcd")))
        before = run(1, "", data_of(project))
        project.do(edit.AddExamples((example("e", "y"), example("f", "y"))))
        ids = {row.name[0]: row.id for row in project.examples()}
        project.do(edit.RemoveExamples((ids["a"],)))
        project.do(edit.LabelExamples((ids["b"],), "y"))
        project.do(edit.HoldOut(frozenset({ids["c"]})))
        change = data_change(run(2, "", data_of(project)), before)
    assert (change.added, change.removed, change.relabelled, change.moved) == (2, 1, 1, 1)
    assert data_change(run(2, ""), before) is None


def test_a_kept_run_holds_the_likeliest_classes_and_the_true_one() -> None:
    chances = {f"class {place}": 1 / (place + 2) for place in range(20)}
    row = replace(answered("", "class 19", "class 0"), probabilities=chances)
    kept = shortened(measured([row], list(chances))).predictions[0].probabilities
    assert list(kept) == ["class 0", "class 1", "class 2", "class 3", "class 4", "class 19"]
