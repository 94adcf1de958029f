"""What to look at before a report is sent."""

import pytest

from desktop.findings.report.preflight import report_notes
from desktop.project import commands as edit
from reports.provenance import Provenance


@pytest.mark.parametrize("source", [Provenance.GUESS, Provenance.DEFAULT])
def test_a_bar_that_somebody_chose_is_named_in_its_own_unit(blades, source: Provenance) -> None:
    blades.project.do(edit.SetBar(40.0, "your choice", source, metric="cost"))
    said = [remark.text for remark in report_notes(blades.project, "launch", ()).remarks]
    assert "The bar, at most $40 a case, is a choice, not a measurement." in said
