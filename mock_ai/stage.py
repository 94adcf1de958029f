"""The Stage on the web, without the web: what is shown to visitors, and what they did with each answer.

A :class:`Show` says which items a visitor sees and keeps their reactions. The window brings one that
shows the project's examples and records into the running demo session; :class:`OpenShow` is the
one of the plain ``serve``: items of a folder, or none but what visitors bring, and reactions in
memory or in a file.
"""

import json
import random
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from mock_ai.errors import UserError
from mock_ai.sessions import ReactionOutcome

StageKind = Literal["photo", "text", "sound", "clip"]
KINDS: tuple[StageKind, ...] = get_args(StageKind)
MOST_SHOWN = 20  # items a visitor
MOST_KEPT = 10_000  # reactions in memory


@dataclass(frozen=True)
class Subject:
    """What is judged. ``truth`` is its class, where that is known; ``own`` marks what a visitor brought."""

    sha256: str
    name: str
    kind: StageKind
    truth: str | None = None
    own: bool = False

    @property
    def title(self) -> str:
        """The name as visitors see it: none where it would tell them the answer."""
        told = self.truth is not None and self.truth.casefold() in self.name.casefold()
        return "" if told else self.name


@dataclass(frozen=True)
class Exhibit:
    """One item on the Stage; its two functions read files and belong into a worker thread.

    ``content`` is what the model takes. ``shown`` is what a browser gets, with its media type: for a
    photo that may be a smaller copy. Both raise ``UserError`` where the file is gone.
    """

    subject: Subject
    content: Callable[[], bytes | str]
    shown: Callable[[], tuple[bytes, str]]


@dataclass(frozen=True)
class StageReaction:
    """What one visitor did with one answer.

    ``position`` counts this visitor's questions from 0. ``shown_accuracy`` is the scenario's at that position; None where a
    model answered, and for what the visitor brought: how often the fake is right about that is not known.
    """

    at: datetime
    visitor: int
    person: str
    subject: Subject
    answer: str | None
    probability: float | None
    text: str
    outcome: ReactionOutcome
    correction: str
    position: int
    shown_accuracy: float | None
    scenario: str
    simulated: bool

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; the time in ISO 8601."""
        document = asdict(self)
        subject = document.pop("subject")
        return {**document, **subject, "at": self.at.isoformat(timespec="milliseconds")}


class Show(Protocol):
    """What is on the Stage. The server calls it from any thread."""

    @property
    def kinds(self) -> tuple[StageKind, ...]:
        """What visitors may bring themselves, the usual first."""
        ...

    @property
    def recorded(self) -> bool:
        """Whether reactions are kept."""
        ...

    def exhibits(self, visitor: int) -> Sequence[Exhibit]:
        """What this visitor (counted from 1) sees, in the order that is theirs."""
        ...

    def keep(self, reaction: StageReaction) -> None:
        """Keep a reaction, and return once it is kept. Raises ``UserError`` where it cannot be."""
        ...


class OpenShow:
    """Shows some items, each visitor in an order of their own, and keeps reactions in memory or in a file.

    ``record`` names a file that gets one JSON object a line, at once with each reaction.
    """

    recorded = True

    def __init__(
        self,
        items: Sequence[Exhibit] = (),
        *,
        kinds: tuple[StageKind, ...] = ("photo", "text"),
        record: Path | None = None,
        seed: int = 0,
    ) -> None:
        self._items, self._seed, self._record = tuple(items), seed, record
        self.kinds = kinds
        self._kept: deque[StageReaction] = deque(maxlen=MOST_KEPT)
        self._lock = threading.Lock()

    def exhibits(self, visitor: int) -> Sequence[Exhibit]:
        items = list(self._items)
        random.Random(self._seed + visitor).shuffle(items)  # noqa: S311  a repeatable order
        return items[:MOST_SHOWN]

    def keep(self, reaction: StageReaction) -> None:
        line = json.dumps(reaction.to_json(), ensure_ascii=False) + "\n"
        with self._lock:
            if self._record is not None:
                try:
                    with self._record.open("a", encoding="utf-8") as file:
                        file.write(line)
                except OSError as error:
                    raise UserError(
                        f"Your reaction could not be kept in “{self._record.name}”.",
                        f"{error.strerror or error}.",
                        "Tell the person who shows this.",
                    ) from error
            self._kept.append(reaction)

    def to_jsonl(self) -> Iterator[str]:
        """The reactions in memory, one JSON object a line, oldest first."""
        with self._lock:
            kept = list(self._kept)
        for reaction in kept:
            yield json.dumps(reaction.to_json(), ensure_ascii=False) + "\n"
