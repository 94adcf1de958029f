"""A range in one field: however it is typed, read the same and never guessed."""

from pathlib import Path

import pytest

from desktop.widgets.range_field import RangeField
from estimators.base.language import language_file, read_language

MONEY = {"prefix": "$"}
SHARE = {"suffix": "%", "high": 100.0}


def typed(field: RangeField, text: str) -> list[object]:
    heard: list[object] = []
    field.ranged.connect(heard.append)
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()
    return heard


@pytest.mark.parametrize(
    ("manner", "text", "ends", "written"),
    [
        ({}, "5 to 7", (5, 7), "5 to 7"),
        ({}, "5-7", (5, 7), "5 to 7"),
        ({}, "5 – 7", (5, 7), "5 to 7"),
        ({}, "18,000", (18_000, 18_000), "18,000"),
        ({}, "1.5 to 20k", (1.5, 20_000), "1.5 to 20,000"),
        (MONEY, "8 to 22", (8, 22), "$8 to 22"),
        (MONEY, "$8 - $22", (8, 22), "$8 to 22"),
        (SHARE, "12 to 18%", (12, 18), "12 to 18%"),
        (SHARE, "12% to 18", (12, 18), "12 to 18%"),
        (SHARE, "0.5 to 1%", (0.5, 1), "0.5 to 1%"),
    ],
)
def test_a_range_is_read_however_it_is_typed(qtbot, manner, text, ends, written) -> None:
    field = RangeField("range", **manner)
    qtbot.addWidget(field)
    assert typed(field, text) == [ends]
    assert (field.ends(), field.text(), field.problem()) == (ends, written, "")
    assert typed(field, written) == []


def test_an_amount_stands_as_the_language_writes_money(qtbot, monkeypatch) -> None:
    german = read_language(language_file("de") or Path())
    monkeypatch.setattr("estimators.base.money.language", lambda: german)
    field = RangeField("range", **MONEY)
    qtbot.addWidget(field)
    assert typed(field, "8 to $22") == [(8, 22)]
    assert (field.text(), field.problem()) == ("8 to 22\u00a0$", "")
    assert typed(field, "9 to 22 $") == [(9, 22)]
    assert typed(field, "7 $") == [(7, 7)]
    assert field.text() == "7\u00a0$"


@pytest.mark.parametrize(
    ("manner", "text"),
    [
        ({}, "7 to 5"),
        ({}, "-5"),
        ({}, "x"),
        ({}, "1 to 2 to 3"),
        ({}, "to 5"),
        ({}, "9" * 400),
        (MONEY, "€8 to 9"),
        (SHARE, "0.12 to 0.18"),
        (SHARE, "12 to 180%"),
    ],
)
def test_what_is_no_range_stays_as_it_was_typed_and_is_not_announced(qtbot, manner, text) -> None:
    field = RangeField("range", **manner)
    qtbot.addWidget(field)
    field.set_ends((1.0, 2.0))
    assert typed(field, text) == []
    assert field.text() == text
    assert field.problem()
    assert field.ends() == (1.0, 2.0)


def test_emptying_it_takes_the_range_away(qtbot) -> None:
    field = RangeField("range")
    qtbot.addWidget(field)
    field.set_ends((1.0, 2.0))
    assert typed(field, "") == [None]
    assert field.ends() is None
