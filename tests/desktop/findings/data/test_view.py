"""What the Data page and the report say of the examples."""

from desktop.findings.data.hygiene import badges, findings, why_together
from desktop.findings.data.issues import mend
from desktop.findings.data.view import class_counts, is_current, view
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import NewExample
from tests.kept_records import keep


def add(project: Project, *names: str, label: str | None = "a", trouble: str = "") -> None:
    rows = (NewExample(n, n, n * 8, 1, "photo", label, trouble=trouble) for n in names)
    project.do(edit.AddExamples(tuple(rows)))


def inspected(project: Project, **kinds: list[dict[str, object]]) -> None:
    keep(project, INSPECTION, {"warnings": [], **kinds}, project.fingerprint())


def test_one_class_alone_is_not_enough(project) -> None:
    add(project, "1.png")
    assert view(project).headline == "It needs a second class to tell apart."


def test_held_out_photos_are_told_apart_in_counts_and_lead(project) -> None:
    add(project, "1.png", "2.png", "3.png")
    add(project, "4.png", label="b")
    project.do(edit.HoldOut(frozenset({1})))
    rows = {row.label: (row.learn, row.held_out) for row in class_counts(project).rows}
    assert rows == {"a": (2, 1), "b": (1, 0)}
    assert " 1 is held out" in view(project).lead


def test_an_example_that_is_kept_with_others_says_with_how_many_and_why(project) -> None:
    add(project, "1.png", "2.png", "3.png", "4.png")
    assert why_together(project, "1.png") == ""
    inspected(project, belongings=[{"paths": ["1.png", "2.png", "3.png"], "why": "One speaker."}])
    assert why_together(project, "2.png") == "Kept on one side with 2 others: One speaker."
    assert why_together(project, "4.png") == ""


def test_nothing_is_found_before_anything_was_checked(project) -> None:
    add(project, "1.png")
    assert findings(project) == ()


def test_unreadable_files_are_named_with_the_reason(project) -> None:
    add(project, "good.png")
    add(project, "bad.png", trouble="The file is empty (0 bytes).")
    inspected(project)
    (found,) = findings(project)
    assert found.text == "1 file can’t be opened"
    assert found.detail == "“bad.png”. The file is empty (0 bytes)."


def test_a_group_of_copies_is_gone_once_one_is_left(project) -> None:
    add(project, "1.png", "2.png", "3.png")
    inspected(project, exact_duplicates=[{"paths": ["1.png", "2.png"], "why": ""}])
    (found,) = findings(project)
    assert badges(project)[0] == {"1.png", "2.png"}
    command = mend(project, found.issues)
    assert command == edit.RemoveExamples((2,), "photos")
    project.do(command)
    assert findings(project) == ()
    assert mend(project, found.issues) is None


def test_the_gravest_finding_comes_first(project) -> None:
    add(project, "1.png", "2.png", "3.png")
    inspected(
        project,
        label_suspects=[{"paths": ["3.png"], "why": ""}],
        leakage=[{"paths": ["1.png", "2.png"], "why": ""}],
    )
    assert [found.kind for found in findings(project)] == ["leakage", "label_suspects"]
    assert findings(project)[0].state == "fail"


def test_a_check_is_current_until_the_data_change(project) -> None:
    add(project, "1.png")
    assert not is_current(project, project.record(INSPECTION))
    inspected(project)
    assert is_current(project, project.record(INSPECTION))
    add(project, "2.png")
    assert not is_current(project, project.record(INSPECTION))
