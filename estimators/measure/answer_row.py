"""One row of a table or of JSON lines, by whatever the usual tools call its columns: a case, an answer, or both."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimators.base.number_reader import read_share
from estimators.measure.case import CandidateAnswer, EvalCase, RowLoss, RowLosses

_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "case", "case_id", "sample_id", "question_id", "key"),
    "input": ("input", "question", "prompt", "query", "text"),
    "expected": ("expected", "target", "gold", "reference", "ideal", "ground_truth", "label"),
    "group": ("group", "group_id"),
    "slice": ("slice", "segment"),
    "candidate": ("candidate", "model", "system"),
    "answer": ("answer", "output", "prediction", "predicted", "response", "completion"),
    "trial": ("trial", "epoch", "repeat"),
    "low": ("low", "lower"),
    "high": ("high", "upper"),
    "certainty": ("confidence", "certainty", "probability"),
    "seconds": ("seconds", "latency_s", "latency", "duration"),
    "milliseconds": ("latency_ms", "milliseconds", "ms"),
    "tokens_in": ("tokens_in", "input_tokens", "prompt_tokens"),
    "tokens_out": ("tokens_out", "output_tokens", "completion_tokens"),
    "cost": ("cost", "price"),
    "error": ("error",),
    "passed": ("passed", "done", "success", "resolved"),
    "harm": ("harm", "harmful"),
    "steps": ("steps", "turns"),
    "human": ("human", "grade"),
    "judge": ("judge", "verdict"),
    "reason": ("reason", "failure_type"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
_LIKELY = {"message": "input", "customer": "group", "customer_id": "group", "topic": "slice"}
"""What a person may call a column whose meaning a window shows before it counts."""
LARGEST = 1e15
"""A number beyond it is a mistake, and sums of such would be endless."""
_HALF = re.compile("[\ud800-\udfff]")
_RATER = "human_"
_GRADES = {
    **dict.fromkeys(("1", "1.0", "pass", "passed", "true", "yes", "good", "right", "correct", "c"), True),
    **dict.fromkeys(("0", "0.0", "fail", "failed", "false", "no", "bad", "wrong", "incorrect", "i"), False),
}  # fmt: skip


@dataclass(frozen=True)
class OwnColumns:
    """Columns that somebody named; None for the usual names.

    - `group`, `slice`: what belongs together, and what kind of case it is; where a file has no such column, nothing is said of it.
    - `id`, `input`, `expected`, `answer`: as the fields; the file has to have these.
    - `likely`: names that people give are taken as well ("customer", "topic"); a command takes only what it says it takes.
    """

    group: str | None = None
    slice: str | None = None
    likely: bool = False
    id: str | None = None
    input: str | None = None
    expected: str | None = None
    answer: str | None = None

    def missing(self, names: Sequence[str]) -> str:
        """The first that the file has to have and lacks; empty where it has all."""
        wanted = (self.id, self.input, self.expected, self.answer)
        return next((one for one in wanted if one is not None and place_of(one, names) is None), "")


USUAL_COLUMNS = OwnColumns()


def row_fields(names: Sequence[str], own: OwnColumns = USUAL_COLUMNS) -> dict[int, tuple[str, ...]]:
    """Which of the columns hold what, by their places; a column that somebody named may hold something else as well.

    Where two names mean the same, the first in the order of the usual names counts.
    """
    plain = ["_".join(name.casefold().split()) for name in names]
    found: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(plain):
        likely = _LIKELY.get(name) if own.likely else None
        field = _FIELDS.get(name) or likely or (name if name.startswith(_RATER) else None)
        if field is None:
            continue
        usual = _NAMES.get(field, (name,))
        rank = usual.index(name) if name in usual else len(usual)
        if field not in found or rank < found[field][0]:
            found[field] = rank, at
    for field in ("id", "input", "expected", "answer", "group", "slice"):
        wanted: str | None = getattr(own, field)
        place = None if wanted is None else place_of(wanted, names)
        if place is not None:
            found[field] = 0, place
    places: dict[int, tuple[str, ...]] = {}
    for field, (_, at) in found.items():
        places[at] = (*places.get(at, ()), field)
    return places


def place_of(wanted: str, names: Sequence[str]) -> int | None:
    """Which column is called so, whatever its case; None where none is."""
    plain = [name.strip().casefold() for name in names]
    return plain.index(wanted.strip().casefold()) if wanted.strip().casefold() in plain else None


def fields_in_row(places: Mapping[int, tuple[str, ...]], cells: Sequence[Any]) -> dict[str, Any]:
    """What stands in the fields of a row, by the places of its columns."""
    return {field: cells[at] for at, fields in places.items() for field in fields}


def as_text(value: Any) -> str | None:
    """A value of JSON as the text of an answer: objects and lists as JSON; None for null and for nothing but blanks."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if not text.isascii():
        text = _HALF.sub("\ufffd", text)  # half of a character is none, and no file can hold it
    return text if text.strip() else None


def case_of_row(row: Mapping[str, Any]) -> EvalCase:
    return EvalCase(
        id=_name(row.get("id")),
        input=as_text(row.get("input")) or "",
        expected=as_text(row.get("expected")),
        group=_name(row.get("group")),
        slice=_name(row.get("slice")),
    )


def answer_of_row(row: Mapping[str, Any], losses: RowLosses, line: int) -> CandidateAnswer:
    """The answer that a row tells of; numbers and grades that cannot be read are counted and unknown."""

    def number(field: str) -> float | None:
        return number_of(row.get(field), losses, line)

    def whole(field: str) -> int | None:
        value = number(field)
        return None if value is None else round(value)

    def grade(field: str) -> bool | None:
        return grade_of(row.get(field), losses, line)

    seconds, milliseconds = number("seconds"), number("milliseconds")
    if seconds is None and milliseconds is not None:
        seconds = milliseconds / 1000
    raters = [(field, grade(field)) for field in row if field.startswith(_RATER)]
    return CandidateAnswer(
        case=_name(row.get("id")),
        answer=as_text(row.get("answer")),
        trial=whole("trial") or 0,
        low=number("low"),
        high=number("high"),
        certainty=number("certainty"),
        seconds=seconds,
        tokens_in=whole("tokens_in"),
        tokens_out=whole("tokens_out"),
        cost=number("cost"),
        error=as_text(row.get("error")) or "",
        passed=grade("passed"),
        harm=grade("harm"),
        steps=whole("steps"),
        human=grade("human"),
        raters=tuple((name, said) for name, said in raters if said is not None),
        judge=grade("judge"),
        reason=(as_text(row.get("reason")) or "").strip(),
    )


def number_of(value: Any, losses: RowLosses, line: int) -> float | None:
    """A number as a program or a person writes it; None where there is none, or it cannot be read (which is counted)."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        found: float | None = float(value) if abs(value) <= LARGEST else None
    else:
        found = _written_number(str(value))
    if found is None or not abs(found) <= LARGEST:  # not a number fits nowhere
        losses.add(RowLoss.BAD_NUMBER, line)
        return None
    return found


def _written_number(text: str) -> float | None:
    try:
        return float(text)  # as nearly all are, in a fiftieth of the time
    except ValueError:
        return read_share(text)


def grade_of(value: Any, losses: RowLosses, line: int) -> bool | None:
    """Pass or fail; None where nobody graded, or it says neither (which is counted)."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if text in _GRADES:
        return _GRADES[text]
    if text:
        losses.add(RowLoss.BAD_GRADE, line)
    return None


def _name(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a number that a program wrote with a point is still the same name
    return (as_text(value) or "").strip()
