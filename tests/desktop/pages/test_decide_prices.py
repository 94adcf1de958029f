"""The price book over Decide: a changed price moves the verdict page, the command and the report alike."""

import json

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.cli.main import main
from desktop.findings.decide.evidence import options_evidence
from desktop.pages.decide.page import DecidePage
from desktop.pages.decide.price_book import PriceBookPopover, PriceRow
from desktop.project import commands as edit
from desktop.project.prices_file import own_prices
from desktop.session import Session
from reports.provenance import Provenance
from tests.desktop.pages.decide_page import answered_page, settle

ANSWERS = {
    "task_kind": "generate",
    "volume_per_month": {"low": 18_000, "high": 18_000},
    "right_value": {"low": 2, "high": 3},
    "miss_cost": {"low": 8, "high": 22},
    "false_alarm_cost": {"low": 8, "high": 22},
    "explicit_rules_possible": "no",
    "demand_validated": "yes",
    "needs_own_knowledge": "yes",
    "user_pain": 4,
    "error_cost_level": "low",
    "error_reversible": "yes",
    "regulatory_tier": "minimal",
    "commodity_fit": 4,
}


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> DecidePage:
    return answered_page(session, qtbot, ANSWERS)


@pytest.fixture
def book(page: DecidePage) -> PriceBookPopover:
    page.shown.options.prices.change.click()
    found = page.window().findChild(PriceBookPopover)
    assert found is not None
    yield found
    found.close_popover()


def row_of(book: PriceBookPopover, name: str) -> PriceRow:
    return next(row for row in book.rows() if row.name == name)


def type_into(field, text: str, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_lines_behind_the_price_come_first_and_the_rest_at_a_press(page, book) -> None:
    worked = page.evaluation.worked
    named = worked.valuation.inputs["retrieval_price"].lines
    assert {row.name for row in book.rows()[: len(named)]} == set(named)
    shown = len(book.rows())
    book.more.click()
    assert len(book.rows()) == 56 > shown
    assert book.more.isHidden()


def test_a_price_typed_over_moves_page_command_and_report_alike(
    page, book, session, qtbot, capsys
) -> None:
    before = page.shown.options.prices.cost.text()
    for name in ("tokens_in_small", "tokens_in_large"):
        row = row_of(book, name)
        type_into(row.high, "40", qtbot)
        type_into(row.low, "40", qtbot)
    settle(page, qtbot)
    assert {line["name"] for line in own_prices(session.project)} == {
        "tokens_in_small",
        "tokens_in_large",
    }
    assert page.shown.options.prices.cost.text() != before
    assert page.shown.options.prices.mark.accessibleName() == Provenance.GUESS.words
    assert main(["options", str(session.path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    shown = {each["name"]: each["npv"]["mean"] for each in found["options"]}
    ours = {each.name: each.mean for each in page.evaluation.worked.valuation.options}
    assert shown == pytest.approx(ours)
    assert main(["options", str(session.path)]) == 0
    assert page.shown.options.prices.cost.text() in capsys.readouterr().out
    assert options_evidence(session.project).chart == page.shown.options.chart.chart


def test_undo_and_taking_back_bring_our_price_back(page, book, session, qtbot) -> None:
    row = row_of(book, "tokens_out_small")
    ours = (row.low.value(), row.high.value())
    type_into(row.high, "9", qtbot)
    assert row.back.isVisible()
    assert "yours" in row.note.text()
    session.undo()
    assert (row.low.value(), row.high.value()) == ours
    session.redo()
    assert row.high.value() == 9
    row.back.click()
    assert own_prices(session.project) == []
    assert (row.low.value(), row.high.value()) == ours
    assert row.low.hasFocus()


def test_what_cannot_be_a_price_is_said_beside_it_and_changes_nothing(book, session, qtbot) -> None:
    row = row_of(book, "tokens_in_small")
    type_into(row.low, "7", qtbot)
    assert "the wrong way round" in row.problem.text()
    assert own_prices(session.project) == []
    type_into(row.high, "8", qtbot)
    assert row.problem.isHidden()
    assert own_prices(session.project)[0]["range"] == [7, 8]
    type_into(row.source, "our contract", qtbot)
    assert own_prices(session.project)[0]["source"] == "our contract"
    assert "our contract" in row.note.text()


def test_a_price_is_found_by_its_words(book, qtbot) -> None:
    qtbot.keyClicks(book.filter, "gpu hour")
    names = {row.name for row in book.rows()}
    assert names
    assert all("gpu" in name for name in names)
    book.filter.clear()
    assert len(book.rows()) > len(names)


def test_prices_go_to_a_file_and_come_back(book, session, qtbot, tmp_path) -> None:
    assert not book.save.isEnabled()
    type_into(row_of(book, "tokens_in_small").high, "3", qtbot)
    file = tmp_path / "prices.yaml"
    book.ask_save = book.ask_open = lambda: str(file)
    book.save.click()
    kept = own_prices(session.project)
    book.back.click()
    assert own_prices(session.project) == []
    book.open.click()
    assert [line["range"] for line in own_prices(session.project)] == [kept[0]["range"]]
    file.write_text("lines: [{name: gold, range: 1}]")
    book.open.click()
    assert "gold" in book.problem.text()


def test_a_closed_book_hears_no_more_of_the_project(page, session, qtbot) -> None:
    page.shown.options.prices.change.click()
    book = page.window().findChild(PriceBookPopover)
    with qtbot.waitSignal(book.destroyed):
        book.close_popover()
    session.do(edit.SetFact("user_pain", 5, "how much it hurts"))
    settle(page, qtbot)
    assert page.window().findChild(PriceBookPopover) is None
