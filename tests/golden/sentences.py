"""Every sentence of every project, by the file it is kept in, with what differs from day to day taken out."""

import re
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop import __version__
from tests.golden import commands, projects
from tests.golden.pages import WindowTexts

NO_PROJECT = "no_project"
NAMES = (NO_PROJECT, *projects.NAMES)
KEPT = Path(__file__).parent / "kept"
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
)
_MEASURED_ANEW = ("cli-train", "cli-evaluate", "cli-pack", "cli-inspect", "cli-forecast")
"""Of these, times and sizes differ from one day to the next."""


def sentences_of(name: str, scratch: Path, app: QApplication) -> dict[str, str]:
    """Every sentence of one project, or of no project at all, by the file below ``KEPT / name`` that keeps it."""
    window = WindowTexts(app)
    try:
        if name == NO_PROJECT:
            folder = scratch
            found = {"welcome": window.without_project(), "cli-errors": commands.mistaken(folder)}
        else:
            path = projects.open_project(name, scratch / name)
            folder = path.parent
            found = {**dict(commands.of_project(path)), **window.of_project(path)}
    finally:
        window.close()
    return {
        f"{surface}.txt": normalised(
            "".join(f"{line.rstrip()}\n" for line in lines), folder, surface
        )
        for surface, lines in found.items()
    }


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
