"""Checks, lists and law of a project: what the app measures, what a person says, and the verdict of both."""

from dataclasses import replace

import pytest
from onnx import ModelProto

from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.conditions import drop_tripwire, put_tripwire, tripwires_of
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.list_answers import answer, answers_of
from desktop.findings.launch.readiness import (
    Readiness,
    condition_for,
    readiness_evidence,
    readiness_of,
    remarks,
    risk,
)
from desktop.findings.problem.law import fact_key, risk_view
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import RunSettings
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, ListEntry, lists
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import GroundState, Word
from estimators.base.errors import UserError
from estimators.classifier.training_result import TrainingSettings
from reports.provenance import Provenance
from tests.kept_records import keep
from tests.training_results import LEAKS, answered, measured

ITEMS: dict[str, ListEntry] = {
    item.key: item for published in lists().values() for item in published.items()
}
WIRE = Tripwire.of(
    metric="precision", direction="below", threshold="0.9", window="a week", action="stop"
)


@pytest.fixture
def project(blades) -> Project:
    return blades.project


def train(project: Project, *, right: int = 396, n: int = 400, model: bytes = b"model") -> None:
    """A run as training keeps it: half clean, half cracked, the mistakes shared out evenly."""
    names = ("clean", "crack")
    rows = [
        answered(f"{i}.png", names[i % 2], names[i % 2] if i >= n - right else "other")
        for i in range(n)
    ]
    project.append_run(
        RunSettings(data=project.fingerprint()),
        measured(
            rows,
            ece=0.03,
            ece_by_chance=0.02,
            ood_auroc=0.97,
            n_outliers=80,
            settings=TrainingSettings(C=1.0, temperature=1.1),
            model_sha256=project.caches.put_model(model),
        ),
    )
    keep(project, INSPECTION, {"leakage": []}, project.fingerprint())


def say(project: Project, key: str, value: object, note: str = "") -> None:
    project.do(edit.SetFact(key, value, key, Provenance.GUESS, note))


def ready(project: Project) -> Readiness:
    return readiness_of(project)


def all_but_the_lists(project: Project) -> None:
    project.do(edit.SetBar(0.9, "contract", Provenance.PUBLISHED))
    train(project)
    say(project, "launch.owner", "Mara")
    say(project, "launch.way_back", "One switch")
    say(project, "answer_seconds", 1)
    say(project, "regulatory_tier", "minimal")
    project.do(put_tripwire(project, WIRE))


def whole_lists(project: Project) -> None:
    for item in ITEMS.values():
        if not item.key.startswith("eu_ai_act."):
            say(project, fact_key(item), "yes", "so it is")


def test_all_checks_passing_and_all_lists_answered_is_a_launch(project: Project) -> None:
    all_but_the_lists(project)
    assert ready(project).verdict.word is Word.CONDITIONS
    whole_lists(project)
    found = ready(project)
    assert found.verdict.word is Word.GO
    assert found.proposal == "launch"


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("regulatory_tier", "prohibited", Word.STOP),
        ("regulatory_tier", "high", Word.CONDITIONS),
        ("ready.eu_ai_act.prohibited_practice", "yes", Word.STOP),
        ("launch.way_back", "", Word.NOT_YET),
        ("launch.owner", "", Word.CONDITIONS),
        ("launch.tripwires", [], Word.CONDITIONS),
        ("answer_seconds", 0.001, Word.NOT_YET),
        ("ready.hax.6", "no", Word.CONDITIONS),
    ],
)
def test_one_thing_amiss_holds_it_back_as_far_as_its_weight(
    project: Project, key: str, value: object, word: Word
) -> None:
    all_but_the_lists(project)
    whole_lists(project)
    say(project, key, value)
    found = ready(project)
    assert found.verdict.word is word
    assert found.verdict.reasons[0].allows is word


def test_only_what_allows_a_launch_with_conditions_can_be_one(project: Project) -> None:
    all_but_the_lists(project)
    say(project, "answer_seconds", 0.001)
    failing, *others = ready(project).verdict.reasons
    assert condition_for(failing) == ""
    assert all(condition_for(ground) for ground in others)


def test_a_bar_that_is_ruled_out_weighs_as_much_as_one_not_shown(project: Project) -> None:
    all_but_the_lists(project)
    whole_lists(project)
    for bar in (0.985, 0.9999):
        project.do(edit.SetBar(bar, "contract", Provenance.PUBLISHED, "higher"))
        found = ready(project)
        assert found.verdict.word is Word.NOT_YET
        assert found.verdict.reasons[0].name == "bar"


# What is measured ----------------------------------------------------------------------------


def test_what_the_app_measured_is_filled_in_with_its_evidence(project: Project) -> None:
    train(project)
    project.do(edit.SetBar(0.9, "your choice", Provenance.GUESS))
    answers = answers_of(project)
    validated = answers["ml_test_score.infrastructure.4"]
    assert (validated.value, validated.basis) == ("yes", Basis.MEASURED)
    assert "run 1 on 400 held-out photos" in validated.why
    assert answers["ml_test_score.monitoring.3"].value == "partly"  # before shipping, not in use
    assert answers["nist_ai_rmf.measure.1"].value == "partly"  # the bar is a guess
    assert "ml_test_score.model.7" not in answers


def test_training_twice_is_compared_by_the_files(project: Project) -> None:
    train(project)
    assert "ml_test_score.infrastructure.1" not in answers_of(project)
    train(project)
    same = answers_of(project)["ml_test_score.infrastructure.1"]
    assert (same.value, same.why) == (
        "partly",
        "runs 1 and 2, nothing changed between them: the same file",
    )
    train(project, model=ModelProto(producer_name="another").SerializeToString())
    assert answers_of(project)["ml_test_score.infrastructure.1"].value == "no"


def test_an_unfair_test_measures_nothing(project: Project) -> None:
    train(project)
    run = project.runs()[0]
    project.append_run(run.settings, replace(run.result, gate=LEAKS))
    assert "ml_test_score.infrastructure.4" not in answers_of(project)
    assert "hax.2" not in answers_of(project)


# What a person says --------------------------------------------------------------------------


def test_a_silent_fact_of_a_foreign_file_overrides_nothing(project: Project) -> None:
    train(project)
    say(project, "ready.ml_test_score.monitoring.3", "yes")
    assert answers_of(project)["ml_test_score.monitoring.3"].basis is Basis.MEASURED
    say(project, "ready.hax.1", "perfectly")
    say(project, "ready.hax.3", ["yes"])
    assert "hax.1" not in answers_of(project)
    assert "hax.3" not in answers_of(project)
    say(project, "regulatory_tier", ["minimal"])
    say(project, "data_level", {"level": "B"})
    assert risk_view(project).tier is None


def test_leaving_a_test_out_needs_a_reason(project: Project) -> None:
    item = ITEMS["ml_test_score.data.2"]
    with pytest.raises(UserError, match="Say why"):
        answer(item, "na", "", None)
    project.do(answer(item, "na", "A photo is one input", None))
    assert answers_of(project)[item.key].why == "A photo is one input"


def test_going_back_to_what_was_measured_takes_the_own_answer_away(project: Project) -> None:
    item = ITEMS["hax.10"]
    measured = ChecklistAnswer("partly", Basis.MEASURED)
    project.do(answer(item, "yes", "It asks back", measured))
    assert answers_of(project)[item.key].value == "yes"
    project.do(answer(item, "partly", "", measured))
    assert project.fact(fact_key(item)) is None


def test_unknown_is_an_answer_that_can_be_undone(project: Project) -> None:
    item = ITEMS["hax.5"]
    project.do(answer(item, None, "", None))
    assert answers_of(project)[item.key].basis is Basis.UNKNOWN
    project.file.undo()
    assert item.key not in answers_of(project)


def test_the_level_named_on_the_problem_page_counts_on_the_ladder(project: Project) -> None:
    say(project, "data_level", "B")
    answers = answers_of(project)
    assert answers["data_readiness.B"].value == "yes"
    assert "data_readiness.A" not in answers
    standing = next(each for each in ready(project).lists if each.id == "data_readiness")
    assert standing.sentence == "Level B: checked, not yet shown to fit."


# The law -------------------------------------------------------------------------------------


def test_the_stricter_of_name_and_answers_counts_and_the_contradiction_is_said(
    project: Project,
) -> None:
    say(project, "regulatory_tier", "minimal")
    say(project, "ready.eu_ai_act.area", "employment")
    view = risk_view(project)
    assert (view.tier, risk(project).tier) == ("high", "High")
    assert "It was called minimal; the answers lead to high" in remarks(view)[0]


def test_what_it_is_for_answers_the_law_and_says_where_that_was_said(project: Project) -> None:
    say(project, "purpose_flags", ["emotion_recognition"])
    view = risk_view(project)
    assert (view.tier, view.screening.open) == ("high", ("eu_ai_act.prohibited_practice",))
    area = answers_of(project)["eu_ai_act.area"]
    assert (area.value, area.why) == ("biometrics", "said on the Problem page")
    assert remarks(view)[0].startswith("Annex III 1(c), from 2 Dec 2027: Reading people’s feelings")
    say(project, "purpose_flags", ["emotion_recognition", "employment"])
    assert risk_view(project).tier == "prohibited"


def test_a_bar_that_the_commonest_answer_passes_holds_the_launch_back(project: Project) -> None:
    """396 of 400 are clean, and so says the model of every one: 99 % right, and worth nothing."""
    rows = [answered(f"{i}.png", "clean" if i >= 4 else "crack", "clean") for i in range(400)]
    project.append_run(RunSettings(data=project.fingerprint()), measured(rows))
    project.do(edit.SetBar(0.95, "the owner", Provenance.MEASURED))
    test = bar_test(project)
    assert test is not None
    assert test.passes
    assert test.shows_nothing
    bar = next(ground for ground in readiness_of(project).grounds if ground.name == "bar")
    assert bar.state is GroundState.NOT_SHOWN
    assert "passing it shows nothing" in bar.text
    project.do(edit.SetBar(0.995, "the owner", Provenance.MEASURED, "It was too low."))
    test = bar_test(project)
    assert test is not None
    assert not test.shows_nothing


def test_the_evidence_carries_the_law_by_article(project: Project) -> None:
    say(project, "purpose_flags", ["education"])
    say(project, "task_kind", "generate")
    found = readiness_evidence(readiness_of(project))
    assert [duty.article for duty in found.duties] == ["Annex III 3"]
    assert {each.topic for each in found.law_questions} == {"Article 50"}


def test_an_answer_here_does_not_make_a_purpose_lighter(project: Project) -> None:
    say(project, "purpose_flags", ["employment"])
    for name in ("prohibited_practice", "transparency"):
        say(project, f"ready.eu_ai_act.{name}", "no")
    say(project, "risk.safety_part", "no")
    say(project, "ready.eu_ai_act.area", "none")
    view = risk_view(project)
    assert (view.screening.tier, view.tier) == ("minimal", "high")
    assert remarks(view)[0].startswith("What it is for makes it high (Annex III 4);")


def test_the_exception_of_article_6_holds_for_named_purposes_too(project: Project) -> None:
    say(project, "purpose_flags", ["employment"])
    say(project, "ready.eu_ai_act.narrow_task", "yes")
    say(project, "ready.eu_ai_act.profiling", "no")
    assert risk_view(project).tier == "minimal"


@pytest.mark.parametrize("value", [7, "employment", {"a": 1}, [3, None, "x"]])
def test_what_a_foreign_file_calls_purposes_is_read_as_none(
    project: Project, value: object
) -> None:
    say(project, "purpose_flags", value)
    assert not risk_view(project).purposes.duties


def test_open_questions_of_the_law_hold_the_launch_back(project: Project) -> None:
    all_but_the_lists(project)
    project.do(edit.ClearFact("regulatory_tier", "tier"))
    say(project, "ready.eu_ai_act.area", "employment")
    first = ready(project).verdict.reasons[0]
    assert first.name == "law"
    assert first.text == "One question of the law is open; it is at least high."


def test_the_tier_is_said_as_far_as_it_is_known(project: Project) -> None:
    assert risk(project).sentence == "Nobody has said what the law calls it."
    say(project, "regulatory_tier", "minimal")
    which = "Article 5, Annex III, Annex I, Article 50 and whether it decides about people"
    assert risk(project).sentence == f"Minimal; still open: {which}."
    assert risk(project).still_open == which
    say(project, "human_in_loop", "yes")
    assert (
        risk(project).sentence
        == f"Minimal, while a person confirms each result; still open: {which}."
    )
    say(project, "regulatory_tier", "limited")
    assert [each.key for each in risk(project).dates] == [
        "prohibited",
        "transparency",
        "annex_iii",
        "annex_i",
    ]
    say(project, "regulatory_tier", "high")
    assert risk(project).sentence == "High."
    assert not risk(project).still_open
    project.do(edit.ClearFact("regulatory_tier", "tier"))
    say(project, "ready.eu_ai_act.transparency", "yes")
    assert risk(project).sentence == "At least limited."


# Once it runs --------------------------------------------------------------------------------


def test_tripwires_are_facts_that_can_be_undone(project: Project) -> None:
    project.do(put_tripwire(project, WIRE))
    assert tripwires_of(project) == (WIRE,)
    assert launch_evidence(project).tripwires == (WIRE,)
    project.do(drop_tripwire(project, 0))
    assert tripwires_of(project) == ()
    project.file.undo()
    assert tripwires_of(project) == (WIRE,)


@pytest.mark.parametrize("value", [7, "x", {"a": 1}, [3, None, {}], [{"metric": ["a"]}]])
def test_what_a_foreign_file_calls_tripwires_is_read_as_none(
    project: Project, value: object
) -> None:
    say(project, "launch.tripwires", value)
    assert tripwires_of(project) == ()


def test_a_decision_against_the_evidence_is_said_on_page_one(project: Project) -> None:
    all_but_the_lists(project)
    say(project, "launch.decision", "conditions")
    assert launch_evidence(project).summary.startswith("The bar is passed")
    say(project, "launch.decision", "launch")
    assert launch_evidence(project).summary.startswith(
        "What was measured and answered supports a launch with conditions."
    )
    say(project, "regulatory_tier", "prohibited")
    assert "Stop: the law prohibits it. The bar is passed" in launch_evidence(project).summary
