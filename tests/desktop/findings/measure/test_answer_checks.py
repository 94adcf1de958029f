"""What is looked for in answers: evidence beside the grades, on page, command and report, and never the grade."""

import pytest

from desktop.findings.candidate_measurement import measurement_of
from desktop.findings.measure.answer_checks import (
    CHECKS_KEY,
    check_lines,
    checks_of,
    drop_check,
    put_check,
)
from desktop.findings.measure.candidates import candidates_view
from desktop.findings.measure.candidates_evidence import candidates_evidence
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.base.errors import UserError
from tests.desktop.graded_replies import whole_story


def test_a_check_is_a_sentence_of_each_candidate_and_changes_no_grade(project: Project) -> None:
    whole_story(project)
    found = measurement_of(project)
    assert found is not None
    best = next(one for one in found.candidates if one.name == "Prompt v3")
    before = candidates_view(project, found, best).headline
    assert check_lines(project, found, best) == ()
    project.do(put_check(project, "contains", " thank you "))
    project.do(put_check(project, "at_most", "3"))
    project.do(put_check(project, "at_most", "3"))
    lines = [said for _, said in check_lines(project, found, best)]
    assert lines[0].startswith("“Prompt v3” contains “thank you” in 100.0% (")
    assert lines[1].startswith("“Prompt v3” has at most 3 words in 0.0% (")
    assert len(lines) == 2
    assert candidates_view(project, found, best).headline == before
    table = candidates_evidence(project, None)
    assert table is not None
    assert set(lines) <= set(table.grading)
    project.do(drop_check(project, checks_of(project)[0]))
    assert [said for _, said in check_lines(project, found, best)] == lines[1:]


def test_what_is_no_check_is_refused_and_what_another_version_wrote_is_left_out(
    project: Project,
) -> None:
    with pytest.raises(UserError, match="is no check of"):
        put_check(project, "at_most", "many")
    kept = [["contains", "x"], ["smells", "x"], ["at_least", "few"], 7]
    project.do(edit.SetFact(CHECKS_KEY, kept, "what is looked for in answers"))
    assert [one.value for one in checks_of(project)] == ["x"]
