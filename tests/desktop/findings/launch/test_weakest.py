"""Which topics and classes are called the weakest: of those that counted the same none is it alone."""

from desktop.findings.launch.candidate_checks import names_of, weakest


def test_one_that_is_weakest_alone_is_named() -> None:
    assert weakest([("a", 9, 9), ("b", 8, 9), ("c", 7, 9)]) == ("c",)
    assert names_of(("c",)) == "“c”"


def test_two_that_counted_the_same_are_both_named() -> None:
    tied = weakest([("damaged", 8, 9), ("late", 9, 9), ("refund", 8, 9)])
    assert tied == ("damaged", "refund")
    assert names_of(tied) == "“damaged” and “refund”"


def test_of_three_that_counted_the_same_none_is_named() -> None:
    assert names_of(weakest([("a", 8, 9), ("b", 8, 9), ("c", 8, 9)])) == ""


def test_of_one_share_the_one_that_was_tested_more_is_the_weakest() -> None:
    assert weakest([("a", 4, 5), ("b", 8, 10)]) == ("b",)
