"""Inspect AI's logs: `.json`, and `.eval` (a zip of samples) as far as Python's zipfile opens it.

A sample is a case, an epoch a trial, the first scorer's verdict a judge's. Source of the fields: `EvalLog` and `EvalSample`,
https://inspect.aisi.org.uk/reference/inspect_ai.log.html
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from estimators.base.codec import MismatchError, convert, parse
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.answer_row import as_text
from estimators.measure.case import CandidateAnswer, EvalCase, RowLoss, RowLosses

_MOST_UNPACKED = 2_000_000_000
_ONE_SAMPLE = 200_000_000
_VERDICTS = {"C": True, "I": False, "N": False}
"""Correct, incorrect, no answer; P, partly right, is neither."""


@dataclass(frozen=True)
class _Error:
    message: str = ""


@dataclass(frozen=True)
class _Mark:
    value: Any = None
    answer: Any = None


@dataclass(frozen=True)
class _Output:
    choices: list[dict[str, Any]] = field(default_factory=list)
    completion: Any = None
    usage: dict[str, Any] | None = None
    time: float | None = None


@dataclass(frozen=True)
class _Sample:
    id: int | str
    input: Any = None
    target: Any = None
    epoch: int = 1
    output: _Output | None = None
    scores: dict[str, _Mark] | None = None
    model_usage: dict[str, dict[str, Any]] | None = None
    total_time: float | None = None
    error: _Error | None = None


@dataclass
class InspectReader:
    """Takes sample after sample; `cases` and `answers` hold what they said."""

    losses: RowLosses
    cases: dict[str, EvalCase] = field(default_factory=dict)
    answers: list[CandidateAnswer] = field(default_factory=list)
    rows: int = 0

    def read(self, documents: Iterable[Any]) -> None:
        """Take samples; what is none is counted."""
        for document in documents:
            self.rows += 1
            try:
                self._take(convert(document, _Sample))
            except MismatchError:
                self.losses.add(RowLoss.UNREADABLE)

    def _take(self, sample: _Sample) -> None:
        case = str(sample.id)
        if case not in self.cases:
            self.cases[case] = EvalCase(case, last_message(sample.input), _target(sample.target))
        mark = next(iter((sample.scores or {}).values()), _Mark())
        output = sample.output or _Output()
        usage = list((sample.model_usage or {}).values()) or [output.usage or {}]
        self.answers.append(
            CandidateAnswer(
                case=case,
                answer=as_text(mark.answer) or _completion(output),
                trial=max(sample.epoch - 1, 0),
                seconds=output.time if sample.total_time is None else sample.total_time,
                tokens_in=_summed(usage, "input_tokens"),
                tokens_out=_summed(usage, "output_tokens"),
                error=(sample.error.message or "error") if sample.error else "",
                judge=None if sample.error else _verdict(mark.value),
            )
        )


def eval_archive(path: Path, losses: RowLosses) -> tuple[Any, Iterator[Any]]:
    """The header of an `.eval` file, and its samples one after another.

    Raises `UserError` where the archive is damaged, is no log, or is packed in a way that Python cannot unpack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if one.filename.startswith("samples/")]
            if sum(one.file_size for one in members) > _MOST_UNPACKED:
                raise _not_opened(path, tr("It is too large unpacked."))
            names = set(archive.namelist())
            head = next((n for n in ("header.json", "_journal/start.json") if n in names), None)
            if head is None:
                raise _not_opened(path, tr("It is a zip archive, but none of Inspect’s logs."))
            header = parse(archive.read(head), dict[str, Any])
    except (zipfile.BadZipFile, NotImplementedError, OSError, MismatchError, RuntimeError) as error:
        raise _not_opened(path, tr("It is damaged, or packed in a newer way.")) from error
    return header, _samples(path, members, losses)


def _samples(path: Path, members: list[zipfile.ZipInfo], losses: RowLosses) -> Iterator[Any]:
    with zipfile.ZipFile(path) as archive:
        for member in members:
            if member.file_size > _ONE_SAMPLE:
                losses.add(RowLoss.UNREADABLE)
                continue
            try:
                yield parse(archive.read(member), dict[str, Any])
            except (zipfile.BadZipFile, NotImplementedError, OSError, MismatchError, RuntimeError):
                losses.add(RowLoss.UNREADABLE)


def _not_opened(path: Path, why: str) -> UserError:
    return UserError(
        tr("“{name}” can’t be opened.", name=path.name),
        why,
        tr("Write it as JSON with: inspect log dump {name} > log.json", name=path.name),
    )


def last_message(value: Any) -> str:
    """An input as text: itself, or what the user said last in a conversation."""
    if isinstance(value, list):
        turns = [turn for turn in value if isinstance(turn, dict)]
        asked = [turn for turn in turns if turn.get("role") == "user"] or turns
        return content_text(asked[-1].get("content")) if asked else ""
    return as_text(value) or ""


def content_text(value: Any) -> str:
    """What a message says: a text, or the texts among its parts."""
    if isinstance(value, list):
        parts = [part.get("text") for part in value if isinstance(part, dict)]
        return "\n".join(part for part in parts if isinstance(part, str))
    return as_text(value) or ""


def _completion(output: _Output) -> str | None:
    if isinstance(output.completion, str) and output.completion.strip():
        return output.completion
    message = output.choices[0].get("message") if output.choices else None
    return content_text(message.get("content")) or None if isinstance(message, dict) else None


def _target(value: Any) -> str | None:
    """The right answer; several that all are right, one after another."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " | ".join(value) or None
    return as_text(value)


def _verdict(value: Any) -> bool | None:
    if isinstance(value, str):
        return _VERDICTS.get(value)
    return bool(value) if isinstance(value, int | float) and value in (0, 1) else None


def _summed(usage: list[dict[str, Any]], name: str) -> int | None:
    found = [one[name] for one in usage if isinstance(one.get(name), int)]
    return sum(found) if found else None


def model_of(header: Any) -> str:
    """The candidate's name, from the part of a log that says what was run."""
    run: Mapping[str, Any] = header if isinstance(header, dict) else {}
    nested = run.get("eval")
    if isinstance(nested, dict):
        run = nested
    return str(run.get("model") or "")
