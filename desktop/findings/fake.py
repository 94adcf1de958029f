"""The fake of a project: its scenarios, and the truth that it errs against."""

from desktop.project.project import Project
from desktop.project.records import Json
from mock_ai.presets import PRESETS
from mock_ai.scenario import Scenario, ScenarioFake


def scenarios_of(project: Project) -> tuple[tuple[int | None, Scenario], ...]:
    """The project's scenarios with their row ids; the six presets (without ids) where it has none yet."""
    stored = tuple(
        (row.id, Scenario.from_json(with_classes(row.payload, project)))
        for row in project.scenarios()
    )
    return stored or tuple(
        (None, Scenario.from_json(with_classes(p.to_json(), project))) for p in PRESETS
    )


def with_classes(payload: dict[str, Json], project: Project) -> dict[str, Json]:
    """A scenario that answers with this project's classes, as they are called now."""
    names = [c.name for c in project.classes()]
    return {**payload, "classes": names} if len(names) > 1 else payload


def fake_of(project: Project, scenario: Scenario) -> ScenarioFake:
    """The scenario at work on this project's labelled examples; strangers get a made-up answer."""
    return scenario.fake(known={e.sha256: e.class_name for e in project.labelled() if e.class_name})
