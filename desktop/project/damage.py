"""Whether a project holds what we write: asked after something failed on it, to tell a damaged file from a bug of ours.

Reading checks no more than it needs (``decode``); this goes over everything, down to the type of every number of a result.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.project import decode
from desktop.project.question_kinds import Kind
from desktop.project.records import Fact, Json
from desktop.project.trouble import DamageError, explain
from estimators.base.codec import convert
from estimators.base.errors import UserError

if TYPE_CHECKING:
    from desktop.project.project import Project

_HASH = re.compile(r"(?:[0-9a-f]{64})?")  # empty where the file could not be read


def find_damage(project: "Project") -> UserError | None:
    """The first thing in the project that is not as we write it, in a sentence; None where all is."""
    for place, look in _looks(project):
        try:
            whole = look()
        except UserError as error:  # what SQLite, or reading the rows, says
            return error
        except decode.DATA_ERRORS:
            whole = False
        if not whole:
            return explain(DamageError(place), project.path)
    return None


def _looks(project: "Project") -> Iterator[tuple[str, Callable[[], bool]]]:
    yield "its name", lambda: _is_texts(project, "SELECT uid, name, organisation FROM project")
    yield "its dates", lambda: bool(datetime.fromisoformat(project.last_change()))
    yield "its classes", lambda: _are_counted(project)
    yield "its answers", lambda: all(map(_is_fact, project.facts().values()))
    yield "its examples", lambda: _are_examples(project)
    yield "its trainings", lambda: bool(project.runs()) or True
    for run in project.runs():
        has_model = partial(project.caches.has_model, run.model_sha256)
        yield f"the model of training {run.number}", has_model
    yield "its scenarios", lambda: bool(project.scenarios()) or True
    yield "its demo sessions", lambda: _are_sessions(project)
    yield "its bar", lambda: bool(project.bars()) or True
    yield "its conditions", lambda: bool(project.conditions()) or True
    yield "its signatures", lambda: bool(project.signoffs()) or True
    for kind in project.record_kinds():
        yield f"the kept result “{kind}”", partial(_is_record, project, kind)


def _is_texts(project: "Project", query: str) -> bool:
    rows = project.file.read(query, ())
    return bool(rows) and all(isinstance(one, str) for row in rows for one in row)


def _are_counted(project: "Project") -> bool:
    return all(c.learn >= 0 and c.held_out >= 0 for c in project.classes())


def _are_examples(project: "Project") -> bool:
    from estimators.classifier.modality import MODALITIES

    known = {modality.name for modality in MODALITIES}
    classes = {one.id for one in project.classes()}
    return all(
        one.modality in known
        and (one.class_id is None or one.class_id in classes)
        and _HASH.fullmatch(one.sha256)
        for one in project.examples()
    )


def _is_fact(fact: Fact) -> bool:
    from desktop.project.questions import question_of

    asked = question_of(fact.key)
    if asked is None or not fact.known:
        return True
    match asked.kind:
        case Kind.RANGE:
            given = fact.value
            return decode.is_number(given["low"]) and decode.is_number(given["high"])
        case Kind.NUMBER | Kind.LEVEL:
            return decode.is_number(fact.value)
        case _:
            return isinstance(fact.value, str)


def _are_sessions(project: "Project") -> bool:
    from mock_ai.demo.plan import DemoPlan

    for session in project.sessions():
        if not decode.is_number(session.scenario.get("accuracy", 0.0)):
            return False
        if "plan" in session.payload:
            try:
                DemoPlan.from_json(session.payload["plan"])
            except UserError:  # words for who types a plan; nobody typed this one
                return False
        for reaction in session.reactions:
            shown = reaction.payload.get("shown_accuracy", 0.0)
            if not decode.is_number(shown) or not decode.finite(reaction.payload):
                return False
    return True


_NUMBER = float
_FORECAST = {"n": _NUMBER, "p5": _NUMBER, "p50": _NUMBER, "p95": _NUMBER}
_MEASURED = {"n": _NUMBER, "mean": _NUMBER, "std": _NUMBER, "repeats": _NUMBER}
_KEPT: dict[str, dict[str, Any]] = {
    "learning curve": {
        "have": _NUMBER,
        "measured": [_MEASURED],
        "forecast": [_FORECAST],
        "now": _FORECAST,
        "by_class": [{"class": str, "examples": _NUMBER}],
        "headline": str,
        "purchase_title": str,
        "plan_remarks": [str],
        "remarks": [str],
        "asked": dict,
        "required": dict,
        "reliability": dict,
        "what_if": [dict],
        "curves": dict,
    },
    "assessment": {
        "verdict": str,
        "headline": str,
        "why": str,
        "reasons": list,
        "flip_points": list,
        "unknowns": list,
    },
    "label next": {"rows": [{"path": str, "why": str}]},
    "replay": {"rows": [{"id": int}], "answerers": [dict], "agreement": list, "right": list},
    "task forecast": {"asked": dict, "kinds": [dict]},
    "collection plan": {
        "wishes": [{"text": str}],
        "tested": _NUMBER,
        "wrong": _NUMBER,
        "run": _NUMBER,
    },
    "made examples": {
        "help": {"with_them": _NUMBER, "without": _NUMBER},
        "made": _NUMBER,
        "made_from": _NUMBER,
        "sentence": str,
    },
    "report": {"sha256": str},
}
"""What reading a kept result takes for granted, where no class reads it back."""


def _is_record(project: "Project", kind: str) -> bool:
    record = project.record(kind)
    if record is None:
        return True
    payload = record.payload
    if kind == "inspection":
        from estimators.classifier.data_issue import HygieneReport

        return bool(convert(payload, HygieneReport))
    if kind == "learning curve" and not payload.get("measured"):
        return True
    return decode.finite(payload) and _has(payload, _KEPT.get(kind, {}))


def _has(value: Json, wanted: Any) -> bool:
    """Whether a value of JSON has at least these keys, and what stands there is of these kinds."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(
            key in value and _has(value[key], one) for key, one in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(value, list) and all(_has(one, wanted[0]) for one in value)
    return decode.is_number(value) if wanted is _NUMBER else isinstance(value, wanted)
