"""Derived results in a project, as older versions wrote them: read by what reads older files."""

import json
from typing import Any

from desktop.project.project import Project
from desktop.project.records import RecordKind, SessionNotes, ShownScenario
from estimators.data_sufficiency.forecast_result import Forecast
from estimators.data_sufficiency.forecast_values import ForecastPoint, Reliability
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.purchase import Purchase
from mock_ai.reaction import Reaction, outcome_named


def keep(
    project: Project, kind: RecordKind[Any], document: dict[str, Any], fingerprint: str = ""
) -> None:
    """Keep what this document of the oldest layout says."""
    project.append_record(kind, kind.schema.load(json.dumps(document)), fingerprint)


def forecast_with(have: int = 400, teaches_most: str | None = None) -> Forecast:
    """A forecast that says no more than this."""
    return Forecast(
        measured=(MeasuredPoint(have, 0.8, 0.01, 3, 20, ()),),
        have=have,
        now=ForecastPoint(have, 0.76, 0.77, 0.78, 0.8, 0.82, 0.83, 0.84),
        curve=(),
        required=None,
        by_class=(),
        next_purchase=Purchase(0, None, None, None, None, None, None, "double", "$"),
        reliability=Reliability(0, 0, 0.8, 0.9),
        teaches_most=teaches_most,
    )


def begin_session(
    project: Project,
    name: str = "A fake",
    accuracy: float = 0.85,
    *,
    simulated: bool = True,
    **notes: Any,
) -> int:
    """A demo session that showed such a scenario; returns its id."""
    return project.append_session(ShownScenario(name, accuracy, simulated), SessionNotes(**notes))


def keep_reaction(
    project: Project,
    session: int,
    outcome: str,
    accuracy: float = 0.0,
    item: str = "",
    **facts: Any,
) -> None:
    """One answer of that accuracy, and what a person did with it."""
    project.append_reaction(session, Reaction("", item, accuracy, outcome_named(outcome), **facts))
