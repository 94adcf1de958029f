import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.pattern import Pattern, PatternError

LEAVES = st.sampled_from(["a", "b", "[ab]", "[^a]", r"\w", ".", r"\b", "^", r"\d", r"\."])
PATTERNS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("ab1. ", max_size=8))
def test_a_pattern_is_found_where_python_finds_it(source, text):
    expected = re.search(source, text, re.IGNORECASE | re.DOTALL) is not None
    assert Pattern(source).found_in(text) is expected


@pytest.mark.parametrize("source", ["(a+)+$", "(a|aa)+$", "(.*)*b$", "(a?){30}a{30}b"])
def test_patterns_that_make_python_backtrack_for_hours_end(source):
    assert Pattern(source).found_in("a" * 4_999 + "!") is False


def test_capital_letters_are_the_same_and_words_are_found_inside():
    assert Pattern(r"refund\s+(order|invoice)\b").found_in("Please REFUND  Order 7")
    assert not Pattern(r"refund\s+(order|invoice)\b").found_in("Refund orders")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("(a", "no regular expression"),
        ("(?=a)b", "look-around"),
        (r"(a)\1", "back-references"),
        ("a" * 600, "at most 500"),
        ("(a{300}){300}", "too large"),
        ("a{5000}", "too large"),
        ("(" * 240 + ")" * 240, ""),
    ],
)
def test_what_a_pattern_cannot_say_is_refused_with_the_reason(source, says):
    if says:
        with pytest.raises(PatternError, match=says):
            Pattern(source)
    else:
        Pattern(source)
