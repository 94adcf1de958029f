"""The Data page with texts, tables, findings and what to label next."""

import csv
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView

from desktop.jobs import training_pipeline as work
from desktop.pages.data.page import DataPage
from desktop.pages.data.pane import TEACHING, ShownExamples
from desktop.project import commands as edit
from desktop.project.originals import Original
from desktop.project.record_kinds import INSPECTION, LABEL_NEXT, Suggestion, Suggestions
from desktop.project.records import NewExample
from desktop.session import Session
from desktop.widgets import example
from desktop.widgets.example import ExampleView, length_words, read_example
from desktop.widgets.rows import CheckRow
from tests.kept_records import keep


@pytest.fixture
def texts(session: Session) -> Session:
    """Twelve texts of two classes, the first of each held out, and three that nobody has labelled."""
    words = ("It came on time", "Never again", "Worth the price")
    rows, kept = [], {}
    for n in range(15):
        sha, label = f"{n:064x}", (None if n > 11 else "good" if n < 6 else "bad")
        text = f"{words[n % 3]}, number {n}. " + "More words. " * 40
        kept[sha] = text.encode()
        rows.append(NewExample(f"reviews.csv:{n + 2}", text[:120], sha, len(text), "text", label))
    session.project.caches.put_originals(kept)
    session.do(edit.AddExamples(tuple(rows), "texts"))
    session.do(edit.HoldOut(frozenset({1, 7}), "texts"))
    return session


def settle(qtbot, page: DataPage) -> None:
    qtbot.waitUntil(lambda: not (page._comparing.at_work or page._looking.busy))


def inspected(session: Session, **kinds: object) -> None:
    project = session.project
    payload = {"warnings": [], "seen": [e.id for e in project.examples()], **kinds}
    keep(project, INSPECTION, payload, project.fingerprint())


def path(n: int) -> str:
    return f"reviews.csv:{n + 2}"


def class_of(session: Session, n: int) -> str | None:
    return next(e.class_name for e in session.project.examples() if e.path == path(n))


# Texts ------------------------------------------------------------------------------------------


def test_texts_are_rows_that_space_shows_in_full(texts, open_data, qtbot) -> None:
    page = open_data(texts)
    settle(qtbot, page)
    assert page.pane.grid.viewMode() is QListView.ViewMode.ListMode
    assert page.pane.heading.text() == "good · 6 texts"
    assert page.message.message is None, "texts of a table are never missing"
    page.pane.choose(1)
    qtbot.keyClick(page.pane.grid, Qt.Key.Key_Space)
    closer = page.labelling.closer.popover
    assert closer.name.text() == path(1)
    qtbot.waitUntil(lambda: not page.labelling.closer._reading.busy)
    assert closer.example.text.toPlainText().startswith("Never again, number 1.")
    assert closer.example.text.toPlainText().count("More words.") == 40
    assert "words." in closer.words.text()
    closer.close_popover()


def test_unsure_leaves_the_text_unlabelled_and_goes_on(texts, open_data) -> None:
    page = open_data(texts)
    page.pane.show_examples(ShownExamples(unlabelled=True))
    page.pane.choose(0)
    (first,) = page.pane.selected()
    page.labelling.label_as(None)
    assert page.pane.selected() == [page.pane.shown_ids()[1]]
    assert page.pane.selected() != [first]
    assert texts.undo_text == "hold out 2 texts", "nothing was edited"


def test_what_teaches_most_comes_first_with_its_reason(texts, open_data) -> None:
    rows = (Suggestion(path(14), "alone", (), 1.0),)
    found = Suggestions(rows, looked_at=3, of=3, labelled=12)
    texts.project.append_record(LABEL_NEXT, found, texts.project.fingerprint())
    page = open_data(texts)
    page.pane.show_examples(ShownExamples(unlabelled=True))
    assert page.pane.order.text() == TEACHING
    first = page.pane.grid.thumbnails.item(0)
    assert first.why == "Nothing like it has a label yet."
    assert page.pane.example(first.id).path == path(14)


def test_a_thousand_texts_are_read_only_when_seen(session, open_data, qtbot, monkeypatch) -> None:
    rows = tuple(
        NewExample(f"notes/{n}.txt", f"{n}.txt", f"{n:064x}", 1, "text", "note")
        for n in range(1000)
    )
    session.do(edit.AddExamples(rows, "texts"))
    asked: list[Path] = []
    monkeypatch.setattr("desktop.pages.data.pane.first_words_of", lambda p: asked.append(p) or "x")
    page = open_data(session)
    qtbot.waitUntil(lambda: bool(asked))
    assert page.pane.grid.thumbnails.rowCount() == 1000
    assert 0 < len(set(asked)) < 60


# A table that has to be explained ---------------------------------------------------------------


def test_a_table_with_other_columns_asks_once_and_is_added(
    session, open_data, qtbot, tmp_path
) -> None:
    source = tmp_path / "odd.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        rows = [
            (f"Satz Nummer {n} mit Wörtern", "ja" if n % 2 else "nein", n // 4) for n in range(12)
        ]
        csv.writer(file).writerows([("Satz A", "Befund", "Haus"), *rows])
    page = open_data(session)
    page.bringing.add([source])
    qtbot.waitUntil(lambda: page.bringing.question is not None)
    question = page.bringing.question
    assert question.picks.chosen == {"item": "Satz A", "label": "Befund", "group": None}
    assert "→  nein" in question.picks.preview.text()
    question.picks.choose("group", "Haus")
    question.submit()
    qtbot.waitUntil(lambda: session.project.count_examples() == 12)
    qtbot.waitUntil(lambda: not page.learning.is_active(work.ADD))
    assert {e.belongs for e in session.project.examples()} == {"0", "1", "2"}
    assert session.undo_text == "add 12 texts"
    assert page.bringing.question is None


# Findings ---------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(texts: Session) -> Session:
    fixes = [{"action": "relabel", "paths": [path(n)], "to": "bad"} for n in (2, 3)]
    suspects = [
        {"paths": [path(n)], "why": f"Labelled “good”, but {n} looks like “bad”.", "fix": fix}
        for n, fix in zip((2, 3), fixes, strict=True)
    ]
    inspected(texts, label_suspects=suspects)
    return texts


def test_the_bar_speaks_of_the_chosen_example_and_mends_it(doubtful, open_data, qtbot) -> None:
    page = open_data(doubtful)
    page.reviewing.act(page.before.findings[0])
    bar = page.pane.review
    assert bar.isVisible()
    assert (bar.why.text(), bar.count.text()) == (
        "Labelled “good”, but 2 looks like “bad”.",
        "1 of 2",
    )
    page.pane.choose(1)
    assert bar.why.text() == "Labelled “good”, but 3 looks like “bad”."
    assert bar.mend.text() == "Relabel as “bad”"
    qtbot.mouseClick(bar.mend, Qt.MouseButton.LeftButton)
    assert class_of(doubtful, 3) == "bad"
    assert [page.pane.example(i).path for i in page.pane.shown_ids()] == [path(2)]
    doubtful.undo()
    assert class_of(doubtful, 3) == "good"
    assert page.pane.grid.thumbnails.rowCount() == 2


def test_keeping_the_last_one_leads_back_to_the_classes(doubtful, open_data, qtbot) -> None:
    page = open_data(doubtful)
    page.reviewing.act(page.before.findings[0])
    for _ in range(2):
        qtbot.mouseClick(page.pane.review.keep, Qt.MouseButton.LeftButton)
    assert not page.pane.review.isVisible()
    assert page.pane.shown == ShownExamples(label="good")
    assert page.before.let_be.text() == "You let 2 findings be."
    qtbot.mouseClick(page.before.again, Qt.MouseButton.LeftButton)
    assert page.before.found("label_suspects") is not None


def test_a_read_only_project_shows_findings_and_mends_nothing(doubtful, open_data) -> None:
    doubtful.project.file.read_only = True
    doubtful.project.file.notice = "This file is write-protected."
    page = open_data(doubtful)
    page.reviewing.act(page.before.findings[0])
    assert page.pane.review.mend.off_reason == "This file is write-protected."
    page.bringing.add([Path("anything")])
    assert page.message.message.what == "This project is read-only."


def test_the_gate_is_let_through_by_name_and_taken_back(texts, open_data, qtbot) -> None:
    checks = [{"name": "copies", "passed": False, "why": "2 texts are on both sides.", "paths": []}]
    inspected(texts, gate={"passed": False, "checks": checks, "waived_by": ""})
    page = open_data(texts)
    settle(qtbot, page)
    assert page.before.gate.text == "The leakage gate is closed"
    row = next(
        r
        for r in page.before.rows.rows()
        if isinstance(r, CheckRow) and r.check.link == "Let it through…"
    )
    row.check.run()
    popover = next(
        w for w in page.window().findChildren(object) if type(w).__name__ == "AskPopover"
    )
    popover.submit()
    assert popover.problem.text() == "A waiver needs a name. Type yours."
    popover.fields["name"].setText("Ada")
    popover.submit()
    assert page.before.gate.text.startswith("Ada let the leakage through")
    page.before.take_back_asked.emit()
    assert page.before.gate.state == "fail"


# One example of any kind ------------------------------------------------------------------------


def test_a_sound_is_seen_with_its_length_and_handed_to_the_player(
    look, qtbot, dataset, monkeypatch
) -> None:
    sound = next((dataset("spoken_digits") / "0").iterdir())
    original = Original(sound, hashlib.sha256(sound.read_bytes()).hexdigest(), "sound")
    seen = read_example("sound", original)
    assert not seen.image.isNull()
    assert "of full scale" in seen.facts
    opened: list[QUrl] = []
    monkeypatch.setattr(example, "open_url", lambda url: opened.append(url) or True)
    view = ExampleView()
    qtbot.addWidget(view)
    view.show_example("sound", sound.name, original, QImage())
    view.play.click()
    assert not opened  # what was not read as a sound is not handed on
    view.set_seen(seen)
    assert not view.picture.is_empty
    view.play.click()
    assert opened == [QUrl.fromLocalFile(str(sound))]
    view.show_example("sound", "gone", replace(original, sha256="0" * 64), QImage())
    view.set_seen(seen)
    view.play.click()
    assert view.problem.text() == "Its file is gone, or is not the one that was added."
    assert len(opened) == 1


def test_lengths_are_as_short_as_they_can_be() -> None:
    assert [length_words(ms) for ms in (None, 40, 420, 9_960, 65_000)] == [
        "",
        "40 ms",
        "0.4 s",
        "10 s",
        "1:05",
    ]


def test_variants_are_not_chosen_in_a_read_only_project(texts, open_data) -> None:
    page = open_data(texts)
    texts.project.file.read_only = True
    page.more.learn.click()
    assert page.message.message is not None
    assert not page.more.learn.isChecked()
