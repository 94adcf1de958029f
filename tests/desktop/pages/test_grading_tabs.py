"""The tabs “Grading” and “The judge” as widgets."""

from desktop.findings.measure.grading_view import grading_view
from desktop.findings.measure.judge_view import judge_view
from desktop.pages.measure.grade_tabs import GradingTab, JudgeTab
from tests.desktop.findings.measure.test_grading_view import BAD, GOOD, give, judged_project
from tests.desktop.graded_project import graded_project


def test_the_grading_tab_shows_both_people(tmp_path, shown):
    with graded_project(tmp_path, 40, ("Prompt v3",)) as project:
        asked = []
        tab = GradingTab(lambda: asked.append("settle"))
        shown(tab, 1100, 700)
        tab.show(grading_view(project))
        assert not tab.both.isVisible()
        assert not tab.settle.isVisible()
        give(project, "Ada", [GOOD] * 30 + [BAD] * 10)
        give(project, "Bo", [GOOD] * 28 + [BAD] * 12)
        tab.show(grading_view(project))
        assert (
            tab.boxes.accessibleName()
            == "28 both say good, 2 split, 0 split, 10 both say not good."
        )
        assert tab.kappa.text() == "The same in 95%. Cohen’s kappa 0.875."
        table = tab.table.as_table()
        assert (table.headers[1], table.rows[0][0]) == ("0% to 100%", "Ada")  # where its lines lie
        tab.settle.click()
        assert asked == ["settle"]


def test_the_judge_tab_shows_where_it_errs(tmp_path, shown):
    with judged_project(tmp_path) as project:
        tab = JudgeTab()
        shown(tab, 1100, 700)
        tab.show(judge_view(project))
        assert tab.grid_title.text() == judge_view(project).titles["grid"][0]
        assert (
            judge_view(project).titles["rows"][0] == "It is stricter than people"
        )  # of one candidate
        assert tab.boxes.accessibleName().startswith("50 both say good, 4 judge too strict")
        assert tab.line.view is not None
        assert len(tab.may.rows()) == 4


def test_the_judge_tab_is_empty_without_grades(tmp_path, shown):
    with judged_project(tmp_path, graded=False) as project:
        tab = JudgeTab()
        shown(tab, 1100, 700)
        tab.show(judge_view(project))
        assert not tab.columns.isVisible()
