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
from desktop.project.record_kinds import RECORD_KINDS
from desktop.project.records import Fact, RecordKind
from desktop.project.trouble import DamageError, explain
from estimators.base.errors import UserError
from estimators.base.sentence import tr

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
    yield tr("its name"), lambda: _is_texts(project, "SELECT uid, name, organisation FROM project")
    yield tr("its dates"), lambda: bool(datetime.fromisoformat(project.last_change()))
    yield tr("its classes"), lambda: _are_counted(project)
    yield tr("its answers"), lambda: all(map(_is_fact, project.facts().values()))
    yield tr("its examples"), lambda: _are_examples(project)
    yield tr("its trainings"), lambda: bool(project.runs()) or True
    for run in project.runs():
        has_model = partial(project.caches.has_model, run.model_sha256)
        yield tr("the model of training {number}", number=run.number), has_model
    yield tr("its scenarios"), lambda: bool(project.scenarios()) or True
    yield tr("its demo sessions"), lambda: _are_sessions(project)
    yield tr("its bar"), lambda: bool(project.bars()) or True
    yield tr("its conditions"), lambda: bool(project.conditions()) or True
    yield tr("its signatures"), lambda: bool(project.signoffs()) or True
    for kind in RECORD_KINDS:
        yield tr("its kept results"), partial(_is_read, project, kind)


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
        case Kind.FLAGS:
            flags = {flag for flag, _ in asked.choices}
            return isinstance(fact.value, list) and all(each in flags for each in fact.value)
        case _:
            return isinstance(fact.value, str)


def _are_sessions(project: "Project") -> bool:
    from mock_ai.demo.plan import DemoPlan

    for session in project.sessions():
        if session.notes.plan is not None:
            try:
                DemoPlan.from_json(session.notes.plan)
            except UserError:  # words for who types a plan; nobody typed this one
                return False
    return True


def _is_read(project: "Project", kind: RecordKind[Any]) -> bool:
    return project.record(kind) is None or True
