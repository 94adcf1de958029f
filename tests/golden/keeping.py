"""What is said now beside what is kept in ``kept``; ``python -m tests.golden`` keeps what is said now instead."""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from desktop import __version__
from estimators.base.errors import UserError
from estimators.case.price_book import PriceLine

KEPT = Path(__file__).parent / "kept"
MOST_LINES = 24  # of the differences in a file that are printed
_LONG = re.compile(r"(?<![\w.])-?\d+\.\d{7,}(e-?\d+)?")
_TIME = re.compile(r"\b\d[\d.,]* (seconds|s|ms)\b")
_SIZE = re.compile(r"\b\d[\d.,]* (MB|kB|KB|bytes)\b")
_HASH = re.compile(r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{12,64}\b")
_PLACEHOLDERS = (
    (_HASH, "<hash>"),
    (re.compile(re.escape(__version__)), "<version>"),
    (re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?"), "<moment>"),
    (re.compile(r"\b(Saved|today) \d\d:\d\d"), r"\1 <time>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:<port>"),
    (
        re.compile(r"\bby \de-0[78] at most"),
        "by <rounding> at most",
    ),  # single precision, as a processor sums it
)
_MEASURED_ANEW = ("cli-train", "cli-evaluate", "cli-pack", "cli-inspect", "cli-forecast")
"""Of these, times and sizes differ from one day to the next."""

_PRICES_READ = date(2026, 11, 27)


def prices_read_on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which prices are more than half a year old is asked of one day, not of today."""
    is_old = PriceLine.is_old
    monkeypatch.setattr(PriceLine, "is_old", lambda line, _today: is_old(line, _PRICES_READ))


def check(said: Mapping[str, str], name: str, *, whole: bool = True) -> None:
    """Fail where files of ``KEPT / name`` are other than said, or (the ``whole`` folder) kept and not said."""
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    names = kept.keys() | said.keys() if whole else said.keys()
    if os.environ.get("SMART_ENOUGH_GOLDEN") == "rewrite":
        for file in names:
            (folder / file).unlink(missing_ok=True)
        for file, text in said.items():
            (folder / file).write_text(text, encoding="utf-8")
        return
    files = sorted(names, key=lambda file: (file == "evidence.txt", file))
    differences = [
        line
        for file in files
        for line in _difference(f"{name}/{file}", kept.get(file, ""), said.get(file, ""))
    ]
    told = ["Other sentences than those kept. If they are meant: python -m tests.golden"]
    assert not differences, "\n".join([*told, *differences])


def kept_files(said: Mapping[str, Sequence[str]], folder: Path) -> dict[str, str]:
    """The texts by the file that keeps them, with what differs from day to day taken out."""
    return {
        f"{surface}.txt": normalised(
            "".join(f"{line.rstrip()}\n" for line in lines), folder, surface
        )
        for surface, lines in said.items()
    }


def check_answers(file: str, answers: Mapping[str, object]) -> None:
    """Fail where the answers of an engine are other than those kept."""
    lines = [f"{name}: {line}" for name, answer in answers.items() for line in lines_of(answer)]
    check(kept_files({file: lines}, KEPT), "engines", whole=False)


def normalised(text: str, folder: Path, surface: str) -> str:
    """The text without what differs from one day, place or processor to the next."""
    for place, word in ((folder, "<folder>"), (folder.parent, "<folder>"), (Path.home(), "<home>")):
        text = text.replace(str(place), word)
    for pattern, word in _PLACEHOLDERS:
        text = pattern.sub(word, text)
    if surface in _MEASURED_ANEW:
        text = _SIZE.sub("<n> MB", _TIME.sub("<n> s", text))
    if surface == "evidence":
        text = _LONG.sub(lambda number: f"{float(number[0]):.6g}", text)
    return text


def _difference(file: str, kept: str, said: str) -> list[str]:
    """The first lines that differ, as ``diff -U1`` prints them."""
    files, lines = (f"kept/{file}", "said now"), (kept.splitlines(), said.splitlines())
    found = list(difflib.unified_diff(*lines, *files, n=1, lineterm=""))
    more = len(found) - MOST_LINES
    return found if more <= 0 else [*found[:MOST_LINES], f"… and {more} more lines"]


def lines_of(value: object) -> Iterator[str]:
    """A line for each part of a value: its texts and numbers in their order, whatever its fields are called."""
    parts = list(value.items()) if isinstance(value, Mapping) else _parts(value)
    for part in [value] if parts is None else [*parts, *_worked_out(value)]:
        if line := " | ".join(
            leaf for leaf in [*_leaves(part), *_of_all(_worked_out(part))] if leaf
        ):
            yield line


def _worked_out(value: object) -> Iterator[object]:
    """What a record says beside its fields: its public properties."""
    if not is_dataclass(value):
        return
    for name, part in sorted(vars(type(value)).items()):
        if isinstance(part, (property, cached_property)) and not name.startswith("_"):
            with suppress(UserError):
                yield getattr(value, name)


def _of_all(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from _leaves(value)


def _leaves(value: object) -> Iterator[str]:
    parts = _parts(value)
    if parts is None and value is not None:  # or every new field without a value would change all
        yield f"{value:.6g}" if isinstance(value, float) else str(value)
    for part in parts or ():
        yield from _leaves(part)


def _parts(value: object) -> Sequence[object] | None:
    if is_dataclass(value):
        return [getattr(value, each.name) for each in fields(value) if each.repr]
    if isinstance(value, Mapping):
        return [part for pair in value.items() for part in pair]
    if isinstance(value, (list, tuple)):
        return value
    return sorted(value, key=str) if isinstance(value, (set, frozenset)) else None
