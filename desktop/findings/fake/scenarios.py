"""The fake of a project: its scenarios, and the truth that it errs against."""

import re
import shlex
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.run_list import has_runs, run_in_use
from estimators.base.errors import UserError
from mock_ai.by_class import ByClass
from mock_ai.presets import PRESETS
from mock_ai.scenario import Scenario, ScenarioFake
from reports.chart_data import OutcomeGrid

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier

SCENARIO, SERVES = "fake.scenario", "fake.serves"  # keys of facts
_OUTCOMES = {"no answer": "none"}


def scenarios_of(project: Project) -> tuple[tuple[int | None, Scenario], ...]:
    """The project's scenarios with their row ids; the six presets (without ids) where it has none yet.

    A stored one that cannot be played (from a foreign or damaged file) is left out; ``unplayable`` names it.
    """
    stored = tuple(
        (row.id, scenario)
        for row in project.scenarios()
        if (scenario := _playable(row.document, project)) is not None
    )
    return stored or tuple(
        (None, Scenario.from_json(with_classes(p.to_json(), project))) for p in PRESETS
    )


def unplayable(project: Project) -> tuple[str, ...]:
    """The names of stored scenarios that cannot be played."""
    return tuple(
        row.name for row in project.scenarios() if _playable(row.document, project) is None
    )


def _playable(document: dict[str, Json], project: Project) -> Scenario | None:
    try:
        return Scenario.from_json(with_classes(document, project))
    except UserError:
        return None


def active_scenario(project: Project) -> tuple[int | None, Scenario]:
    """The scenario that answers now, by the name it keeps for clients (its ``id``); the first one if none is chosen."""
    scenarios = scenarios_of(project)
    chosen = project.answer(SCENARIO)
    return next((pair for pair in scenarios if pair[1].id == chosen), scenarios[0])


def with_classes(document: dict[str, Json], project: Project) -> dict[str, Json]:
    """A scenario that answers with this project's classes, as they are called now."""
    names = [c.name for c in project.classes()]
    if len(names) < 2:
        return document
    kept = {}
    if isinstance(document.get("by_class"), dict):
        kept = {"by_class": ByClass.from_json(document["by_class"]).kept_for(names).to_json()}
    return {**document, "classes": names, **kept}


def put_scenario(project: Project, scenario: Scenario, words: str) -> Command:
    """The edit that keeps a scenario; the presets become the project's own with its first change."""
    stored = {known.id: row_id for row_id, known in scenarios_of(project)}
    if any(row_id is not None for row_id in stored.values()):
        return edit.PutScenario(
            stored.get(scenario.id), scenario.name, scenario.to_json(), words=words
        )
    kept = [known for _, known in scenarios_of(project)]
    if scenario.id in stored:
        kept = [scenario if known.id == scenario.id else known for known in kept]
    else:
        kept.append(scenario)
    return edit.Several([edit.PutScenario(None, one.name, one.to_json()) for one in kept], words)


def copy_of(project: Project, scenario: Scenario, name: str) -> Scenario:
    """The same dials under a new name and an ``id`` that no other scenario of the project has."""
    taken = {known.id for _, known in scenarios_of(project)}
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "scenario"
    made, number = stem, 2
    while made in taken:
        made, number = f"{stem}-{number}", number + 1
    return replace(scenario, id=made, name=name)


def fake_of(project: Project, scenario: Scenario) -> ScenarioFake:
    """The scenario at work on this project's labelled examples; strangers get a made-up answer."""
    return scenario.fake(known={e.sha256: e.class_name for e in project.labelled() if e.class_name})


def serves_the_real_one(project: Project) -> bool:
    """Whether a trained classifier answers in the fake's place."""
    return project.answer(SERVES) == "real" and has_runs(project)


def answering(project: Project) -> "tuple[ScenarioFake | OnnxClassifier, str]":
    """What answers now, with its name for clients: the active scenario, or the model of the run in use.

    Takes up to a second (hashes of all examples, or a model to load): not for the GUI thread.
    """
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        from estimators.classifier.onnx_classifier import OnnxClassifier

        return OnnxClassifier.from_bytes(
            project.caches.model(run.model_sha256)
        ), f"run-{run.number}"
    scenario = active_scenario(project)[1]
    return fake_of(project, scenario), scenario.id


def shown_accuracy(project: Project) -> float:
    """How often what answers now is right: as dialled, or as measured."""
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        return run.result.accuracy.measured.value
    return active_scenario(project)[1].accuracy_at(0)


def reference_ticks(project: Project) -> tuple[tuple[float, str], ...]:
    """Values worth comparing a dial with: the majority baseline and what people do today, where they are known."""
    ticks = []
    counts = Counter({c.name: c.examples for c in project.classes()})
    total = sum(counts.values())
    run = run_in_use(project)
    if run is not None:
        baseline = run.result.baseline
        ticks.append((baseline.measured.value, f"always “{run.result.baseline_class}”"))
    elif total:
        name, most = counts.most_common(1)[0]
        ticks.append((most / total, f"always “{name}”"))
    today = project.answer("today_accuracy")
    if isinstance(today, dict):
        ticks.append(((today["low"] + today["high"]) / 2, "people today"))
    return tuple(ticks)


def outcome_grid(project: Project, scenario: Scenario) -> OutcomeGrid:
    """What 100 answers of a scenario would look like."""
    return OutcomeGrid(
        title="What 100 answers would look like",
        note=f"The next 100 {noun(project)}, as this scenario would answer them.",
        outcomes=tuple(_OUTCOMES.get(outcome, outcome) for outcome in scenario.preview(100)),
    )


def form_field(one: str, value: str) -> str:
    """How curl sends an example: the words of a text themselves, of anything else its file."""
    if one == "text":
        return f"--form-string {shlex.quote(f'text={value}')}"
    return f"-F {shlex.quote(f'{one}=@{value}')}"
