"""What a product that tells nothing apart is never told on Problem and Decide, by `assess` and `options`, and in reports.

The words of a classifier: misses, false alarms, labels, classes; and what nothing can be trained for is not called trained.
"""

import json
import re
from pathlib import Path

import pytest

from desktop.app import Application
from desktop.findings.case import case_of
from desktop.findings.decide.verdict import work_out
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.product import set_product
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.sample import SAMPLES, Sample, fill_sample
from estimators.case.options import impossible_options
from reports.report import build
from tests.golden.commands import run
from tests.golden.pages import texts

OF_A_CLASSIFIER = re.compile(
    r"\bmiss(es)?\b|false alarm|\blabell?(s|ed|ling)?\b|recogni[sz]|\bclass(es|ifier)?\b|rarest|commonest",
    re.IGNORECASE,
)
TRAINED = re.compile(r"\btrained (one|is|model)\b", re.IGNORECASE)
# The law’s own words, and the name of a class of the ready-made sets.
ALLOWED = re.compile(
    r"code, short labels and mere corrections|[“(]the bestsellers|emotion_recognition"
)
OTHERS = [sample for sample in SAMPLES if sample.kind != "classify"]
_SPLIT = {"miss_cost": {"low": 8, "high": 22}, "false_alarm_cost": {"low": 1, "high": 2}}
STATES = {
    "filled in": {},
    "two costs": _SPLIT,
    "builders": {"ml_engineers": 4, "budget_usd": 900_000, "labelled_examples": 200_000},
    "at home": {"data_may_leave_premises": "no", "labelled_examples": 20},
    "bare": None,
}


def make(project: Project, sample: Sample, answers: dict | None) -> None:
    """The sample with other answers; None: nothing but its kind."""
    if answers is None:
        project.do(edit.Several(set_product(None, sample.kind, sample.goes_in), "kind"))
        return
    fill_sample(project, sample.id)
    for key, value in answers.items():
        project.do(edit.SetFact(key, value, key))


def wrong_words(project: Project, lines: list[str]) -> list[str]:
    case = case_of(project)
    never_trained = "train_own" in impossible_options(case)
    found = []
    for line in lines:
        plain = ALLOWED.sub("", line)
        if OF_A_CLASSIFIER.search(plain) or (never_trained and TRAINED.search(plain)):
            found.append(line)
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("sample", OTHERS, ids=[sample.kind for sample in OTHERS])
def test_commands_and_reports_speak_of_its_kind(sample, state, tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.smart", name=sample.title) as project:
        make(project, sample, STATES[state])
        case = tmp_path / "case.json"
        case.write_text(json.dumps(case_of(project)), encoding="utf-8")
        evidence = evidence_of(project)
        said = [*run("assess", case), *run("options", case)]
        for kind in ("launch", "brief"):
            built = build(evidence, kind, tmp_path / f"{kind}.md")
            said += built.file.read_text(encoding="utf-8").splitlines()
        assert wrong_words(project, said) == []
        noun = str(project.answer("case_word") or "")
        if noun:
            assert f"{noun}s a month" in " ".join(said)
            assert "1,000 answers cost" not in " ".join(said)


@pytest.mark.parametrize("sample", OTHERS, ids=[sample.kind for sample in OTHERS])
def test_problem_and_decide_speak_of_its_kind(
    sample, application: Application, tmp_path: Path, monkeypatch, qtbot
) -> None:
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)
    assert application.open_sample(sample.id)
    window = application.window
    window.show_stage(Stage.PROBLEM)
    problem = window.page(Stage.PROBLEM)
    problem.form.set_open(*problem.form.groups)
    for group in problem.form.groups.values():
        group.make_all()
    qtbot.waitUntil(lambda: problem._found is not None)
    said = list(texts(problem))
    window.show_stage(Stage.DECIDE)
    decide = window.page(Stage.DECIDE)
    qtbot.waitUntil(lambda: decide.evaluation.worked is not None and not decide.evaluation.busy)
    said += list(texts(decide))
    assert wrong_words(application.session.project, said) == []
    story = str(application.session.project.answer("story"))
    assert story in "\n".join(said)


def test_what_tells_apart_keeps_its_words(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.smart", name="Recycling") as project:
        fill_sample(project, "recycling")
        worked = work_out(case_of(project))
        inputs = worked.valuation.inputs
        assert inputs["missed_cost"].label == "A miss costs"
        assert inputs["false_alarm_cost"].label == "A false alarm costs"
        assert inputs["cost_per_label"].label == "A label costs"
