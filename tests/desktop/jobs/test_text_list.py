"""Texts with labels in a workbook or JSON lines are texts, as they are in a CSV."""

import json
from pathlib import Path

from desktop.jobs.add_data import AddData, find_data
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.table_data import table_of
from tests.estimators.table.workbooks import sheet_xml, write_xlsx
from tests.jobs_in_process import run_job

TEXTS = [
    ("The parcel never came and nobody answers", "delivery"),
    ("My card was charged twice on Monday", "payment"),
    ("It arrived broken\nand wet", "delivery"),
    ("How do I get my money back", "payment"),
]


def brought(project: Project, source: Path) -> dict[str, tuple[str, str | None]]:
    found = run_job(find_data, AddData(project.path, (source,)))
    project.do(edit.AddExamples(found.examples))
    assert table_of(project) is None
    return {one.path: (project.text(one) or "", one.class_name) for one in project.examples()}


def test_a_workbook_of_texts_is_read_row_by_row(project: Project, tmp_path: Path) -> None:
    rows = [["Reviews of May"], [], ["text", "label"], *map(list, TEXTS)]
    book = write_xlsx(tmp_path / "reviews.xlsx", {"Sheet": sheet_xml(rows)})
    found = brought(project, book)
    assert found["reviews.xlsx:4"] == TEXTS[0]
    assert found["reviews.xlsx:6"] == ("It arrived broken and wet", "delivery")
    assert len(found) == 4


def test_json_lines_of_texts_are_too(project: Project, tmp_path: Path) -> None:
    lines = tmp_path / "reviews.jsonl"
    lines.write_text(
        "\n".join(json.dumps({"text": text, "label": label}) for text, label in TEXTS), "utf-8"
    )
    assert sorted(label or "" for _, label in brought(project, lines).values()) == [
        "delivery",
        "delivery",
        "payment",
        "payment",
    ]
