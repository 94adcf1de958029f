"""What was asked and answered, on disk before anything else happens: a log that is only ever added to, one JSON object a line.

A call is written down before it is sent and when it ended, and the disk is waited for each time. A process that is killed leaves
calls that began and did not end: they count as paid at the most that they can cost. A line that was torn off is cut away.
Answers are found by what was asked (the request itself, and the trial), so nothing that was received is asked again.
"""

import hashlib
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from estimators.atomic_file import sync_file, sync_folder
from estimators.base.codec import MismatchError, parse
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.case import CandidateAnswer
from estimators.measure.endpoint.prompt import scored_text
from estimators.measure.endpoint.wire import ReplyEnd

LOG_NAME = "smart-enough answers"
_FIRST = {"log": LOG_NAME, "version": 1}


@dataclass(frozen=True)
class LoggedAnswer:
    """One answer as it is kept.

    - `content`: the hash of what was asked, with the trial. `id`: the case. `candidate`: by its name, `setup` the hash of it.
    - `kind`: what was asked for, which says what of the answer is scored; "" for all of it.
    - `answer`: the whole text; None where it was refused or blocked without words. `end`: why it ends.
    - `first_byte`, `seconds`: of the try that was answered. `tries`: how many it took.
    - `cost`: as booked, of this try; `doubted`: the service's own count of tokens is missing or cannot be.
    - `model`, `at`: as the service names its model, and when (UTC).
    """

    content: str
    id: str
    candidate: str
    setup: str
    answer: str | None
    kind: str = ""
    trial: int = 0
    end: str = "whole"
    seconds: float = 0.0
    first_byte: float = 0.0
    tries: int = 1
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: Decimal = Decimal(0)
    doubted: bool = False
    model: str = ""
    at: str = ""


@dataclass
class LogContents:
    """What a log holds.

    - `answers`: by content. `spent`: booked for all calls that ended; `lost`: the most that those can cost that began and did
      not end. `unreadable`: lines inside that are none; `torn`: whether its end was cut away.
    """

    answers: dict[str, LoggedAnswer] = field(default_factory=dict)
    spent: Decimal = Decimal(0)
    open_calls: dict[int, Decimal] = field(default_factory=dict)
    calls: int = 0
    unreadable: int = 0
    torn: bool = False

    @property
    def lost(self) -> Decimal:
        return sum(self.open_calls.values(), Decimal(0))


class AnswerLog:
    """The log in a file; make one with `AnswerLog.open`, in a `with` block.

    - `contents`: what it held when it was opened, and what came since.
    """

    def __init__(self, path: Path, file: IO[bytes], contents: LogContents, lock: Any) -> None:
        self.path, self.contents = path, contents
        self._file, self._lock = file, lock

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a log, or begin one.

        Raises `UserError` where the file is something else, cannot be written, or another run writes it.
        """
        lock = _locked(path)
        try:
            contents, whole = read_log(path) if path.exists() else (LogContents(), 0)
            file = path.open("r+b" if path.exists() else "w+b")
            file.truncate(whole)
            file.seek(whole)
            log = cls(path, file, contents, lock)
            if not whole:
                log._write(_FIRST)
                sync_folder(path.parent)
        except OSError as error:
            _let_go(lock)
            raise _cannot_write(path) from error
        except BaseException:
            _let_go(lock)
            raise
        return log

    def begin(self, content: str, case: str, trial: int, worst: Decimal) -> int:
        """A call is about to be sent: its number. Raises `OSError` where that cannot be kept; then it must not be sent."""
        number = self.contents.calls + 1
        self._write({"begun": number, "content": content, "id": case, "trial": trial, "worst": worst})  # fmt: skip
        self.contents.calls = number
        self.contents.open_calls[number] = worst
        return number

    def answered(self, number: int, answer: LoggedAnswer) -> None:
        """A call was answered. Raises `OSError` where that cannot be kept."""
        self.contents.open_calls.pop(number, None)
        self.contents.spent += answer.cost
        self.contents.answers[answer.content] = answer
        self._write({"answered": number, **msgspec.to_builtins(answer)})

    def failed(self, number: int, content: str, kind: str, cost: Decimal) -> None:
        """A call failed, and is booked so much. Raises `OSError` where that cannot be kept."""
        self.contents.open_calls.pop(number, None)
        self.contents.spent += cost
        self._write({"failed": number, "content": content, "kind": kind, "cost": cost})

    def describe(self, candidate: dict[str, Any]) -> None:
        """Who is asked from here on, for a person who reads the log; never with a key."""
        self._write({"candidate": candidate})

    def close(self) -> None:
        self._file.close()
        _let_go(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _write(self, line: dict[str, Any]) -> None:
        place = self._file.tell()
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
            sync_file(self.path)
        except OSError:
            self._file.seek(place)
            raise


def read_log(path: Path) -> tuple[LogContents, int]:
    """What a log holds, and how many bytes of it are whole lines.

    Raises `UserError` where the file is something else.
    """
    contents, whole = LogContents(), 0
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if not line.endswith(b"\n"):
                contents.torn = True
                break
            if number == 0 and not is_log(line):
                raise _no_log(path)
            whole += len(line)
            try:
                _take(contents, parse(line, dict[str, Any]))
            except (MismatchError, KeyError, TypeError, ArithmeticError, ValueError):
                contents.unreadable += 1
    if contents.torn and not whole and not is_log(path.read_bytes()):
        raise _no_log(path)
    return contents, whole


def as_candidate_answer(kept: LoggedAnswer) -> CandidateAnswer:
    """An answer of a log as the scorers read it; what was blocked without words is a failed call."""
    text = kept.answer
    blocked = text is None and kept.end in (ReplyEnd.BLOCKED, ReplyEnd.REFUSED)
    return CandidateAnswer(
        kept.id,
        None if text is None else scored_text(kept.kind, text),
        kept.trial,
        seconds=kept.seconds,
        tokens_in=kept.tokens_in,
        tokens_out=kept.tokens_out,
        cost=float(kept.cost),
        error=kept.end if blocked else "",
        model=kept.model,
        at=kept.at,
    )


def answers_in_log(path: Path) -> tuple[dict[str, tuple[CandidateAnswer, ...]], LogContents]:
    """The answers that a log holds, by candidate; where two were called the same, with the hash of each.

    Raises `UserError` where the file is none.
    """
    contents, _ = read_log(path)
    by_setup: dict[tuple[str, str], list[CandidateAnswer]] = {}
    for kept in contents.answers.values():
        by_setup.setdefault((kept.candidate, kept.setup), []).append(as_candidate_answer(kept))
    names = Counter(name for name, _ in by_setup)
    return {
        name if names[name] == 1 else f"{name} {setup[:6]}": tuple(given)
        for (name, setup), given in by_setup.items()
    }, contents


def is_log(start: bytes) -> bool:
    """Whether a file that begins so is a log of answers."""
    return msgspec.json.encode(_FIRST).startswith(start.split(b"\n")[0]) and bool(start)


def _take(contents: LogContents, line: dict[str, Any]) -> None:
    if "begun" in line:
        number = int(line["begun"])
        contents.calls = max(contents.calls, number)
        contents.open_calls[number] = Decimal(line["worst"])
    elif "answered" in line:
        number = int(line.pop("answered"))
        answer = msgspec.convert(line, LoggedAnswer, strict=False)
        contents.open_calls.pop(number, None)
        contents.spent += answer.cost
        contents.answers[answer.content] = answer
    elif "failed" in line:
        contents.open_calls.pop(int(line["failed"]), None)
        contents.spent += Decimal(line["cost"])


def _locked(path: Path) -> Any:
    """A lock of this computer on the file, by its whole name."""
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    lock = FileLock(Path(tempfile.gettempdir()) / f"smart-enough-{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UserError(
            tr("“{name}” is being written by another run.", name=path.name),
            tr("Two at once would ask, and pay, twice."),
            tr("Wait until it has ended, or give another file."),
        ) from None
    except OSError as error:
        raise _cannot_write(path) from error
    return lock


def _let_go(lock: Any) -> None:
    if os.name != "nt":  # an open file cannot be unlinked there
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


def _cannot_write(path: Path) -> UserError:
    return UserError(
        tr("“{name}” cannot be written.", name=path.name),
        tr("Every answer is kept there before the next is asked for."),
        tr("Give another place: --answers-out FILE."),
    )


def _no_log(path: Path) -> UserError:
    return UserError(
        tr("“{name}” is something else than a log of answers.", name=path.name),
        tr("It is left as it is."),
        tr("Give another place: --answers-out FILE."),
    )
