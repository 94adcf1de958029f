"""Whole sentences with named parts, in the language that is spoken."""

from collections.abc import Iterator

import pytest

from estimators.base.interval import percent_range
from estimators.base.language import ENGLISH, Language, NumberStyle, speak
from estimators.base.money import money
from estimators.base.percent import percent
from estimators.base.phrase import listed, shorten
from estimators.base.sentence import tr, tr_plural


@pytest.fixture
def german() -> Iterator[None]:
    speak(
        Language(
            code="de",
            numbers=NumberStyle(decimal=",", group="."),
            sentences={
                "{number}%": ("{number} %",),
                "{low} to {high}": ("{low} bis {high}",),
                "under {share}": ("unter {share}",),
                "{n} photo": ("{n} Foto", "{n} Fotos"),
            },
        )
    )
    yield
    speak(ENGLISH)


def test_parts_are_named_and_whole_numbers_grouped() -> None:
    assert tr("{right} of {n} right.", right=163, n=1180) == "163 of 1,180 right."
    assert tr_plural("{n} photo", "{n} photos", 1) == "1 photo"


def test_a_part_that_holds_braces_stays_as_it_is() -> None:
    assert tr("It says {text}.", text="{n}") == "It says {n}."


def test_a_number_has_to_be_worded_first() -> None:
    with pytest.raises(TypeError, match=r"“share” is 0\.5"):
        tr("{share} right", share=0.5)  # type: ignore[arg-type]


@pytest.mark.usefixtures("german")
def test_another_language_changes_sentences_and_numbers() -> None:
    assert percent_range(0.9921, 0.0004) == "unter 0,1 % bis 99,2 %"
    assert money(9100, "EUR") == "€9.100"
    assert tr_plural("{n} photo", "{n} photos", 2000) == "2.000 Fotos"


@pytest.mark.usefixtures("german")
def test_a_sentence_that_is_not_translated_stays_english() -> None:
    assert tr("It has {share}.", share=percent(0.5)) == "It has 50 %."


def test_words_in_a_row() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_long_sentence_is_cut_at_a_word() -> None:
    cut = shorten("Two clerks who type meter readings from paper cards all day long in the cellar")
    assert len(cut) <= 62
    assert cut.endswith("…")
