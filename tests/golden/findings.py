"""What the public functions of `desktop.findings` say of a project, whichever they are.

Each is called with what its parameters without a default ask for: values of the type that is written there (the project and
what hangs on it first, then whatever other findings came to), and texts and numbers that the name stands for. One that wants
something else, or refuses it, is left out. The lines are sorted and each is there once, so that a function, a module or a field
can get another name or place and nothing changes here: what a line says of is told by its words.
"""

import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from itertools import islice, product
from typing import Any

import desktop.findings
from desktop.findings.case import case_of
from desktop.findings.decide.verdict import work_out
from desktop.project.project import Project
from desktop.project.record_kinds import RECORD_KINDS
from estimators.acceptance.readiness.lists import lists
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.result import accept
from estimators.acceptance.sequential import SequentialTest
from estimators.base.errors import UserError
from estimators.case.given_number import AskedNumber
from estimators.case.options import VERDICT_WORDS
from reports.provenance import Provenance
from tests.golden.keeping import lines_of

ROUNDS = 3  # what the findings of one round came to is given to those of the next
OF_A_TYPE, CALLS = 3, 16
_SEVERAL = re.compile(
    r"(?:[\w.]+\.)?(?:Sequence|Iterable|Collection|tuple|list)\[([\w.]+)(?:, \.\.\.)?\]"
)
LONGEST = 5_000  # what is longer is an engine's whole answer, which is kept by itself


def every_finding(project: Project) -> list[str]:
    """Every line that one of them says."""
    by_type: dict[str, list[object]] = defaultdict(list)
    worked = work_out(case_of(project))
    refused = AskedNumber("accuracy_gate", "").refused(2, "must be below 1", "Write 0.9.")
    by_type["UserError"] = [refused]
    for value in (project, worked, refused, *_held_by(project)):
        _hold(value, by_type)
    by_name = _by_name(project, worked.case)
    found: set[str] = set()
    done: set[Callable[..., object]] = set()
    for _ in range(ROUNDS):
        for function in _public():
            given = None if function in done else _given(function, by_type, by_name)
            if given is None:
                continue
            done.add(function)
            more = _given(function, by_type, by_name, defaults=True)
            calls = [*islice(product(*given), CALLS), *islice(product(*more or []), CALLS)]
            for values in calls:
                try:
                    said = function(*values)
                    lines = list(lines_of([said] if is_dataclass(said) else said))
                except Exception:  # noqa: BLE001  it refuses these
                    continue
                _hold(said, by_type)
                found.update(lines)
    return sorted(line for line in found if " at 0x" not in line and len(line) < LONGEST)


def _public() -> Iterator[Callable[..., object]]:
    for module in pkgutil.walk_packages(desktop.findings.__path__, "desktop.findings."):
        held = import_module(module.name)
        for name, part in vars(held).items():
            ours = inspect.isfunction(part) and part.__module__ == module.name
            if ours and not name.startswith("_"):
                yield part


def _held_by(project: Project) -> Iterator[object]:
    """What a project consists of, and the lists that it is asked about."""
    rows = (project.bars, project.sessions, project.conditions, project.signoffs, project.classes)
    for each in (*rows, project.runs, project.scenarios, project.examples):
        yield from each()
    for kind in RECORD_KINDS:
        if (record := project.record(kind)) is not None:
            yield record.value
    yield SequentialTest(0.8, 0.9)
    yield accept(163, 180, 0.85, looks=2)
    yield next(lists()["hax"].items())
    yield Tripwire("precision", "below", "0.9", "a week", "switch it off")


def _given(
    function: Callable[..., object],
    by_type: Mapping[str, list[object]],
    by_name: Mapping[str, list[object]],
    *,
    defaults: bool = False,
) -> list[list[object]] | None:
    """What each parameter may be, those with a default too if asked; None where there is nothing for one."""
    given = []
    for wanted in inspect.signature(function).parameters.values():
        if wanted.kind is wanted.KEYWORD_ONLY or not (defaults or wanted.default is wanted.empty):
            continue
        kind = inspect.formatannotation(wanted.annotation).strip("'").removesuffix(" | None")
        several = _SEVERAL.fullmatch(kind)
        held = by_type.get((several[1] if several else kind).rpartition(".")[2])
        values = [tuple(held)] if several and held else held or by_name.get(wanted.name)
        if not values:
            return None
        given.append(values)
    return given


def _hold(value: object, by_type: dict[str, list[object]]) -> None:
    """Keep a value, and what it consists of, for those who want one of its type."""
    held = by_type[type(value).__name__]
    if isinstance(value, Mapping):
        for part in value.values():
            _hold(part, by_type)
    elif isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        for part in value[:OF_A_TYPE]:
            _hold(part, by_type)
    elif _is_value(value) and len(held) < OF_A_TYPE and value not in held:
        held.append(value)
        for part in fields(value) if is_dataclass(value) else ():
            _hold(getattr(value, part.name), by_type)


def _is_value(value: object) -> bool:
    """A record of any kind, or what is asked of one."""
    whole = (Project, UserError, SequentialTest)
    return is_dataclass(value) or hasattr(value, "_fields") or isinstance(value, whole)


def _by_name(project: Project, case: Mapping[str, Any]) -> dict[str, list[object]]:
    """What a text, a number or a collection of that name may be."""
    classes: list[object] = [one.name for one in project.classes()]
    verdicts: list[object] = list(VERDICT_WORDS)
    return {
        "case": [case],
        "runs": [project.runs()],
        "label": classes,
        "name": classes[:1],
        "negative": classes[:1],
        "verdict": verdicts,
        "cutoff": [0.6, 0.9],
        "target": [0.9],
        "share": [0.8],
        "confidence": [0.95],
        "currency": ["USD"],
        "words": ["in words"],
        "reason": ["a reason"],
        "kind": ["launch", "brief"],
        "metric": ["accuracy", "cost"],
        "value": [0.8, "yes"],
        "low": [0.6],
        "high": [0.85],
        "lowest": [0.42],
        "smallest": [20.0],
        "furthest": [300.0],
        "goal": [0.7],
        "true_accuracy": [0.9],
        "observed": [0.9, None],
        "assumed": [0.9, None],
        "chance": [0.3, 0.9],
        "months": [12, 40],
        "answered": [3],
        "total": [12],
        "more": [100],
        "of": [5],
        "sizes": [3],
        "correct": [True],
        "text": ["some text"],
        "why": ["because"],
        "source": ["your choice"],
        "provenance": list(Provenance),
        "unit": ["share", "money", "cases a month"],
        "key": ["launch.decision"],
        "fingerprint": [project.fingerprint()],
        "labels": [tuple(classes)],
        "truth": classes,
        "said": classes,
        "cutoffs": [(0.6, 0.9)],
        "many": ["photos"],
        "row": list(project.requests.rows()),
        "rows": [project.requests.rows(), ()],
        "sections": [("decision", "accuracy")],
        "address": ["/v1/predict"],
        "at": [0],
        "day": [date(2026, 5, 4)],
        "record": [project.record(kind) for kind in RECORD_KINDS],
        "number": [1],
        "n": [1, 40],
    }
