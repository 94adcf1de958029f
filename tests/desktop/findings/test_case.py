"""From a project to a case: what the project measured itself replaces what was guessed."""

import pytest

from desktop.findings.case import case_of
from desktop.findings.case_file import answers_in
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample
from estimators.build_vs_buy import BuildVsBuy
from estimators.case.questions import read_case
from estimators.need_for_ai import assess
from reports.provenance import Provenance
from tests.kept_records import begin_session, keep_reaction


def show(
    project: Project, accuracy: float, accepted: int, n: int, *, simulated: bool, variant: str = ""
) -> None:
    row = begin_session(project, "At", accuracy, simulated=simulated)
    for at in range(n):
        outcome = "accepted" if at < accepted else "corrected"
        keep_reaction(
            project, row, outcome, accuracy, f"{at}", simulated=simulated, variant=variant
        )


def test_reactions_to_the_real_model_never_count_as_acceptance_of_a_demo(project: Project) -> None:
    show(project, 0.9, 10, 10, simulated=False)
    assert "acceptance" not in case_of(project)
    show(project, 0.9, 3, 10, simulated=True)
    assert case_of(project)["acceptance"] == {"accepted": 3, "n": 10}


def test_reactions_to_compared_kinds_of_error_never_count_as_acceptance(project: Project) -> None:
    show(project, 0.9, 10, 10, simulated=True, variant="misses")
    assert "acceptance" not in case_of(project)


def test_acceptance_is_read_at_the_accuracy_nearest_the_planned_one(project: Project) -> None:
    show(project, 0.6, 4, 12, simulated=True)
    show(project, 0.9, 11, 14, simulated=True)
    assert case_of(project)["acceptance"] == {"accepted": 15, "n": 26}
    project.do(edit.SetBar(0.85, "your choice", Provenance.GUESS))
    acceptance = case_of(project)["acceptance"]
    assert acceptance == {"accepted": 11, "n": 14, "shown_accuracy": 0.9}
    adoption = BuildVsBuy(draws=500).evaluate(case_of(project)).inputs["adoption"]
    assert adoption.provenance == "simulated"
    assert adoption.source == "simulated: 11 of 14 answers that were right 90% of the time"


@pytest.mark.parametrize(
    ("bar", "said"),
    [
        ({"metric": "recall", "of": "crack"}, "fewer than 75% of “crack” are found"),
        ({"metric": "precision", "of": "crack"}, "fewer than 75% of those called “crack” are"),
        ({"metric": "coverage"}, "it answers fewer than 75% alone"),
        ({"metric": "cost"}, "a case costs more than $0.75"),
        ({"metric": "accuracy", "cutoff": 0.8}, "fewer than 75% of the answers that it gives alone are right"),
    ],
)  # fmt: skip
def test_a_bar_that_is_set_on_something_else_is_not_still_to_be_set(
    project: Project, bar: dict[str, object], said: str
) -> None:
    case = {"demand_validated": True, "commodity_fit": 5}
    assert "(still to be set)" in assess({**case, **case_of(project)}).success_sentence
    project.do(edit.SetBar(0.75, "contract", Provenance.PUBLISHED, **bar))  # type: ignore[arg-type]
    found = assess({**case, **case_of(project)})
    assert found.success_sentence == f"If {said}, we will go back to what is done today."


def test_classes_tell_things_apart_unless_the_person_chose_another_kind(project: Project) -> None:
    for name in ("clean", "crack"):
        project.do(edit.AddClass(name))
    assert case_of(project)["task_kind"] == "classify"
    project.do(edit.SetFact("task_kind", "generate", "the kind"))
    assert case_of(project)["task_kind"] == "generate"


def test_the_rarest_class_is_counted_once_there_are_examples(project: Project) -> None:
    for name in ("clean", "crack"):
        project.do(edit.AddClass(name))
    assert "rarest_class_examples" not in case_of(project)
    rows = [
        NewExample(f"{n}.png", f"{n}.png", f"{n:064x}", 100, "photo", "crack" if n < 3 else "clean")
        for n in range(11)
    ]
    project.do(edit.AddExamples(tuple(rows)))
    case = case_of(project)
    assert (case["labelled_examples"], case["rarest_class_examples"]) == (11, 3)


def test_what_a_right_answer_saves_is_read_by_the_verdict_too(project: Project) -> None:
    project.do(edit.SetFact("right_value", {"low": 2, "high": 4}, "what a right answer saves"))
    assert read_case(case_of(project)).ranges["value_of_right_answer"] == (2, 4)


@pytest.mark.parametrize(("said", "rights"), [("yes", "ours"), ("no", "none")])
def test_whose_the_data_is_was_asked_by_earlier_versions(
    project: Project, said: str, rights: str
) -> None:
    project.do(edit.SetFact("data_owned", said, "whose the data is"))
    assert read_case(case_of(project)).values["data_rights"] == rights
    project.do(edit.SetFact("data_rights", "unclear", "the right to the examples"))
    assert read_case(case_of(project)).values["data_rights"] == "unclear"


def test_numbers_kept_under_names_of_before_reach_the_options_of_now(project: Project) -> None:
    project.do(edit.SetFact("accuracy_api", {"low": 0.9, "high": 0.95}, "a"))
    project.do(edit.SetFact("price_per_call", {"low": 0.01, "high": 0.02}, "p"))
    inputs = BuildVsBuy(draws=200).evaluate(case_of(project)).inputs
    assert (inputs["accuracy_product"].low, inputs["accuracy_product"].provenance) == (0.9, "guess")
    assert inputs["product_price"].high == pytest.approx(0.02)
    older = {"accuracy_automl": [0.8, 0.9], "vendor_minimum": 40}
    taken = answers_in(older, "older.json")
    assert taken.left_out == ()
    project.do(taken.edit)
    assert {"accuracy_trained", "product_fee"} <= case_of(project).keys()
