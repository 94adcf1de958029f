"""What it costs to take one candidate rather than another."""

from dataclasses import replace

import pytest

from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.comparison import CandidatePair, compare_pair
from estimators.measure.difference_cost import AnswerWorth, difference_cost
from estimators.measure.scores import score


def pair_of(right: dict[str, int], n: int = 60) -> CandidatePair:
    """Two candidates on the same cases, of which each has the first so many right."""
    cases = {str(at): EvalCase(str(at), expected="y") for at in range(n)}
    (first, a), (second, b) = (
        (name, score("classify", cases, CandidateAnswers(name, {str(at): (CandidateAnswer(str(at), "y" if at < k else "n"),) for at in range(n)})).main)
        for name, k in right.items()
    )  # fmt: skip
    return compare_pair((first, second), (a, b))


def said(prices: dict[str, float | None], worth: AnswerWorth, right: dict[str, int]) -> str:
    return difference_cost(pair_of(right), prices, worth, "messages").sentence


BETTER = {"Rule": 30, "Prompt": 54}


def test_a_dearer_candidate_that_is_right_more_often_saves_money() -> None:
    found = difference_cost(
        pair_of(BETTER), {"Rule": 0.0, "Prompt": 2.0}, AnswerWorth((1.0, 3.0)), "messages"
    )
    assert found.first == "Prompt"
    assert found.more is not None
    assert found.saved == (found.more[0] * 1.0 - 2.0, found.more[1] * 3.0 - 2.0)
    assert found.sentence == (
        "For 1,000 messages “Prompt” costs $2 more than “Rule” and has 282 to 492 more right; "
        "at $1 to $3 for a right answer in place of a wrong one, that saves $280 to $1,475."
    )


@pytest.mark.parametrize(
    ("prices", "worth", "right", "words"),
    [
        ({"Rule": 0.0, "Prompt": 2.0}, AnswerWorth(), BETTER, "nobody put a number on what a right answer is worth: it pays from $0.0071 for each on."),
        ({"Rule": 0.0, "Prompt": None}, AnswerWorth((1.0, 3.0)), BETTER, "that is worth $282 to $1,477, and nobody put a number on what “Prompt” costs."),
        ({}, AnswerWorth(), BETTER, "nobody put a number on what “Prompt” and “Rule” cost."),
        ({"Rule": 2.0, "Prompt": 2.0}, AnswerWorth(), BETTER, "costs as much as “Rule” and has 282 to 492 more right; nobody put a number on what a right answer is worth."),
        ({"Rule": 900.0, "Prompt": 0.0}, AnswerWorth((0.0, 0.0)), BETTER, "costs $900 less than “Rule”"),
        ({"Rule": 0.0, "Prompt": 4000.0}, AnswerWorth((1.0, 1.0)), BETTER, "at $1 for a right answer in place of a wrong one, that costs $3,508 to $3,718."),
        ({"Rule": 0.0, "Prompt": 1.0}, AnswerWorth((1.0, 1.0)), {"Rule": 30, "Prompt": 31}, "between"),
    ],
)  # fmt: skip
def test_what_nobody_put_a_number_on_is_said(
    prices: dict[str, float | None], worth: AnswerWorth, right: dict[str, int], words: str
) -> None:
    assert words in said(prices, worth, right)


def test_what_checking_costs_is_said_to_be_in_no_price_beside_people() -> None:
    found = difference_cost(pair_of(BETTER), {"Rule": 0.0, "Prompt": 2.0}, AnswerWorth((1.0, 3.0)), "messages")  # fmt: skip
    assert "to check" not in found.sentence
    assert replace(found, unchecked=True).sentence.endswith(
        ", before anybody is paid to check the answers."
    )


def test_of_words_and_amounts_only_the_price_is_said() -> None:
    cases = {str(at): EvalCase(str(at), expected="one two three four") for at in range(30)}
    heard = {"A": "one two three four", "B": "one two three"}
    scores = [
        score("transcribe", cases, CandidateAnswers(name, {case: (CandidateAnswer(case, text),) for case in cases})).main
        for name, text in heard.items()
    ]  # fmt: skip
    pair = compare_pair(("B", "A"), (scores[1], scores[0]))
    found = difference_cost(pair, {"A": 3.0, "B": 1.0}, AnswerWorth((1.0, 3.0)), "recordings")
    assert (found.first, found.more, found.saved) == ("A", None, None)
    assert found.sentence == (
        "For 1,000 recordings “A” costs $2 more than “B”; what the answers are worth beside each other nobody can say."
    )
