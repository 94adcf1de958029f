"""The table of verdicts in the documentation is what the judged cases get."""

import json

from tests.conftest import ROOT
from tests.estimators.need_for_ai.any_case import decided


def test_the_table_says_what_the_cases_get(shared) -> None:
    text = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line[2:3].isupper() and line[3:5].isdigit()]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    written = {row[0].split()[0]: row[2] if len(row) == 4 else row[1] for row in rows}
    found = {}
    for file in ("golden_cases.json", "cases_kinds.json"):
        for case in json.loads((shared / file).read_text(encoding="utf-8"))["cases"]:
            now = decided(case["inputs"])
            found[case["id"]] = f"{now.verdict} ({now.how})" if now.how else now.verdict
    assert written == found
    changed = [row for row in rows if len(row) == 4]
    assert all(row[1] != row[2].split()[0] and row[3] for row in changed)
    assert len(changed) == 16
