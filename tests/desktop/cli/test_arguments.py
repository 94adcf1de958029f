"""Numbers behind options, as people of any country type them."""

import argparse
import re
from pathlib import Path

import pytest

from desktop.cli.arguments import number, share, whole
from desktop.cli.main import main
from estimators.base import language
from estimators.base.language import ENGLISH, read_language, speak

LANGUAGES = Path(language.__file__).with_name("languages")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,05", 0.05), ("0.05", 0.05), ("1.234,50", 1234.5), ("12k", 12_000), ("1.234", 1.234), ("1e-3", 0.001)],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant(typed, value) -> None:
    assert number(typed) == value


@pytest.mark.parametrize("typed", ["0.85", "0,85", "85%", "85 %"])
def test_a_share_may_be_per_cent(typed) -> None:
    assert share(typed) == 0.85


@pytest.mark.parametrize("typed", ["1000", "1,000", "1.000", "1 000", "1k"])
def test_a_count_has_thousands_and_no_decimals(typed) -> None:
    assert whole(typed) == 1000
    with pytest.raises(argparse.ArgumentTypeError, match="not a whole number"):
        whole("12.5")


def test_what_can_be_two_amounts_is_refused_with_both(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["forecast", "--classes", "3", "--price", "1,234"])
    assert stopped.value.code == 2
    assert "--price: “1,234” can be 1234 or 1.234; write it so" in capsys.readouterr().err


def test_a_bar_with_a_decimal_comma_is_a_share(capsys) -> None:
    assert main(["accept", "--correct", "880", "--total", "1,000", "--bar", "0,85"]) == 0
    assert "880 of 1,000 right" in capsys.readouterr().out


@pytest.mark.parametrize(("value", "hint"), [("-left", True), ("--seed", False)])
def test_a_value_with_a_hyphen_in_front_is_told_how_it_is_written(value, hint, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["train", "churn.csv", "--label-column", value])
    told = capsys.readouterr().err
    assert "--label-column: one value is wanted" in told
    assert (f"--label-column={value}" in told) is hint


@pytest.mark.parametrize("words", ["accept", "accept --correct", "accept --co 3", "accept --fail=3"])  # fmt: skip
def test_what_argparse_says_by_itself_is_in_the_language_of_the_person(words, capsys) -> None:
    def said() -> set[str]:
        with pytest.raises(SystemExit):
            main(words.split())
        told = "".join(capsys.readouterr())
        return set(re.findall(r"[a-z]{2,}", re.sub(r"--[\w-]+|\{.*?\}|smart-enough accept", "", told)))  # fmt: skip

    english = said()
    speak(read_language(LANGUAGES / "de.json"))
    try:
        assert english & said() == set()
    finally:
        speak(ENGLISH)
