"""A file of outcomes: 1 where an answer was right and 0 where it was wrong, in their order."""

import re
from collections.abc import Iterator
from pathlib import Path

from estimators.base.errors import UserError, cannot_open
from estimators.base.sentence import tr

MOST_LINES = 2_000_000
WORDS = {"1": True, "true": True, "0": False, "false": False}


def read_outcomes(path: Path) -> list[bool]:
    """Right and wrong in their order: 1 and 0, one a line or with commas between; a heading is passed over.

    Raises `UserError` where the file cannot be read, holds something else, or nothing.
    """
    found: list[bool] = []
    for number, line in numbered_lines(path):
        words = [word for word in re.split(r"[\s,;]+", line.strip().lower()) if word]
        if not found and number == 1 and words and all(word not in WORDS for word in words):
            continue
        found += [outcome(word, path, number) for word in words]
    if not found:
        what = tr("{name} has no answers.", name=path.name)
        raise bad_file(what, tr("It should hold 1 for right and 0 for wrong."))
    return found


def outcome(word: str, path: Path, number: int) -> bool:
    """What one word of a line says.

    Raises `UserError` where it says neither.
    """
    found = WORDS.get(word.lower())
    if found is None:
        what = tr(
            "{name}, line {number}: “{word}” is neither right nor wrong.",
            name=path.name,
            number=number,
            word=word[:40],
        )
        raise bad_file(what, tr("An answer is 1 or 0."))
    return found


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers.

    Raises `UserError` where it cannot be read, is no text, or has more than anybody reads.
    """
    name = path.name
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if number > MOST_LINES:
                    what = tr("{name} has more than {most} lines.", name=name, most=MOST_LINES)
                    raise UserError(what, "", tr("Leave some out."))
                yield number, line
    except UnicodeDecodeError as error:
        what = tr("{name} is not a text file.", name=name)
        raise bad_file(what, tr("It holds bytes that are no UTF-8.")) from error
    except OSError as error:
        raise cannot_open(path) from error


def bad_file(what: str, why: str = "") -> UserError:
    """What is said of a file that holds something else."""
    return UserError(what, why, tr("Check the file."))
