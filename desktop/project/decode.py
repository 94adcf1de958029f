"""From rows to records: the one place where what a stranger, or a damaged disk, left in a row is told from what we write.

A value that no project has raises ``DamageError``; ``Project`` makes one sentence of it that names the file.
"""

import json
import math
from collections.abc import Mapping
from typing import TypeVar

from desktop.project.records import (
    RUN_SETTINGS,
    SESSION_NOTES,
    SHOWN_SCENARIO,
    Bar,
    ClassInfo,
    Condition,
    DemoSession,
    Example,
    Fact,
    Json,
    KeptReaction,
    Record,
    RecordKind,
    Run,
    ScenarioRow,
    SignOff,
)
from desktop.project.trouble import DamageError
from estimators.base.codec import MismatchError, Schema, convert
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.training_result import TRAINING_RESULT
from mock_ai.reaction import Reaction
from reports.provenance import Provenance

T = TypeVar("T")
LONGEST_PATH = 40_000  # letters; Windows allows 32,767
LONGEST_CLASS = (
    1_000  # letters; a person may type 200, and training has an array of as many for each example
)

# What reading a value can raise where it is not what it should be.
DATA_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def document(text: Json, place: str) -> dict[str, Json]:
    """An object of JSON."""
    return expect(value(text, place), dict, place)


def typed(schema: Schema[T], text: Json, place: str) -> T:
    """A value of a class, from the text that the codec wrote."""
    try:
        return schema.load(text)
    except MismatchError as error:
        raise DamageError(place) from error


def value(text: Json, place: str) -> Json:
    """Any value of JSON."""
    try:
        return json.loads(text)
    except DATA_ERRORS as error:
        raise DamageError(place) from error


def expect(found: Json, kind: type[T], place: str) -> T:
    """``found``, if it is one of these."""
    if not isinstance(found, kind):
        raise DamageError(place)
    return found


def texts(place: str, *found: Json) -> None:
    """All of these are text."""
    for one in found:
        expect(one, str, place)


def provenance(found: Json, place: str) -> Provenance:
    try:
        return Provenance(found)
    except DATA_ERRORS as error:
        raise DamageError(place) from error


def fact(key: Json, given: Json, source: Json, note: Json, at: Json) -> Fact:
    place = tr("the answer “{key}”", key=str(key)[:60])
    texts(place, key, note, at)
    kept = value(given, place)
    if not finite(kept):
        raise DamageError(place)
    return Fact(key, kept, provenance(source, place), note, at)


def class_info(
    row_id: Json, name: Json, description: Json, learn: Json, held_out: Json
) -> ClassInfo:
    texts("a class", name, description)
    if len(name) > LONGEST_CLASS:
        raise DamageError("a class")
    return ClassInfo(row_id, name, description, learn, held_out)


def example(*row: Json) -> Example:
    row_id, path, name, sha256, size, modality, class_id, class_name, held_out, *rest = row
    for one in (path, name, sha256, modality, *rest):
        if not isinstance(one, str):
            raise DamageError(tr("example {row_id}", row_id=row_id))
    odd = len(path) > LONGEST_PATH or not isinstance(size, int)
    if odd or not (isinstance(class_name, str) or class_name is None):
        raise DamageError(tr("example {row_id}", row_id=row_id))
    if len(class_name or "") > LONGEST_CLASS:
        raise DamageError("a class")
    facts = (row_id, path, name, sha256, size, modality, class_id, class_name)
    return Example(*facts, bool(held_out), *rest)


def run(*row: Json) -> Run:
    run_id, number, created, settings, result, sha256 = row
    place = tr("training {number}", number=number)
    texts(place, created, sha256)
    return Run(
        run_id,
        expect(number, int, place),
        created,
        typed(RUN_SETTINGS, settings, place),
        typed(TRAINING_RESULT, result, place),
        sha256,
    )


def scenario(row_id: Json, name: Json, payload: Json) -> ScenarioRow:
    place = "a scenario"
    texts(place, name)
    return ScenarioRow(row_id, name, document(payload, place))


def reaction(
    row_id: Json, number: Json, at: Json, outcome: Json, payload: Json
) -> tuple[int, KeptReaction]:
    """A reaction with the number of its session."""
    place = tr("reaction {row_id}", row_id=row_id)
    said = document(payload, place)
    said.setdefault("item", said.pop("photo", ""))
    said.setdefault("shown_accuracy", 0.0)
    said |= {"session": str(number), "outcome": outcome, "at": at}
    try:
        return number, KeptReaction(row_id, convert(said, Reaction))
    except (MismatchError, UserError) as error:
        raise DamageError(place) from error


def session(row: tuple[Json, ...], rows: Mapping[int, list[KeptReaction]]) -> DemoSession:
    row_id, number, started, shown, notes = row
    place = tr("demo session {number}", number=number)
    texts(place, started)
    return DemoSession(
        row_id,
        expect(number, int, place),
        started,
        typed(SHOWN_SCENARIO, shown, place),
        typed(SESSION_NOTES, notes, place),
        tuple(rows.get(number, ())),
    )


def record(kind: RecordKind[T], created: Json, fingerprint: Json, payload: Json) -> Record[T]:
    place = tr("the kept result “{name}”", name=kind.name)
    texts(place, created, fingerprint)
    return Record(typed(kind.schema, payload, place), fingerprint, created)


def bar(row_id: Json, given: Json, source: Json, reason: Json, at: Json) -> Bar:
    place = tr("the bar")
    texts(place, source, reason, at)
    parts = document(given, place)
    cutoff = parts.get("cutoff")
    numbers = [parts.get("value"), parts.get("confidence"), *([] if cutoff is None else [cutoff])]
    if not all(is_number(one) for one in numbers):
        raise DamageError(place)
    metric, of = parts.get("metric", "accuracy"), parts.get("of", "")
    cutoff_from = parts.get("cutoff_from", "")
    texts(place, metric, of, cutoff_from)
    from_ = provenance(parts.get("provenance"), place)
    return Bar(
        row_id,
        parts["value"],
        parts["confidence"],
        source,
        from_,
        reason,
        at,
        metric,
        of,
        cutoff,
        cutoff_from,
    )


def condition(row_id: Json, text: Json) -> Condition:
    texts("a condition", text)
    return Condition(row_id, text)


def signoff(row_id: Json, name: Json, role: Json, state: Json, at: Json) -> SignOff:
    texts("a signature", name, role, state, at)
    return SignOff(row_id, name, role, state, at)


def is_number(found: Json) -> bool:
    """Whether it is a finite number."""
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < math.inf


def finite(found: Json) -> bool:
    """Whether every number in a value of JSON is finite."""
    if isinstance(found, dict):
        return all(finite(one) for one in found.values())
    if isinstance(found, list):
        return all(finite(one) for one in found)
    return not isinstance(found, float) or math.isfinite(found)
