"""The Train page on a real run of real photos."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.findings.data.leakage_gate import waive
from desktop.findings.measure.calibration import CUTOFF, at_cutoff, cutoff_of
from desktop.findings.measure.mistakes import answered
from desktop.findings.measure.model_file import certificate_of, latency_of
from desktop.findings.measure.view import GOOD, SURE, WRONG, view
from desktop.jobs import training_pipeline as work
from desktop.jobs.training import backbone_of
from desktop.pages.measure.page import MeasurePage
from desktop.project import commands as edit
from desktop.project.run_list import note_on, run_in_use
from desktop.project.stages import Stage
from desktop.session import Session
from estimators.base.phrase import capital
from estimators.base.spoken_answer import plain_name
from estimators.classifier.data_issue import Gate, GateCheck


@pytest.fixture
def open_page(shown, jobs) -> Callable[..., MeasurePage]:
    def make(session: Session, width: int = 1400) -> MeasurePage:
        page = MeasurePage(session, jobs)
        page.ensure_built()
        shown(page, width, 860)
        return page

    return make


@pytest.fixture
def page(trained_session, open_page) -> MeasurePage:
    return open_page(trained_session)


def wrong_cell(page: MeasurePage) -> tuple[str, str]:
    """A cell with a mistake in it."""
    row = answered(page.session.project.runs()[0])[0]
    return row.truth, row.said


def test_the_page_shows_the_view_that_rail_command_and_report_print(page) -> None:
    project = page.session.project
    for answer in (GOOD, SURE, WRONG):
        page.show_tab(answer)
        said = view(project, None, answer)
        assert (page.header.headline.text(), page.header.lead.text()) == (said.headline, said.lead)
        assert said.status in page.tabs.accessibleName()


# Before the first run ---------------------------------------------------------------------------


def test_without_examples_the_page_leads_to_data(session, qtbot, open_page) -> None:
    page = open_page(session)
    assert page.header.headline.text() == "How good can it get?"
    assert page.nothing.isVisible()
    with qtbot.waitSignal(page.go_to) as asked:
        page.primary()
    assert asked.args == [Stage.DATA]


def test_training_deals_out_what_is_new_and_brings_a_run(
    labelled_session, open_page, qtbot
) -> None:
    page = open_page(labelled_session)
    assert page.primary_text().startswith("Train with")
    page.primary()
    assert page.primary_off() == "A training is under way."
    qtbot.waitUntil(lambda: bool(labelled_session.project.runs()))
    assert page.views["good"].isVisible()
    assert page.header.headline.text().startswith("Run 1 ")
    assert page.run_list.model().rowCount() == 1
    (run,) = labelled_session.project.runs()
    assert run.result.latency is None  # what is asked of the file follows the number
    qtbot.waitUntil(lambda: latency_of(labelled_session.project, run) is not None)


def test_a_training_is_cancelled_beside_its_progress(labelled_session, open_page, qtbot) -> None:
    page = open_page(labelled_session)
    page.primary()
    qtbot.waitUntil(page.nothing.cancel.isVisible)
    page.nothing.cancel.click()
    assert not page.learning.training_wanted  # the check that it was to follow goes on
    assert not page.nothing.cancel.isVisible()
    page.primary()
    qtbot.waitUntil(lambda: page.learning.is_active(work.TRAIN))
    page.nothing.cancel.click()
    qtbot.waitUntil(lambda: not page.learning.is_active(work.TRAIN))
    assert not labelled_session.project.runs()


def test_a_training_that_fails_says_why_and_keeps_the_page(
    labelled_session, open_page, qtbot
) -> None:
    page = open_page(labelled_session)
    for example in labelled_session.project.examples():
        labelled_session.project.original(example).unlink()
    page.primary()
    qtbot.waitUntil(lambda: page.learning.trouble(work.TRAIN) is not None)
    message = page.message.message
    assert message.tone == "error"
    assert message.button == "Go to the data"
    message.second_run()
    assert page.message.message is None
    assert not labelled_session.project.runs()


# A run ------------------------------------------------------------------------------------------


def test_choosing_a_cut_off_lands_in_the_project_and_can_be_undone(page) -> None:
    page.show_tab("sure")
    page.calibration.confidence.view.cutoff_changed.emit(0.9)
    assert page.primary_text() == "Use 90% as the cut-off"
    assert page.session.project.answer(CUTOFF) is None
    page.primary()
    assert page.session.project.answer(CUTOFF) == 0.9
    assert page.primary_text() == "Take to launch"
    assert page.session.undo_text == "change the cut-off to 90%"
    page.session.undo()
    assert page.session.project.answer(CUTOFF) is None
    assert cutoff_of(page.session.project) == 0.8


def test_dragging_the_cut_off_moves_every_number_that_hangs_on_it(page) -> None:
    page.show_tab("sure")
    run = page.session.project.runs()[0]
    page.calibration.confidence.view.cutoff_moved.emit(0.95)
    at = at_cutoff(run, 0.95)
    assert f"{at.answered} of {at.n}" in page.calibration.readouts[0].accessibleName()
    assert f"{at.right} of {at.answered}" in page.calibration.readouts[1].accessibleName()
    assert page.calibration.confidence.view.chart.cutoff == 0.95


def test_a_confusion_cell_opens_its_photos(page, qtbot) -> None:
    page.show_tab("wrong")
    truth, said = wrong_cell(page)
    page.confusion.show_cell(truth, said)
    run = page.session.project.runs()[0]
    labels = run.result.confusion.labels
    count = run.result.confusion.matrix[labels.index(truth)][labels.index(said)]
    assert len(page.confusion.rows) == count
    assert all(row.truth == truth and row.said == said for row in page.confusion.rows)
    assert f"called “{said}”" in page.confusion.found.title.text()


def test_fixing_a_label_is_one_edit_that_undo_takes_back(page) -> None:
    page.show_tab("wrong")
    row = page.confusion.rows[0]
    page.mistakes.fix_label(row.path, row.said)
    assert page.mistakes.labels((row.path,)) == {row.path: row.said}
    page.session.undo()
    assert page.mistakes.labels((row.path,)) == {row.path: row.truth}


def test_a_mistake_can_be_looked_at_closer(page, qtbot) -> None:
    page.show_tab("wrong")
    page.confusion.examples.cards[0].click()
    closer = page.mistakes.closer.popover
    assert closer.name.text() == Path(page.confusion.rows[0].path).name
    qtbot.waitUntil(lambda: not page.mistakes.closer._reading.busy)
    closer.close_popover()


# History ----------------------------------------------------------------------------------------


@pytest.fixture
def two_runs(trained_session) -> Session:
    project = trained_session.project
    run = project.runs()[0]
    project.append_run(run.settings, run.result)
    return trained_session


def test_deleting_a_run_shows_the_other_and_undo_brings_it_back(two_runs, open_page) -> None:
    page = open_page(two_runs)
    page.history.delete()
    assert [run.number for run in two_runs.project.runs()] == [1]
    assert page.header.headline.text().startswith("Run 1 ")
    assert two_runs.undo_text == "delete run 2"
    two_runs.undo()
    assert [run.number for run in two_runs.project.runs()] == [2, 1]


# The model file ---------------------------------------------------------------------------------


def test_the_exported_file_is_the_model_of_the_run_byte_for_byte(page, qtbot, tmp_path) -> None:
    target = tmp_path / "out.onnx"
    page.export.write(target)
    qtbot.waitUntil(lambda: page.message.message is not None)
    run = page.session.project.runs()[0]
    assert target.read_bytes() == page.session.project.caches.model(run.model_sha256)
    assert page.message.message.tone == "ok"
    assert page.message.message.next_step == str(target)
    assert page.message.message.button == "Show the folder"
    n = run.result.n_test
    assert f"0 of {n} labels differ" in page.message.message.why
    found = certificate_of(page.session.project, run)
    assert (found.n, found.label_flips) == (n, 0)
    assert found.max_difference < 1e-4
    assert [path.name for path in tmp_path.glob(".*part")] == []


def test_a_tried_photo_gets_the_sentence_of_the_product(page, qtbot, tmp_path) -> None:
    project = page.session.project
    example = next(e for e in project.examples() if not e.held_out)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    first = plain_name(project.classes()[0].name)
    assert page.try_it.zone._text.endswith(f"“{capital(first)}? I’m 70% sure.”")
    page.try_it.try_these([project.original(example), broken])
    qtbot.waitUntil(lambda: bool(page.try_it.tried))
    unreadable, answer = page.try_it.tried
    assert answer.sentence.endswith("sure.") or answer.sentence == "I don’t know this one."
    assert "can’t be opened" in unreadable.sentence
    assert len(page.try_it.rows.rows()) == 2


# Narrow -----------------------------------------------------------------------------------------


def test_in_a_narrow_window_try_it_is_a_tab_and_the_runs_a_menu(trained_session, open_page) -> None:
    page = open_page(trained_session, 900)
    assert [tab.key for tab in page.tabs._tabs] == ["good", "sure", "wrong", "try"]
    assert [button.text() for button in page.header.secondary()] == ["Run 1"]
    page.show_tab("try")
    assert page.try_it.isVisible()
    assert not page.run_list.isVisible()
    page.resize(1400, 860)
    assert page.views["good"].isVisible()
    assert page.try_it.isVisible()


def test_every_control_has_a_name_for_screen_readers(page, nameless) -> None:
    for tab in ("good", "sure", "wrong"):
        page.show_tab(tab)
        assert nameless(page) == []


def test_the_menu_of_runs_chooses_one(two_runs, open_page) -> None:
    from desktop.pages.measure.history import run_entries
    from desktop.widgets.menu import MenuEntry, menu_of

    page = open_page(two_runs, 900)
    entries = run_entries(page.history.rows, None, page.history.choose)
    menu = menu_of(page, entries, [MenuEntry("Train again", None)])
    menu.actions()[1].trigger()
    assert page.header.headline.text().startswith("Run 1 ")
    assert not menu.actions()[-1].isEnabled()


def test_the_menu_of_labels_hands_over_the_class_chosen(page) -> None:
    from desktop.widgets.ask import label_menu

    chosen: list[str] = []
    menu = label_menu(page, ["one", "two"], chosen.append, current="one")
    menu.actions()[1].trigger()
    assert chosen == ["two"]


# The gate ---------------------------------------------------------------------------------------


def close_gate(session: Session) -> None:
    """Add a run whose gate has not passed."""
    project = session.project
    run = project.runs()[0]
    paths = run.result.held_out[:2]
    check = GateCheck("copies", False, paths, "photo", tested=2)
    settings = replace(run.settings, data=project.fingerprint())
    project.append_run(settings, replace(run.result, gate=Gate((check,))))


def test_an_unfair_test_shows_no_numbers_and_leads_to_the_data(
    trained_session, open_page, qtbot
) -> None:
    close_gate(trained_session)
    page = open_page(trained_session)
    assert page.header.headline.text() == "2 photos of the test are in the learning set, too."
    assert page.gated.isVisible()
    assert not page.tabs.isVisible()
    assert not any(view.isVisible() for view in page.views.values())
    assert "test not fair" in page.run_list.model().index(0).data()
    with qtbot.waitSignal(page.go_to) as asked:
        page.primary()
    assert asked.args == [Stage.DATA]


def test_a_waiver_by_name_shows_the_numbers_with_the_name_until_the_data_changes(
    trained_session, open_page
) -> None:
    close_gate(trained_session)
    page = open_page(trained_session)
    trained_session.do(waive(trained_session.project, "Mara Lind"))
    assert page.tabs.isVisible()
    assert page.header.lead.text().endswith("Let through by Mara Lind.")
    assert page.primary_text() == "Take to launch"
    trained_session.undo()
    assert page.gated.isVisible()
    trained_session.redo()
    example = next(e for e in trained_session.project.examples() if e.held_out)
    trained_session.do(edit.RemoveExamples((example.id,)))
    trained_session.do(waive(trained_session.project, "Mara Lind"))
    # The waiver is for the data as it is now, not for what the run saw.
    assert page.gated.isVisible()


# Going back to a run ----------------------------------------------------------------------------


def test_an_earlier_run_is_used_again_until_a_newer_one_is_trained(two_runs, open_page) -> None:
    page = open_page(two_runs)
    page.history.step(-1)
    assert page.primary_text() == "Use run 1"
    page.primary()
    assert run_in_use(two_runs.project).number == 1
    assert two_runs.undo_text == "use run 1"
    assert page.primary_text() == "Take to launch"
    two_runs.undo()
    assert run_in_use(two_runs.project).number == 2
    two_runs.redo()
    run = two_runs.project.runs()[0]
    two_runs.project.append_run(run.settings, run.result)
    two_runs.appended("run")
    assert run_in_use(two_runs.project).number == 3
    assert page.run.number == 3


def test_a_note_stays_with_its_run(two_runs, open_page) -> None:
    page = open_page(two_runs)
    page.accuracy.file.note.committed.emit("  from the second camera ")
    assert note_on(two_runs.project, page.run) == "from the second camera"
    assert page.accuracy.file.note.text() == "from the second camera"
    page.history.step(-1)
    assert page.accuracy.file.note.text() == ""


def test_a_chosen_network_is_what_the_next_training_uses(page) -> None:
    assert [entry.ticked for entry in page.history.options()] == [True, False, False]
    page.history.options()[1].run()
    assert backbone_of(page.session.project, "photo") == "efficientnet-lite0"
    page.history.options()[2].run()
    assert backbone_of(page.session.project, "photo") == "efficientnet-lite2"
    assert [entry.ticked for entry in page.history.options()] == [False, False, True]


# Where it looked --------------------------------------------------------------------------------


def test_h_lights_the_photos_beside_the_mistakes_and_takes_the_light_away(page, qtbot) -> None:
    page.show_tab("wrong")
    card = page.confusion.examples.cards[0]
    plain = card._image
    page.show_where()
    qtbot.waitUntil(lambda: card._image != plain)
    assert page.confusion.where_note.isVisible()
    page.show_where()
    assert page.confusion.examples.cards[0]._image == plain
    assert not page.confusion.where_note.isVisible()


def test_a_look_closer_with_light_names_the_answer_it_explains(page, qtbot) -> None:
    page.show_tab("wrong")
    page.show_where()
    row = page.confusion.rows[0]
    page.mistakes.look_closer(row)
    closer = page.mistakes.closer
    said = f"Bright is what spoke for “{row.said}”."
    qtbot.waitUntil(lambda: said in closer.popover.words.text())
    closer.popover.close_popover()


def test_a_read_only_project_fixes_no_label_and_says_why(trained_session, open_page) -> None:
    trained_session.project.file.read_only = True
    trained_session.project.file.notice = "The folder is write-protected."
    page = open_page(trained_session)
    page.show_tab("wrong")
    cards = page.confusion.examples.cards
    assert cards
    for card in cards:
        assert not card.fix.isEnabled()
        assert card.fix.toolTip() == "The folder is write-protected."
