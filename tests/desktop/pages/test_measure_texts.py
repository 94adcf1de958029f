"""The Train page on texts: mistakes as rows of words, and a text typed into Try it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.jobs.queue import JobQueue
from desktop.pages.measure.page import MeasurePage
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import RunSettings
from desktop.session import Session
from estimators.classifier.training_result import TrainingResult
from tests.training_results import answered, measured

TEXTS = (
    ("Where is my card?", "card", "card", 0.9),
    ("My card has not come", "card", "card", 0.8),
    ("The card machine kept my money", "cash", "card", 0.95),
    ("Why was I charged for cash?", "cash", "cash", 0.7),
)


def result(project_paths: list[str]) -> TrainingResult:
    """What a training of these texts would have measured, three of them right."""
    return measured(
        [
            answered(path, truth, said, sure, other="cash" if said == "card" else "card")
            for path, (_, truth, said, sure) in zip(project_paths, TEXTS, strict=True)
        ],
        ("card", "cash"),
    )


@pytest.fixture
def page(tmp_path: Path, shown, qtbot) -> Iterator[MeasurePage]:
    from desktop.jobs.add_data import AddData, find_data

    session, jobs = Session(), JobQueue()
    session.use(Project.create(tmp_path / "texts.smart", name="Texts"))
    table = tmp_path / "texts.csv"
    lines = [f'"{text}",{truth}' for text, truth, _, _ in TEXTS]
    table.write_text("\n".join(["text,label", *lines]))
    found = find_data(AddData(session.project.path, (table,)), lambda *_: None, lambda: False)
    session.do(edit.AddExamples(found.examples))
    examples = session.project.examples()
    session.do(edit.HoldOut(frozenset(example.id for example in examples)))
    session.project.append_run(RunSettings(), result([example.path for example in examples]))
    made = MeasurePage(session, jobs)
    made.ensure_built()
    shown(made, 1400, 860)
    yield made
    jobs.forget()
    session.close()


def test_a_mistake_is_shown_as_its_words(page) -> None:
    page.show_tab("wrong")
    (card,) = page.confusion.examples.cards
    assert card.shown.text == "The card machine kept my money"
    assert "The card machine kept my money" in card.accessibleName()
    assert not page.confusion.where.isVisible()  # only of photos it can be shown where it looked
    assert page.history.no_light()


def test_words_follow_the_kind_of_example(page) -> None:
    assert page.header.lead.text().startswith("3 of 4 held-out texts")
    assert page.accuracy.runs.view.chart.title == "Two candidates on the same 4 texts"
    page.show_tab("wrong")
    page.confusion.show_cell("cash", "card")
    assert page.confusion.found.title.text() == "1 text of “cash” was called “card”"


def test_a_fixed_label_is_said_beside_the_words(page) -> None:
    page.show_tab("wrong")
    row = page.confusion.rows[0]
    page.mistakes.fix_label(row.path, "card")
    assert page.confusion.examples.cards[0].truth.text() == "“card” since then"


def test_looking_closer_shows_the_whole_text(page, qtbot) -> None:
    page.show_tab("wrong")
    page.confusion.examples.cards[0].click()
    closer = page.mistakes.closer
    qtbot.waitUntil(lambda: not closer._reading.busy)
    assert closer.popover.example.text.toPlainText() == "The card machine kept my money"
    closer.popover.close_popover()


def test_try_it_takes_a_typed_text_and_says_why_there_is_no_answer(page, qtbot) -> None:
    assert page.try_it.typed.isVisible()
    assert not page.try_it.send.isVisible()
    page.try_it.typed.setPlainText("Where is it?")
    assert page.try_it.send.isVisible()
    page.try_it.send.click()
    # This run's model was never kept: the page says so and stays.
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert page.message.message.what == "The model of this run is not in the project."


def test_enter_sends_the_typed_text_and_space_parts_its_words(page, qtbot) -> None:
    typed, sent = page.try_it.typed, []
    typed.sent.connect(lambda: sent.append(typed.toPlainText()))
    qtbot.keyClicks(typed, "Where is my card")
    assert sent == []
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    assert sent == ["Where is my card"]
