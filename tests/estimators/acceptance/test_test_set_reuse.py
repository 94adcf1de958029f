"""What it costs to look at one test several times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance import lower_bound
from estimators.acceptance.bounds import confidence_of_each
from estimators.acceptance.result import accept
from estimators.base.errors import UserError


def test_each_of_three_looks_pays_a_third_of_the_error() -> None:
    assert confidence_of_each(0.95, 1) == 0.95
    assert confidence_of_each(0.95, 3) == pytest.approx(1 - 0.05 / 3)


def test_a_pass_by_one_photo_is_no_pass_at_the_third_look() -> None:
    once, thrice = accept(163, 180, 0.85), accept(163, 180, 0.85, looks=3)
    assert once.passes
    assert once.first_look is None
    assert once.looks_sentence == ""
    assert not thrice.passes
    assert thrice.lower_bound == lower_bound(163, 180, 1 - 0.05 / 3)
    assert thrice.first_look is not None
    assert thrice.first_look.lower_bound == once.lower_bound
    assert thrice.first_look.correct_needed == once.correct_needed == 162
    assert thrice.looks_sentence == (
        "Looked at three times, so each look must be sure at 98.3%: sure of at least 84.8% (at a first look 86.2%). "
        "Only a first look would have passed."
    )


def test_a_clear_pass_survives_its_looks_and_says_so_in_fewer_words() -> None:
    result = accept(178, 180, 0.85, looks=2)
    assert result.passes
    assert result.looks_sentence.startswith("Looked at twice, so each look must be sure at 97.5%")
    assert "Only" not in result.looks_sentence


@given(st.integers(1, 400), st.integers(1, 40), st.data())
def test_another_look_never_makes_a_test_easier(total: int, looks: int, data) -> None:
    k = data.draw(st.integers(0, total))
    fewer, more = accept(k, total, 0.8, looks=looks), accept(k, total, 0.8, looks=looks + 1)
    assert more.lower_bound <= fewer.lower_bound
    assert fewer.passes or not more.passes
    assert more.correct_needed is None or more.correct_needed >= (fewer.correct_needed or 0)


@pytest.mark.parametrize("looks", [0, -1, 1.5, True, "three", 10**7])
def test_an_impossible_number_of_looks_is_named(looks) -> None:
    with pytest.raises(UserError, match="looks"):
        accept(20, 20, 0.8, looks=looks)
