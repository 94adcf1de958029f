"""Which of two answers people like better."""

from estimators.acceptance.bounds import interval
from estimators.base.binomial import sign_test
from estimators.measure.preferences import (
    Preference,
    preferred_pairs,
)


def liked(first: str, second: str, wins: int, losses: int, ties: int = 0) -> list[Preference]:
    said = [1.0] * wins + [0.0] * losses + [0.5] * ties
    return [Preference(f"{first}{second}{at}", first, second, one) for at, one in enumerate(said)]


def test_a_pair_is_decided_by_those_who_preferred_one() -> None:
    (found,) = preferred_pairs([*liked("b", "a", 20, 4, 6), Preference("z", "a", "b", None)])
    assert (found.first, found.second, found.wins, found.losses, found.ties) == ("a", "b", 4, 20, 6)
    assert found.p_value == sign_test(4, 20)
    assert found.sentence == "“b” is liked better than “a”: 20 to 4, 6 tied, of 30 cases."
    (even,) = preferred_pairs(liked("a", "b", 6, 5))
    assert even.sentence.startswith("Call it even")


def test_holm_counts_the_pairs_that_were_shown() -> None:
    found = preferred_pairs(
        [*liked("a", "b", 9, 2), *liked("a", "c", 5, 5), *liked("b", "c", 5, 6)]
    )
    assert found[0].p_value < 0.1 < found[0].adjusted
    assert not found[0].is_clear


def test_a_group_counts_once_as_most_people_found() -> None:
    said = [*liked("a", "b", 2, 0), Preference("ab0", "b", "a", 1.0), Preference("ab0", "a", "b", 1.0)]  # fmt: skip
    (found,) = preferred_pairs(said)
    assert (found.wins, found.losses, found.ties) == (2, 0, 0)
    (together,) = preferred_pairs(liked("a", "b", 6, 2), groups=dict.fromkeys(("ab0", "ab1", "ab6"), "x"))  # fmt: skip
    assert (together.wins, together.losses, together.n) == (5, 1, 6)


def test_the_named_pair_is_tested_on_its_own_and_a_share_has_exact_ends() -> None:
    said = [*liked("a", "b", 9, 2), *liked("a", "c", 5, 5), *liked("b", "c", 5, 6)]
    found = preferred_pairs(said, named=frozenset(("b", "a")))
    assert found[0].adjusted == found[0].p_value
    assert found[0].is_clear
    value, low, high = found[0].share()
    assert (value, low, high) == (9 / 11, *interval(9, 11, 0.9))
    (even,) = preferred_pairs(liked("a", "b", 0, 0, 4))
    assert even.share() == (0.5, 0.0, 1.0)
