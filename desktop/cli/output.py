"""What commands print: results to stdout, progress and messages to stderr; and Ctrl+C.

An interrupt is raised at once, and remembered, since an exception raised inside a callback of a library can get lost.
"""

import json
import math
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from unicodedata import category

from estimators.base.phrase import cut
from estimators.base.sentence import tr
from reports.chart_parts import TableTwin

_asked = threading.Event()
_quiet = threading.Event()


@contextmanager
def noticing_interrupts() -> Iterator[None]:
    """While a command runs, an interrupt raises ``KeyboardInterrupt`` and ``interrupted`` stays true."""
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def deferred_interrupts() -> Iterator[None]:
    """An interrupt only makes ``interrupted`` true, so that what is paid for is kept; a second one raises."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(number: int, frame: FrameType | None) -> None:
        if _asked.is_set():
            _interrupt(number, frame)
        _asked.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def quietly(*, quiet: bool) -> Iterator[None]:
    """While a command runs, nothing is said beside its result."""
    if quiet:
        _quiet.set()
    try:
        yield
    finally:
        _quiet.clear()


def interrupted() -> bool:
    """Whether the person has asked to stop; jobs take this as their ``cancelled``."""
    return _asked.is_set()


def stop_if_interrupted() -> None:
    """Raise ``KeyboardInterrupt`` if the person has asked to stop."""
    if interrupted():
        raise KeyboardInterrupt


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt


class Output:
    """Prints one result, as words or as exactly one JSON document."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, document: Any, lines: Iterable[str | TableTwin]) -> None:
        """Print ``document`` with ``--json``, otherwise ``lines`` and tables."""
        if self.as_json:
            print(_harmless_json(json.dumps(plain(document), ensure_ascii=False, indent=2)))
            return
        for each in lines:
            for line in [each] if isinstance(each, str) else _table(each):
                print(harmless(line))

    def say(self, message: str) -> None:
        """A message beside the result."""
        if not _quiet.is_set():
            print(harmless(message), file=sys.stderr, flush=True)


class ProgressBar:
    """A progress bar on a terminal; silent where stderr is not one. Call it as jobs call ``progress``."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._total = 0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if _quiet.is_set() or not sys.stderr.isatty():
            return
        from tqdm import tqdm

        if self._bar is None or total != self._total:
            self.close()
            self._bar, self._total = (
                tqdm(total=total, file=sys.stderr, leave=False, dynamic_ncols=True),
                total,
            )
        self._bar.set_description_str(harmless(text)[:60], refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def plain(value: Any) -> Any:
    """A value as JSON can hold it: infinities and not-a-numbers are unknown (null), paths are text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "item"):  # a NumPy scalar
        return plain(value.item())
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")


def _table(twin: TableTwin) -> list[str]:
    """Lines of a plain text table; the first column left, the others right."""
    body = [twin.headers, *twin.rows]
    widths = [max(map(len, column)) for column in zip(*body, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in body
    ]


def harmless(text: str) -> str:
    """Text as a terminal may show it, whoever chose the names in it: nothing that moves, colours or turns around.

    Line ends, control characters, marks of direction and halves of characters become U+FFFD; what joins letters stays.
    """
    if text.isprintable():
        return text
    return "".join("\ufffd" if _commands(letter) else letter for letter in text)


def _commands(letter: str) -> bool:
    return not letter.isprintable() and (
        category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _DIRECTIONS
    )


# The explicit marks of Unicode's bidirectional algorithm (UAX 9), which can make a name read as another.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _harmless_json(text: str) -> str:
    """The same document, with escapes for what a terminal would obey and what the stream cannot say."""
    if not can_say(text):
        return json.dumps(json.loads(text), indent=2)
    return "".join(
        f"\\u{ord(letter):04x}" if letter != "\n" and _commands(letter) else letter
        for letter in text
    )


def can_say(text: str) -> bool:
    """Whether stdout can print it: halves of characters never, and on some systems little beyond English."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def one_line(text: str, most: int = 1_000) -> str:
    """A name on a line of its own, and not endless."""
    return cut(harmless(text), most)


def sentence(*parts: str) -> str:
    """The parts that are there, as one line: names of files and columns may hold line ends and worse."""
    said = " ".join(part for part in parts if part)
    return "".join(letter if letter.isprintable() else " " for letter in said)


def report_bug(error: BaseException) -> str:
    """Keep the details of a bug in a file and return the sentence for the person."""
    details = "".join(traceback.format_exception(error))
    try:
        from platformdirs import user_log_path

        folder = user_log_path("smart-enough", appauthor=False, ensure_exists=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    path = folder / "last-error.txt"
    try:
        path.write_text(details, encoding="utf-8")
        where = tr("The details are in {path}.", path=str(path))
    except OSError:
        where = details
    return tr(
        "That is our mistake, not yours ({name}). {where}", name=type(error).__name__, where=where
    )
