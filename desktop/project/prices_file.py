"""Prices in place of those of the built-in price book: a file of them (``--prices FILE``), and those of a project."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.project.commands import ClearFact, SetFact
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.trouble import explain
from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.price_book import PRICES, YOURS, PriceLine, price_book

LARGEST_FILE = 1_000_000  # bytes


def read_prices(path: Path) -> list[object]:
    """The lines of a price file, in YAML or JSON; ``UserError`` names what cannot be right."""
    import yaml

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _no_prices(path, tr("It is too big."))
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:
        raise _no_prices(path, tr("It is not text in UTF-8.")) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = (
            tr("It is no YAML.") if mark is None else tr("Line {n} is no YAML.", n=mark.line + 1)
        )
        raise _no_prices(path, where) from error
    lines = document.get("lines") if isinstance(document, dict) else document
    if not isinstance(lines, list):
        raise _no_prices(path, tr("It has no list of “lines”."))
    price_book(lines)  # what is wrong with a line is said before anything is worked out
    return lines


def own_prices(project: Project) -> list[dict[str, Json]]:
    """The lines that a project has of its own, in the order in which they were set."""
    kept = project.answer(PRICES)
    return list(kept) if isinstance(kept, list) else []


def set_price(project: Project, name: str, low: float, high: float, source: str = "") -> Command:
    """The edit that gives a project its own price of a line; ``UserError`` where it cannot be one."""
    line = {"name": name, "range": [low, high], "date": datetime.date.today().isoformat()}
    lines = _without(project, name)
    lines.append({**line, "source": source} if source else line)
    book = price_book(lines)
    return SetFact(PRICES, lines, tr("the price “{label}”", label=book.lines[name].label))


def take_price_back(project: Project, name: str) -> Command:
    """The edit after which the line of the built-in book holds again."""
    return _set_prices(_without(project, name))


def take_prices_back() -> Command:
    """The edit after which the built-in book holds again."""
    return _set_prices([])


def take_over(project: Project, lines: Sequence[object]) -> Command:
    """The edit that gives a project the lines of a file, beside its own of other names."""
    read = price_book(lines)
    given = [line["name"] for line in lines if isinstance(line, Mapping)]
    kept = [each for each in own_prices(project) if each["name"] not in given]
    return _set_prices([*kept, *(_written(read.lines[name]) for name in dict.fromkeys(given))])


def write_prices(path: Path, project: Project) -> None:
    """Write a project's own lines in the form that ``--prices`` reads; ``UserError`` where it cannot be written."""
    import yaml

    book = price_book(own_prices(project))
    lines = [_written(book.lines[str(each["name"])]) for each in own_prices(project)]
    text = yaml.safe_dump({"lines": lines}, allow_unicode=True, sort_keys=False)
    try:
        write_bytes_atomically(path, text.encode())
    except OSError as error:
        raise explain(error, path) from error


def _without(project: Project, name: str) -> list[dict[str, Json]]:
    return [each for each in own_prices(project) if each["name"] != name]


def _set_prices(lines: list[dict[str, Json]]) -> Command:
    words = tr("your prices")
    return SetFact(PRICES, lines, words) if lines else ClearFact(PRICES, words)


def _written(line: PriceLine) -> dict[str, Json]:
    """A line as a file has it, without what it says of itself nowhere."""
    fields = {"status": line.status, "source": line.source, "url": line.url, "date": line.date}
    said: dict[str, Json] = {k: v for k, v in fields.items() if v and v not in ("yours", YOURS)}
    return {"name": line.name, "range": [*line.range], **said}


def _no_prices(path: Path, why: str) -> UserError:
    hint = tr("Write “lines:” and below it “- {name: speech_minute, range: [0.003, 0.016]}”.")
    return UserError(tr("“{name}” holds no prices.", name=path.name), why, hint)
