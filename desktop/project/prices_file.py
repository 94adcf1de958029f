"""Prices in place of those of the built-in price book: a file of them (``--prices FILE``), and those of a project."""

from pathlib import Path

from desktop.project.trouble import explain
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.case.price_book import price_book

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


def _no_prices(path: Path, why: str) -> UserError:
    hint = tr("Write “lines:” and below it “- {name: speech_minute, range: [0.003, 0.016]}”.")
    return UserError(tr("“{name}” holds no prices.", name=path.name), why, hint)
