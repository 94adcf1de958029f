"""What an inspection found, as a command prints it: what is long is cut, what is many is counted."""

from desktop.findings.data.command_text import inspection_text
from estimators.classifier.data_issue import DataIssue, HygieneReport
from estimators.classifier.issue_remark import few_in_class


def test_what_is_the_same_is_said_once_with_its_files_and_what_is_many_is_counted() -> None:
    remark = few_in_class("crack", 3, "photo")
    found = tuple(DataIssue((f"{'x' * 2_000}{n}.jpg",), remark) for n in range(12))
    classes = {"a" * 100: 30, **{f"class {n}": n + 1 for n in range(24)}}
    lines = inspection_text(HygieneReport("photo", classes, unreadable=found), ["A note."])
    assert lines[0] == "330 photos in 25 classes"
    assert lines[1].endswith("…: 30")
    assert len(lines[1]) < 60
    assert lines[11:13] == ["  and 15 more, the smallest with 1", "A note."]
    told = [line for line in lines if "only 3 photos" in line]
    assert told == ["Can’t be opened: “crack” has only 3 photos; 15 are a fair start."]
    at = lines.index(told[0])
    assert all(len(line) <= 1_010 for line in lines[at + 1 : at + 11])
    assert lines[at + 11] == "    and 2 more"
