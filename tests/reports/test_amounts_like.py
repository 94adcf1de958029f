"""How numbers are put into words: never rounded to certainty, in the unit of their neighbours."""

import pytest

from reports.sections.options import money_like
from reports.traced import chance_text


@pytest.mark.parametrize(
    ("chance", "words"),
    [(1.0, "over 95%"), (0.97, "over 95%"), (0.6, "60%"), (0.02, "under 5%"), (0.0, "under 5%")],
)
def test_a_chance_is_never_rounded_to_certainty(chance, words):
    assert chance_text(chance) == words


@pytest.mark.parametrize(
    ("example", "amount", "words"),
    [
        ("+$75k", -18_200.0, "−$18k"),
        ("€9,400", 12_345.6, "€12,346"),
        ("−€2M", 1_600_000.0, "€2M"),
        ("$3k", -200.0, "$0k"),
    ],
)
def test_an_amount_takes_sign_and_unit_of_the_figure_beside_it(example, amount, words):
    assert money_like(example)(amount) == words
