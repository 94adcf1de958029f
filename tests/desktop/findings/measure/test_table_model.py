"""What the stages say of a training on a table: one of two classes and one of numbers, each trained once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop.cli.tables import number_lines
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.number_checks import number_checks
from desktop.findings.launch.view import view as launch_view
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.measure.group_fairness import (
    WHAT_GAPS_CANNOT_SAY,
    cut_name,
    gap_sentences,
    group_charts,
    not_counted_yet,
    shown_slices,
    sure_gaps,
)
from desktop.findings.measure.model_file import exported, file_facts
from desktop.findings.measure.run_comparison import changes, comparison
from desktop.findings.measure.table_model import (
    found_sentence,
    importance_chart,
    members_sentence,
    tolerance_note,
    tolerance_of,
)
from desktop.findings.measure.table_row import (
    OWN,
    like_rows,
    play_headline,
    played_row,
    row_answer,
    worst_rows,
)
from desktop.findings.measure.view import GOOD, SURE, WRONG, status, view
from desktop.findings.report.evidence import evidence_of
from desktop.findings.stage_status import stage_statuses
from desktop.jobs.training_request import OnProject
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import BarOrigin, Run
from desktop.project.run_list import run_in_use
from desktop.project.stages import Stage
from desktop.project.table_data import look_at_groups, say_tolerance
from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.classifier.training_result import Certificate
from estimators.table.column import ColumnRole
from estimators.table.group_fairness import MeanError, SliceCounts
from estimators.table.what_if import RowAnswer
from reports.launch_evidence import CheckState
from reports.model_card import card_sections
from reports.provenance import Provenance
from reports.web import web_page
from tests.desktop.jobs.test_table_data import look, say_role, take, train, write_csv
from tests.estimators.table.made_tables import Cells, honest
from tests.jobs_in_process import run_job


def trained(folder: Path, cells: Cells, *, number: str = "") -> Project:
    project = Project.create(folder / "p.smart", name="P")
    take(project, write_csv(folder / "t.csv", cells))
    if number:
        project.do(say_role(project, number, ColumnRole.PREDICT, task="number"))
    look(project)
    found = run_job(train, OnProject(project.path))
    project.append_run(found.settings, found.result)
    project.do(edit.SetBar(0.5, BarOrigin.OWN, Provenance.GUESS, "for the test"))
    return project


@pytest.fixture(scope="module")
def churn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with trained(tmp_path_factory.mktemp("churn"), honest(300, 0)[0]) as project:
        yield project


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    cells, _ = honest(300, 0)
    days = np.array([float(value) for value in cells["days_since_login"]])
    noise = np.random.default_rng(0).normal(0, 20, 300)
    cells["visits"] = [f"{value:.1f}" for value in 100 + 2 * days + noise]
    with trained(tmp_path_factory.mktemp("visits"), cells, number="visits") as project:
        yield project


def test_of_two_classes_it_says_how_many_of_the_rarer_are_found(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    assert run.settings.table is not None
    found = run.settings.table.found
    assert found is not None
    said = view(churn, run, GOOD)
    assert said.headline.startswith("Run 1 is right ")
    assert f"finds {found.found} of the {found.n} “yes” with {found.warnings} warnings" in said.lead
    assert found_sentence(run) in said.lead
    labels = [row.label for row in said.charts["runs"].rows]
    assert labels[-1] == "Always “no”"


def test_a_file_that_gives_other_numbers_than_the_model_does_not_pass(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    assert (run.result.certificate.label_flips, file_facts(visits, run).holds) == (0, True)
    odd = replace(run, result=replace(run.result, certificate=Certificate(0.9, 57, 60)))
    found = file_facts(visits, odd)
    assert (found.title, found.holds) == ("The file does not answer as tested", False)
    assert "at most 0.9 apart" in found.note
    written = exported(visits, "m.onnx", Certificate(0.9, 57, 60), number=True)
    assert (written.holds, written.figure) == (False, "57 of 60 numbers differ")
    assert exported(visits, "m.onnx", run.result.certificate, number=True).holds is True


def test_what_it_rests_on_counts_rows(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    assert run.settings.table is not None
    chart = importance_chart(run.settings.table)
    assert chart.rows[0].label == "days_since_login"
    assert chart.rows[0].mid > 1
    assert "with as many warnings" in chart.note
    assert all(text == number(at) for at, text in chart.axis.ticks)
    assert len(chart.axis.ticks) > 2
    clear = [row for row in chart.rows if row.low > 0.1]
    assert clear
    assert all(row.value_text != "0" for row in clear)
    assert not any("%" in cell for row in chart.table().rows for cell in row)


def test_the_report_prints_why_a_column_that_knows_the_answer_is_used(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    columns = tuple(replace(one, asked="a week before") if one.name == "age" else one for one in kept.columns)  # fmt: skip
    said = members_sentence(replace(kept, columns=columns))
    assert said.endswith("“age” knows the answer and is learned from all the same: a week before")


def test_a_row_has_a_name_its_truth_and_the_fields_that_are_learned_from(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    row = played_row(churn, run, 0)
    assert row is not None
    assert row.name == f"Row {row_answer(run, 0)}"
    assert row.note.startswith("held out · “")
    assert "cancelled" not in row.cells
    assert "customer_id" not in row.cells
    own = played_row(churn, run, OWN)
    assert own is not None
    assert own.cells["contract"] == "monthly"


def test_the_surest_mistakes_can_be_opened_and_say_what_they_are_taken_for(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    worst = worst_rows(churn, run)
    assert [one.place for one in worst] == list(range(40, 40 + len(worst)))
    assert all(row.truth != row.said and row.sure >= 0.5 for row in kept.worst)
    assert [row.sure for row in kept.worst] == sorted(
        (row.sure for row in kept.worst), reverse=True
    )
    title, like = like_rows(churn, run, worst[0].place)
    same = sum(kept.learned[one.place].truth == kept.worst[0].said for one in kept.worst[0].like)
    assert title == f"Of 5 rows it takes for much the same, {same} are “{kept.worst[0].said}”"
    assert all("same way in" in words for _, words in like)
    tested = {row.line for row in kept.held}
    assert tested.isdisjoint(row.line for row in kept.learned)
    assert like_rows(churn, run, OWN) == ("", ())


def test_looking_at_more_columns_widens_what_is_said_of_each(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    assert shown_slices(churn, run) == ()
    churn.do(look_at_groups(churn, "contract"))
    alone = gap_sentences(*shown_slices(churn, run))
    churn.do(look_at_groups(churn, "plan"))
    assert [one.column for one in shown_slices(churn, run)] == ["plan", "contract"]
    found = shown_slices(churn, run)[1]
    assert gap_sentences(found, 2) != alone
    assert alone[-1] == WHAT_GAPS_CANNOT_SAY
    yes, no = group_charts(found)
    assert (yes.title, no.title) == ("“yes”, and it warned", "Not “yes”, and it warned anyway")
    kept = run.settings.table
    assert kept is not None
    assert kept.found is not None
    assert sum(group.found for group in found.groups) == kept.found.found
    assert sum(group.warnings for group in found.groups) == kept.found.warnings
    assert sum(group.right for group in found.groups) == run.result.correct
    churn.file.undo()
    churn.file.undo()


def with_groups(run: Run, slice_: SliceCounts) -> Run:
    assert run.settings.table is not None
    return replace(run, settings=replace(run.settings, table=replace(run.settings.table, slices=(slice_,))))  # fmt: skip


def test_only_a_sure_gap_is_said_on_page_four(churn: Project, visits: Project) -> None:
    for project, unlike in ((churn, {"warnings": 30, "n": 40}), (visits, {"error": MeanError(90, 89, 91)})):  # fmt: skip
        run = run_in_use(project)
        assert run is not None
        assert run.settings.table is not None
        project.do(look_at_groups(project, "contract"))
        assert sure_gaps(project, run) == ()  # of 60 rows
        found = next(one for one in run.settings.table.slices if one.column == "contract")
        first, *others = found.groups
        sure = sure_gaps(project, with_groups(run, replace(found, groups=(replace(first, **unlike), *others))))  # fmt: skip
        project.file.undo()
        said = "Off on average: " if project is visits else "Gap in warnings for nothing: "
        assert len(sure) == 1
        assert said in sure[0]


def test_a_column_can_be_cut_where_somebody_says_from_the_next_training_on(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    assert not_counted_yet(visits, run) == ""
    with pytest.raises(UserError, match="no list of numbers"):
        cut_name("age", "thirty")
    visits.do(look_at_groups(visits, cut_name("age", "50; 30")))
    assert not_counted_yet(visits, run) == "“age:30,50” is counted from the next training on"
    again = run_job(train, OnProject(visits.path))
    later = replace(run, settings=again.settings)
    assert not_counted_yet(visits, later) == ""
    (found,) = shown_slices(visits, later)
    assert [group.low for group in found.groups] == [None, 30, 50, None]
    visits.file.undo()


def test_what_counts_as_right_is_said_and_counted_from_the_next_training(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    assert tolerance_note(visits, run) == "The test, the bar and the report count so."
    visits.do(say_tolerance(0.25))
    assert tolerance_of(visits) == 0.25
    assert (
        tolerance_note(visits, run)
        == "Run 1 was counted within 10%. Train again to count within 25%."
    )
    again = run_job(train, OnProject(visits.path))
    assert again.settings.table.number.tolerance == 0.25
    assert again.result.correct > run.result.correct
    visits.file.undo()
    (chart,) = group_charts(next(one for one in run.settings.table.slices if one.column == "plan"))
    assert {row.label for row in chart.rows} == {"plus", "family", "basic"}


def test_of_numbers_right_is_within_the_tolerance(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    said = view(visits, run, GOOD)
    assert said.headline.startswith("Run 1 is within 10% for ")
    assert "always saying" in said.lead
    assert status(visits, run).endswith("within 10%")
    assert said.figures["bound"].value < said.figures["accuracy"].value
    assert set(said.charts) == {"runs", "error"}
    assert set(view(visits, run, SURE).charts) == {"ranges"}
    assert "off by more than 10%" in view(visits, run, WRONG).headline


def test_numbers_that_it_does_not_say_are_told_wherever_the_test_is(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    assert kept.number is not None
    silent = replace(kept, number=replace(kept.number, unknown=3))
    told = replace(run, number=run.number + 7, settings=replace(run.settings, table=silent))
    n = kept.number.n_test + 3
    sentence = f"To 3 of {n} held-out rows it said “I don’t know”; they are in no other figure."
    assert view(visits, told, GOOD).lead.endswith(sentence)
    assert number_checks(told)["better"].detail.endswith(sentence)
    rows = comparison(visits, told, run).rows
    assert ("Says “I don’t know” to", f"3 of {n}", f"0 of {n - 3}") in rows
    assert "I don’t know" not in number_checks(run)["better"].detail


@pytest.mark.parametrize(
    ("n", "share", "state", "headline"),
    [
        (100, 0.89, CheckState.PASS, "You can believe the ranges that it gives."),
        (20, 0.90, CheckState.NOT_SHOWN, "Too few were tested"),
        (40, 0.82, CheckState.NOT_SHOWN, "Too few were tested"),
        (99, 0.70, CheckState.FAIL, "Its ranges do not hold what they promise."),
    ],
)
def test_ranges_are_believed_where_enough_were_tested(
    visits: Project, n: int, share: float, state: CheckState, headline: str
) -> None:
    run = run_in_use(visits)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    assert kept.number is not None
    held = replace(kept.number, n_test=n, coverage={0.9: share})
    settings = replace(run.settings, table=replace(kept, number=held))
    told = replace(run, number=run.number + n, settings=settings)
    assert number_checks(told)["honest"].state is state
    assert view(visits, told, SURE).headline.startswith(headline)


def test_one_row_gives_no_interval(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    assert kept.number is not None
    one = replace(kept.number, n_test=1, mae=MeanError(3.0, 0.0, 6.0), baseline_mae=50.0)
    settings = replace(run.settings, table=replace(kept, number=one))
    told = replace(run, number=run.number + 8, settings=settings)
    said = view(visits, told, GOOD)
    assert "Off by 3 in the one row that was tested, from which no interval follows" in said.lead
    ours = said.charts["error"].rows[0]
    assert (ours.mid, ours.low, ours.high) == (3.0, None, None)
    assert number_checks(told)["better"].state is CheckState.NOT_SHOWN
    assert "9 chances" not in number_lines(one)[0]


def test_launch_tests_numbers_against_bar_median_and_promise(visits: Project) -> None:
    checks = named_checks(visits)
    assert checks["better"].state is CheckState.PASS
    assert checks["fair"].state is CheckState.PASS
    assert "every_class" not in checks
    assert checks["strange"].state is CheckState.PASS
    assert re.fullmatch(r"\d+ of \d+ columns", checks["strange"].value)
    assert "bar" in launch_view(visits).headline.lower()


@pytest.mark.parametrize("name", ["churn", "visits"])
def test_every_stage_and_the_report_speak_of_it(name: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(name)
    words = {one.stage: one.words for one in stage_statuses(project)}
    assert words[Stage.DATA].startswith("300 rows, ")
    assert words[Stage.MEASURE].startswith("Run 1: ")
    found = accuracy_evidence(project)
    assert found is not None
    assert found.more
    assert "Weighed by what each says" in found.method
    assert evidence_of(project).accuracy == found
    card = web_page(card_sections(evidence_of(project), ("model", "accuracy", "data")), "P")
    told = [said in card for said in ("a number predicted from rows", "gives the same number", "classifier", "by class")]  # fmt: skip
    assert told == ([False, False, True, True] if name == "churn" else [True, True, False, False])


def test_the_headline_of_a_row_says_that_nothing_changes_or_is_answered(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    usual = RowAnswer({"no": 0.15, "yes": 0.85}, "yes")
    said = play_headline(kept, usual, usual, {"age": "42"})
    assert said == "With “age” at “42”, “yes” stays 85% likely."
    odd = replace(usual, strange=("age",))
    said = play_headline(kept, usual, odd, {"age": "430"})
    assert said == "It does not answer: it has never seen such “age”."
    number = RowAnswer({}, "", 12, 8, 16)
    plain = replace(kept, found=None, task="number")
    assert (
        play_headline(plain, number, number, {"age": "42"}) == "With “age” at “42”, still about 12."
    )


def test_a_chance_that_the_file_rounds_to_all_is_not_called_certain(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    sure = RowAnswer({"yes": 1.0, "no": 0.0}, "yes")
    assert play_headline(kept, sure, sure, {}) == "It warns: “yes” is over 99.9% likely."


def test_a_run_says_which_columns_it_learned_from_otherwise(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    roles = {"age": ColumnRole.LEAVE_OUT}
    columns = tuple(replace(one, role=roles.get(one.name, one.role)) for one in kept.columns)
    without = replace(kept, columns=columns)
    again = replace(run, number=2, settings=replace(run.settings, table=without))
    assert changes(again, run) == "without “age”"
    assert changes(run, again) == "with “age”"
    assert changes(run, run) == "nothing"
    assert ("Data since then", "without “age”", "") in comparison(churn, again, run).rows
