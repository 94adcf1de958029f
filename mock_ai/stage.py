"""The Stage on the web, without the web: what is shown to visitors, and where their reactions go.

A :class:`Show` has a running demo session, which says what each visitor sees next and keeps what they do
(:mod:`mock_ai.demo`), and the files behind it. The window brings one that shows the project's examples and
records into the project; :class:`OpenShow` is the one of the plain ``serve``.
"""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from mock_ai.demo.plan import MOST_ITEMS, DemoItem, DemoPlan
from mock_ai.demo.reaction_store import FileReactionStore, MemoryReactionStore
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.scenario import Scenario
from mock_ai.sessions import ReactionOutcome

StageKind = Literal["photo", "text", "sound", "clip"]
KINDS: tuple[StageKind, ...] = get_args(StageKind)
MOST_SHOWN = 20  # answers a visitor, unless the session says otherwise
MOST_OWN = 10_000  # reactions to what visitors brought, kept in memory


@dataclass(frozen=True)
class StageItem:
    """The content of one item; its two functions read files and belong into a worker thread.

    ``content`` is what the model takes. ``shown`` is what a browser gets, with its media type: for a
    photo that may be a smaller copy. Both raise ``UserError`` where the file is gone.
    """

    item: DemoItem
    kind: StageKind
    content: Callable[[], bytes | str]
    shown: Callable[[], tuple[bytes, str]]


@dataclass(frozen=True)
class OwnReaction:
    """What a visitor did with the answer about something they brought themselves.

    It says nothing about the acceptance at an accuracy: how often the fake is right about strangers is not known.
    """

    at: datetime
    person: str
    item: str
    name: str
    kind: StageKind
    answer: str | None
    confidence: float | None
    text: str
    outcome: ReactionOutcome
    correction: str
    simulated: bool

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; the time in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat(timespec="milliseconds")}


class Show(Protocol):
    """What is on the Stage. The server calls it from any thread."""

    @property
    def demo(self) -> RunningDemo | None:
        """What each visitor sees next, and where reactions go; None where there is nothing but what they bring."""
        ...

    @property
    def kinds(self) -> tuple[StageKind, ...]:
        """What visitors may bring themselves, the usual first."""
        ...

    @property
    def recorded(self) -> bool:
        """Whether reactions outlive the session."""
        ...

    @property
    def keeps_own(self) -> bool:
        """Whether reactions to what visitors bring are kept, too."""
        ...

    def exhibit(self, item: DemoItem) -> StageItem:
        """The content of an item of the demo."""
        ...

    def keep_own(self, reaction: OwnReaction) -> None:
        """Keep a reaction to what a visitor brought. Raises ``UserError`` where it cannot be."""
        ...


class OpenShow:
    """Shows some items and keeps reactions in memory, or in a file of JSON lines that gets each at once.

    Parameters
    ----------
    items : what is shown; up to 200 of them, each visitor in an order of their own.
    scenario : the dials; needed where there are items.
    kinds : what visitors may bring.
    record : the file; what it holds already is taken up, so that a session goes on after an interruption.
    simulated : False where a model answers; the scenario then only names its classes.
    """

    recorded = keeps_own = True

    def __init__(
        self,
        items: Sequence[StageItem] = (),
        scenario: Scenario | None = None,
        *,
        kinds: tuple[StageKind, ...] = ("photo", "text"),
        record: Path | None = None,
        simulated: bool = True,
    ) -> None:
        self.kinds = kinds
        self._exhibits = {one.item.id: one for one in _spread(items)}
        self._keeper = MemoryReactionStore() if record is None else FileReactionStore(record)
        self._own: deque[OwnReaction] = deque(maxlen=MOST_OWN)
        self._lock = threading.Lock()
        self.demo: RunningDemo | None = None
        if self._exhibits and scenario is not None:
            shown = tuple(one.item for one in self._exhibits.values())
            answers = min(MOST_SHOWN, len(shown))
            seed = scenario.seed
            plan = DemoPlan(scenario, shown, "fixed", answers, seed=seed, simulated=simulated)
            self.demo = RunningDemo(plan, self._keeper, session="stage")

    def exhibit(self, item: DemoItem) -> StageItem:
        return self._exhibits[item.id]

    def keep_own(self, reaction: OwnReaction) -> None:
        with self._lock:
            if isinstance(self._keeper, FileReactionStore):
                self._keeper.note({"own": reaction.to_json()})
            self._own.append(reaction)

    def to_jsonl(self) -> Iterator[str]:
        """Every reaction, one JSON object a line, oldest first; those to what visitors brought have ``own``."""
        kept = [] if self.demo is None else [one.to_json() for one in self.demo.reactions]
        with self._lock:
            kept += [{**one.to_json(), "own": True} for one in self._own]
        for document in sorted(kept, key=lambda one: str(one["at"])):
            yield json.dumps(document, ensure_ascii=False) + "\n"


def title_of(item: DemoItem) -> str:
    """An item's name as visitors see it: none where it would tell them the answer."""
    told = item.truth is not None and item.truth.casefold() in item.name.casefold()
    return "" if told or item.modality == "text" else item.name


def _spread(items: Sequence[StageItem]) -> Sequence[StageItem]:
    """As many as a session takes, from all over a folder that holds more."""
    step = max(1, -(-len(items) // MOST_ITEMS))
    return items[::step]
