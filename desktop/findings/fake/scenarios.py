"""The fake of a project: its scenarios, the truth that it errs against, and what goes wrong in it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.findings.fake.borrowed_set import borrowed_classes, lent_classes, lent_labels
from desktop.findings.fake.table_rows import row_classes, row_examples, shown_files
from desktop.project import commands as edit
from desktop.project.example_list import classes_by_content
from desktop.project.file import Command
from desktop.project.product import READY_MADE_KEY, kind_of
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.run_list import run_in_use, served_run
from estimators.base.count import apportioned
from estimators.base.errors import UserError
from estimators.base.number import digits, seconds
from estimators.base.percent import percent
from estimators.base.sentence import tr
from mock_ai.confusion import ByClass
from mock_ai.kinds.product import CLASSES, KindSetting
from mock_ai.presets import PRESETS, presets_of
from mock_ai.scenario import Scenario, ScenarioFake
from reports.chart_data import OutcomeGrid

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.row_classifier import RowClassifier, RowRegressor
    from mock_ai.fault_catalogue import PossibleFault

SCENARIO = "fake.scenario"  # the key of a fact
SCATTER = 37  # has no divisor in common with 100, so that every place is visited


def scenarios_of(project: Project) -> tuple[tuple[int | None, Scenario], ...]:
    """The project's scenarios with their row ids; the six presets (without ids) where it has none yet.

    A stored one that cannot be played (from a foreign or damaged file) is left out; ``unplayable`` names it.
    """
    return project.until_change("scenarios", lambda: _scenarios(project))


def _scenarios(project: Project) -> tuple[tuple[int | None, Scenario], ...]:
    played = ((row.id, _playable(row.document, project)) for row in project.scenarios())
    stored = tuple((row_id, one) for row_id, one in played if one is not None)
    kind = kind_of(project)
    presets = presets_of(kind.name) if kind is not None else PRESETS
    return stored or tuple(
        (None, with_kind(Scenario.from_json(with_classes(p.to_json(), project)), project))
        for p in presets
    )


def unplayable(project: Project) -> tuple[str, ...]:
    """The names of stored scenarios that cannot be played."""
    return tuple(
        row.name for row in project.scenarios() if _playable(row.document, project) is None
    )


def _playable(document: dict[str, Json], project: Project) -> Scenario | None:
    try:
        return with_kind(Scenario.from_json(with_classes(document, project)), project)
    except UserError:
        return None


def active_scenario(project: Project) -> tuple[int | None, Scenario]:
    """The scenario that answers now, by the name it keeps for clients (its ``id``); the first one if none is chosen."""
    scenarios = scenarios_of(project)
    chosen = project.answer(SCENARIO)
    return next((pair for pair in scenarios if pair[1].id == chosen), scenarios[0])


def with_classes(document: dict[str, Json], project: Project) -> dict[str, Json]:
    """A scenario that answers with this project's classes, as they are called now; or with those of a borrowed set."""
    borrowed = borrowed_classes(project)
    names = lent_classes(borrowed) if borrowed else [c.name for c in project.classes()]
    names = row_classes(project) or names
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
    """The scenario at work on this project's labelled examples; strangers get a made-up answer.

    That of another kind than classify answers from good answers, ready-made ones where the project has none.
    """
    if scenario.product != CLASSES:
        return scenario.fake()
    return scenario.fake(known=known_classes(project))


def with_kind(scenario: Scenario, project: Project) -> Scenario:
    """The scenario as a product of the project's kind, on the ready-made set that was chosen where it has no examples of its own."""
    kind = kind_of(project)
    if kind is None:
        return scenario
    if kind.name == "classify":
        return replace(scenario, product=CLASSES)
    product = scenario.product
    if product.kind != kind.name:
        product = KindSetting(kind.name)
    if rows := row_examples(project):
        return replace(scenario, product=KindSetting.of(kind.name, product.values, rows))
    if product.borrowed and (named := str(project.answer(READY_MADE_KEY) or "")):
        product = replace(product, ready_made=named)
    return replace(scenario, product=product)


def known_classes(project: Project) -> dict[str, str]:
    """The class of each labelled example, or of each item of a borrowed set, by its SHA-256."""
    borrowed = borrowed_classes(project)
    if borrowed is not None:
        return lent_labels(borrowed)
    return classes_by_content(project)


def answering(project: Project) -> "tuple[ScenarioFake | OnnxClassifier | RowClassifier | RowRegressor, str]":  # fmt: skip
    """What answers now, with its name for clients: the active scenario, or the model of the run in use.

    Takes up to a second (hashes of all examples, or a model to load): not for the GUI thread.
    """
    run = served_run(project)
    if run is not None:
        from estimators.table.row_classifier import served_model

        model = project.caches.model(run.model_sha256)
        return served_model(model, files=shown_files(project)), f"run-{run.number}"
    scenario = active_scenario(project)[1]
    return fake_of(project, scenario), scenario.id


def reference_ticks(project: Project) -> tuple[tuple[float, str], ...]:
    """Values worth comparing a dial with: the majority baseline and what people do today, where they are known."""
    ticks = []
    counts = Counter({c.name: c.examples for c in project.classes()})
    total = sum(counts.values())
    run = run_in_use(project)
    if run is not None:
        baseline = run.result.baseline
        ticks.append(
            (
                baseline.measured.value,
                tr("always “{baseline_class}”", baseline_class=run.result.baseline_class),
            )
        )
    elif total:
        name, most = counts.most_common(1)[0]
        ticks.append((most / total, tr("always “{name}”", name=name)))
    today = project.answer("today_accuracy")
    if isinstance(today, dict):
        ticks.append(((today["low"] + today["high"]) / 2, tr("people today")))
    return tuple(ticks)


def outcome_grid(scenario: Scenario, many: str) -> OutcomeGrid:
    """What 100 answers of a scenario would look like; ``many`` is what examples are called.

    Exactly what the headline says of them, never a draw: those that do not come stand in the note.
    """
    if scenario.product != CLASSES:
        return _kind_grid(scenario)
    right = sum(scenario.accuracy_at(place) for place in range(100))
    comes = (1 - scenario.no_answer_rate - scenario.error_rate) * (1 - scenario.unknown_rate)
    silent = round(100 * (1 - comes))
    return OutcomeGrid(
        tr("What 100 answers would look like"),
        tr("The next 100 {many} that it answers, exactly as the dials stand.", many=many)
        if not silent
        else tr(
            "The next 100 {many} that it answers, exactly as the dials stand; {n} in 100 get no answer.",
            many=many,
            n=silent,
        ),
        _scattered({"right": right, "wrong": 100 - right}),
        says_all=False,
    )


def _scattered(amounts: Mapping[str, float]) -> tuple[str, ...]:
    """A hundred outcomes in these proportions, always in the same places."""
    counts = dict(zip(amounts, apportioned(100, list(amounts.values())), strict=True))
    outcomes = [name for name, n in counts.items() for _ in range(n)]
    return tuple(outcomes[place * SCATTER % 100] for place in range(100))


def _kind_grid(scenario: Scenario) -> OutcomeGrid:
    from mock_ai.kinds.registry import kind_fake_entry

    product = scenario.product
    entry = kind_fake_entry(product.kind)
    failing = dict(entry.failure_shares(product.values, product.level))
    silent = round(100 * (scenario.no_answer_rate + scenario.error_rate))
    words = {"right": tr("good"), **{one.name: one.label for one in entry.failures}}
    return OutcomeGrid(
        tr("What 100 {things} would look like", things=entry.counted),
        tr("The next 100, exactly as the dials stand.")
        if not silent
        else tr("The next 100, exactly as the dials stand; {n} in 100 get none.", n=silent),
        _scattered({"right": 1 - sum(failing.values()), **failing}),
        words=tuple(words.items()),
        says_all=False,
    )


_NAMED = 3


def troubles_sentence(scenario: Scenario) -> str:
    """Which ones, the most frequent first."""
    found = sorted(_besides(scenario), key=lambda one: -one.rate)
    if not found:
        return tr("Nothing else goes wrong.")
    named = ", ".join(f"{one.name} {percent(one.rate)}" for one in found[:_NAMED])
    more = tr(" and {found} more", found=len(found) - _NAMED) if len(found) > _NAMED else ""
    return f"{named}{more}."


def troubles_count(scenario: Scenario) -> int:
    """How many there are."""
    return len(_besides(scenario))


def waits_words(scenario: Scenario) -> str:
    """How long it takes, also where the dial does not say it."""
    drawn = scenario.stubs.delay
    if drawn is not None:
        from mock_ai.stubs.faults_and_delays import RecordedDelays, UniformDelay

        if isinstance(drawn, UniformDelay):
            return tr("{low} to {high} s", low=f"{drawn.low:g}", high=f"{drawn.high:g}")
        if isinstance(drawn, RecordedDelays):
            return tr("{recorded} recorded", recorded=digits(len(drawn.recorded)))
    return seconds(scenario.delay.median_seconds)


def _besides(scenario: Scenario) -> "list[PossibleFault]":
    if not scenario.stubs.faults and not scenario.stubs.failures:
        return []
    from mock_ai.fault_catalogue import DIALS, possible_faults

    return [one for one in possible_faults(scenario) if one.rate and one.id not in DIALS]
