"""What is right, kind by kind, against answers whose scores can be counted by hand or by another library."""

import json
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.base.task_kind import TASK_KINDS
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.estimate import Trial, estimate
from estimators.measure.field_match import fields_of, same_value
from estimators.measure.kind_scorers import MEASURANDS, SCORERS, Rules
from estimators.measure.ranking import ndcg_at, ranked_items, read_relevance
from estimators.measure.repeats import pass_all
from estimators.measure.scores import (
    KindScores,
    kind_of,
    score,
)
from estimators.measure.words_wrong import (
    character_errors,
    keeps_numbers_and_names,
    numbers_and_names,
    word_errors,
)

Given = dict[str, str | CandidateAnswer | None]


def cases_of(expected: dict[str, str | None]) -> dict[str, EvalCase]:
    return {name: EvalCase(name, f"case {name}", right) for name, right in expected.items()}


def answers_of(given: Given) -> CandidateAnswers:
    return CandidateAnswers(
        "x",
        {
            name: (one if isinstance(one, CandidateAnswer) else CandidateAnswer(name, one),)
            for name, one in given.items()
        },
    )


def scored(
    kind: str, expected: dict[str, str | None], given: Given, rules: Rules | None = None
) -> KindScores:
    return score(kind, cases_of(expected), answers_of(given), rules or Rules())


def ways(found: KindScores) -> dict[str, int]:
    return {way: n for way, (n, _) in found.failures().items()}


def test_every_kind_of_product_has_its_measure_and_its_scorer() -> None:
    assert set(MEASURANDS) == set(SCORERS) == set(TASK_KINDS)
    assert all(
        len({one.name for one in metrics}) == len(metrics) for metrics in MEASURANDS.values()
    )


def test_failed_empty_invalid_and_unasked_answers_are_wrong_and_told_apart() -> None:
    found = scored(
        "classify",
        {"a": "Refund", "b": "card", "c": "card", "d": "card", "e": "card", "f": "card"},
        {
            "a": " refund ",
            "b": "refund",
            "c": "something else",
            "d": None,
            "e": CandidateAnswer("e", "card", error="429"),
        },
    )
    assert (found.kind, found.candidate) == ("classify", "x")
    assert (found.main.got.sum(), len(found.main.runs)) == (1, 6)
    assert ways(found) == {"wrong": 1, "invalid": 1, "empty": 1, "failed": 1, "not_asked": 1}
    assert found.failures()["invalid"] == (1, ("c",))
    assert found.invalid() == 3
    assert [run.case for run, its in zip(found.main.runs, found.main.answered, strict=True) if not its] == ["f"]  # fmt: skip


def test_a_number_is_right_within_the_tolerance_or_the_amount() -> None:
    expected = {"a": "100", "b": "1,000.50", "c": "0", "d": "50"}
    given: Given = {
        "a": "110",
        "b": CandidateAnswer("b", "$1200", low=900, high=1100),
        "c": "0.4",
        "d": "no idea",
    }
    found = scored("number", expected, given)
    assert list(found.main.got) == [1, 0, 0, 0]
    assert ways(found) == {"too_high": 2, "invalid": 1}
    assert estimate(found.beside["mae"]).value == pytest.approx((10 + 199.5 + 0.4) / 3)
    assert estimate(found.beside["relative_error"]).n == 2  # nothing is a share of 0
    assert estimate(found.beside["covered"]).value == 1.0
    assert list(scored("number", expected, given, Rules(within=0.5)).main.got) == [0, 0, 1, 0]


def test_ndcg_is_that_of_scikit_learn() -> None:
    import numpy as np
    from sklearn.metrics import ndcg_score

    rng = np.random.default_rng(4)
    for _ in range(30):
        grades = rng.integers(0, 3, 25)
        order = rng.permutation(25)
        if not grades.any():
            continue
        relevant = {str(at): float(grade) for at, grade in enumerate(grades)}
        mine = ndcg_at([str(at) for at in order], relevant, 10)
        places = np.empty(25)
        places[order] = np.arange(25)
        assert mine == pytest.approx(ndcg_score([grades], [-places], k=10), abs=1e-9)


def test_a_ranking_hits_where_something_relevant_comes_early_enough() -> None:
    relevance = {"a": {"x": 2.0, "y": 0.0}, "b": {"z": 1.0}}
    found = scored(
        "rank", {"a": None, "b": None, "c": "q"}, {"a": "y w x", "b": "x y w z", "c": '["q"]'}, Rules(relevance=relevance)
    )  # fmt: skip
    assert found.main.metric == "ndcg"
    assert list(found.beside["hit"].got) == [1, 0, 1]
    assert list(found.beside["reciprocal_rank"].got) == [1 / 3, 1 / 4, 1]
    with pytest.raises(UserError, match="None of the 1 case"):
        scored("rank", {"a": None}, {"a": "x"}, Rules(relevance={"a": {"x": 0.0}}))


@pytest.mark.parametrize("text", ['["a b", "c"]', "a b\nc", "a b | c", "a b, c, c", "a b;c"])
def test_a_list_may_be_written_in_any_usual_way_and_counts_each_item_once(text: str) -> None:
    assert ranked_items(text) == ("a b", "c")


def test_without_graded_relevance_a_ranking_is_measured_by_its_hits() -> None:
    assert scored("rank", {"a": "x"}, {"a": "y x"}).main.metric == "hit"
    assert scored("rank", {"a": "x"}, {"a": "y x"}, Rules(metric="reciprocal_rank")).main.got == [
        0.5
    ]
    with pytest.raises(UserError, match="no metric of this kind"):
        scored("rank", {"a": "x"}, {"a": "y x"}, Rules(metric="accuracy"))


def test_relevance_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("ID,item,grade\na,x,2\na,x,1\na,y,high\nb,z,1\nb\n")
    found, left_out = read_relevance(path)
    assert found == {"a": {"x": 2.0}, "b": {"z": 1.0}}
    assert {one.loss.value: one.n for one in left_out} == {"unreadable": 1, "doubled": 1, "bad_number": 1}  # fmt: skip
    path.write_text("id,document\na,x\n")
    with pytest.raises(UserError, match="lacks a “item” column"):
        read_relevance(path)


@pytest.mark.parametrize(
    ("expected", "given", "same"),
    [
        ("9.00", "RM 9", True),
        ("9.00", "900", False),
        ("$1,234.50", "1234.5", True),
        ("-5", "5", False),
        ("0012", "12", False),
        ("0012", "0012.", True),
        ("12/28/2017", "2017-12-28", True),
        ("27/03/2018", "27 March, 2018", True),
        ("03/04/2018", "04/03/2018", False),
        ("27. März 2018", "27.3.2018", True),
        ("1 mai 2018", "01/05/2018", True),
        ("5 août 2018", "2018-08-05", True),
        ("3 abril 2018", "2018-04-03", True),
        ("9 Okt. 2018", "9.10.2018", True),
        ("31 Dez 2018", "31.12.2018", True),
        ("1 septembre 2018", "2018-09-01", True),
        ("2018-02-30", "2018-03-02", False),
        ("03/04/2018", "3.4.18", True),
        ("25032018", "25/03/2018", True),
        ("Müller & Co.", "MÜLLER  CO", True),
        ("Main St. 5", "Main St. 6", False),
        (None, "", True),
        ("", "made up", False),
        (True, "true", True),
        (12, "12.0", True),
    ],
)
def test_fields_say_the_same_whatever_their_form(
    expected: object, given: object, same: bool
) -> None:
    assert same_value(expected, given) is same


def test_a_document_passes_when_all_its_fields_do() -> None:
    gold = json.dumps({"name": "Ann", "total": "9.00", "items": [{"price": 1}], "note": ""})
    whole = '```json\n{"name": "ann", "total": 9, "items": [{"price": "1"}], "extra": 1}\n```'
    found = scored(
        "extract",
        dict.fromkeys("abcde", gold),
        {
            "a": whole,
            "b": '{"name": "Bob", "total": "9", "items": [{"price": 1}]}',
            "c": '{"name": "", "total": "9", "items": [{"price": 1}]}',
            "d": '{"name": "Ann", "total": "9", "items": [{"price": 1}], "note": "x"}',
            "e": "no JSON",
        },
    )
    assert list(found.main.got) == [1, 0, 0, 0, 0]
    assert ways(found) == {"wrong": 1, "missing": 1, "made_up": 1, "invalid": 1}
    assert list(found.beside["field_share"].got) == [4, 3, 3, 3, 0]
    needed = Rules(required=frozenset({"total"}))
    assert scored("extract", {"b": gold}, {"b": '{"total": 9}'}, needed).main.got == [1]


def test_fields_of_objects_inside_objects_have_paths() -> None:
    assert fields_of('{"a": {"b": [1, {"c": null}]}}') == {"a.b[0]": 1, "a.b[1].c": None}
    assert fields_of("[1]") is None
    assert fields_of("{" * 100_000) is None


def test_word_errors_are_those_that_one_counts_by_hand() -> None:
    assert word_errors("It's a listen-only call.", "its a listen only  CALL you") == (1, 0, 1, 5)
    assert word_errors("one two three", "two three") == (0, 1, 0, 3)
    assert word_errors("你好 世界", "你好世界") == (0, 0, 0, 4)
    assert word_errors("“शुक्रिया” जी’", "शुक्रिया") == (0, 1, 0, 2)
    assert character_errors("abc d", "abd d").wrong == 1


def test_numbers_and_names_must_be_there_in_their_order() -> None:
    assert numbers_and_names("Hello Ann. I owe 20 euros. Then Bob came") == ["ann", "20", "bob"]
    assert keeps_numbers_and_names("Hello Ann. I owe 20.", "hello ann i owe twenty 20")
    assert not keeps_numbers_and_names("Hello Ann. I owe 20.", "hello ann i owe twelve")
    assert not keeps_numbers_and_names("Now Ann and Bob", "now bob and ann")


def test_the_word_error_rate_is_of_all_words_not_of_the_mean_recording() -> None:
    found = scored("transcribe", {"a": "one", "b": "a b c d e f g h i j"}, {"a": "two", "b": "a b c d e f g h i j"})  # fmt: skip
    assert estimate(found.main).value == pytest.approx(1 / 11)
    assert found.main.lower_is_better
    assert list(found.beside["without_error"].got) == [0, 1]
    assert ways(found) == {"swapped": 1}


def test_free_answers_count_where_people_graded_them() -> None:
    given: Given = {
        "a": CandidateAnswer("a", "x", human=True),
        "b": CandidateAnswer(
            "b", "x", raters=(("human_1", False), ("human_2", False)), reason="made up"
        ),
        "c": CandidateAnswer("c", "x", raters=(("human_1", True), ("human_2", False)), judge=True),
    }
    found = scored("generate", {"a": None, "b": None, "c": None}, given)
    assert [run.case for run in found.main.runs] == ["a", "b"]
    assert ways(found) == {"made up": 1}
    assert found.beside == {}
    with pytest.raises(UserError, match="No answer is graded"):
        scored("generate", {"c": None}, {"c": given["c"]})


def test_a_task_done_with_harm_is_not_done() -> None:
    given: Given = {
        "a": CandidateAnswer("a", None, passed=True, harm=False, steps=4),
        "b": CandidateAnswer("b", None, passed=True, harm=True, steps=9),
        "c": CandidateAnswer("c", None, passed=False, harm=False),
        "d": CandidateAnswer("d", None, human=False, harm=False, reason="wrong object"),
    }
    found = scored("act", dict.fromkeys("abcd"), given)
    assert list(found.main.got) == [1, 0, 0, 0]
    assert ways(found) == {"harmful": 1, "not_done": 1, "wrong object": 1}
    assert estimate(found.beside["steps"]).value == 6.5
    assert estimate(found.beside["harm"]).value == pytest.approx(1 / 4)


def test_pass_all_is_the_chance_that_k_trials_drawn_of_those_made_all_pass() -> None:
    trials = {
        "a": [True, True, False, True],
        "b": [True] * 4,
        "c": [False] * 4,
        "d": [True],
    }
    answers = CandidateAnswers(
        "x",
        {
            name: tuple(
                CandidateAnswer(name, None, at, passed=one) for at, one in enumerate(passed)
            )
            for name, passed in trials.items()
        },
    )
    main = score("act", cases_of(dict.fromkeys(trials)), answers).main
    assert main.runs[1] == Trial("a", 1)
    twice = pass_all(main, 2)
    assert dict(zip([run.case for run in twice.runs], twice.got, strict=True)) == pytest.approx(
        {"a": 0.5, "b": 1.0, "c": 0.0}
    )
    with pytest.raises(UserError, match="most trials of a case are 4"):
        pass_all(main, 5)


@pytest.mark.parametrize(
    ("expected", "one", "kind"),
    [
        (["yes", "no", "yes", "no"], CandidateAnswer("0", "yes"), "classify"),
        (["1", "2.5"], CandidateAnswer("0", "3"), "number"),
        (['{"a": 1}'], CandidateAnswer("0", "{}"), "extract"),
        (
            ["Good morning to you all, ladies"],
            CandidateAnswer("0", "good morning to all ladies"),
            "transcribe",
        ),
        (["a b c d e f g h i j"], CandidateAnswer("0", "a b c d e f x x x x"), "transcribe"),
        ([None], CandidateAnswer("0", "text", human=True), "generate"),
        ([None], CandidateAnswer("0", None, passed=True), "act"),
    ],
)
def test_the_kind_is_told_from_what_is_there(
    expected: list[str | None], one: CandidateAnswer, kind: str
) -> None:
    cases = cases_of({str(at): text for at, text in enumerate(expected)})
    assert kind_of(cases, answers_of({"0": one})) == kind


def test_what_belongs_into_a_ranking_makes_it_one() -> None:
    relevant = Rules(relevance={"a": {"x": 1.0}})
    assert kind_of(cases_of({"a": None}), answers_of({"a": "x y"}), relevant) == "rank"


def test_where_the_kind_is_not_plain_somebody_has_to_say_it() -> None:
    with pytest.raises(UserError, match="--kind: classify, number"):
        kind_of(cases_of({"a": "a long answer"}), answers_of({"a": "another"}))
