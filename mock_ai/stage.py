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
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from mock_ai.demo.plan import MOST_ITEMS, DemoItem, DemoPlan
from mock_ai.demo.reaction_store import FileReactionStore, MemoryReactionStore
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.dials import content_digest
from mock_ai.kinds.dialled_kind import item_digest
from mock_ai.kinds.product import CLASSES, KindSetting
from mock_ai.reaction import ReactionOutcome
from mock_ai.ready_made import caption_of
from mock_ai.scenario import Scenario

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
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; the time in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat(timespec="milliseconds")}


class Show(Protocol):
    """What is on the Stage. The server calls it from any thread."""

    @property
    def name(self) -> str:
        """What the product or its project is called; empty where nobody named it."""
        ...

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
    items : what is shown; up to 200 of them, each visitor in an order of their own. Of a scenario whose product names no
        class, its good examples where there are none.
    scenario : the dials; needed where there are items.
    kinds : what visitors may bring.
    record : the file; what it holds already is taken up, so that a session goes on after an interruption.
    simulated : False where a model answers; the scenario then only names its classes.
    """

    name = ""
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
        if scenario is not None and simulated and scenario.product != CLASSES:
            items = items or product_items(scenario.product)
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


def product_items(product: KindSetting) -> tuple[StageItem, ...]:
    """The good examples of a product that names no class, each content once, in their order.

    Raises
    ------
    UserError : a file is gone.
    """
    found = {item_digest(one.input).hex(): one.input for one in product.good_examples}
    return tuple(
        example_item(DemoItem(digest, _name(asked), modality=_modality(asked)), asked)
        for digest, asked in found.items()
    )


def example_item(item: DemoItem, asked: str | Path) -> StageItem:
    """The content of an item that is a text, or a file of its own."""
    if isinstance(asked, str):
        return StageItem(item, "text", lambda: asked, lambda: (asked.encode(), "text/plain"))
    kind, media = media_of(asked) or ("photo", "application/octet-stream")
    read = partial(read_file, asked, kind)
    return StageItem(item, kind, read, lambda: (read(), media))


def _name(asked: str | Path) -> str:
    return shorten(asked) if isinstance(asked, str) else caption_of(asked) or asked.stem


def _modality(asked: str | Path) -> str:
    if isinstance(asked, str):
        return "text"
    kind, _ = media_of(asked) or ("photo", "")
    return "video" if kind == "clip" else kind


def title_of(item: DemoItem) -> str:
    """An item's name as visitors see it: none where it would tell them the answer."""
    told = item.truth is not None and item.truth.casefold() in item.name.casefold()
    return "" if told or item.modality == "text" else item.name


def _spread(items: Sequence[StageItem]) -> Sequence[StageItem]:
    """As many as a session takes, from all over a folder that holds more."""
    step = max(1, -(-len(items) // MOST_ITEMS))
    return items[::step]


MOST_FILES = 2_000
LARGEST_BYTES = 50_000_000
_MEDIA: dict[str, tuple[StageKind, str]] = {
    ".jpg": ("photo", "image/jpeg"),
    ".jpeg": ("photo", "image/jpeg"),
    ".png": ("photo", "image/png"),
    ".webp": ("photo", "image/webp"),
    ".gif": ("photo", "image/gif"),
    ".avif": ("photo", "image/avif"),
    ".txt": ("text", "text/plain"),
    ".wav": ("sound", "audio/wav"),
    ".mp3": ("sound", "audio/mpeg"),
    ".ogg": ("sound", "audio/ogg"),
    ".flac": ("sound", "audio/flac"),
    ".m4a": ("sound", "audio/mp4"),
    ".mp4": ("clip", "video/mp4"),
    ".webm": ("clip", "video/webm"),
    ".mov": ("clip", "video/mp4"),  # browsers play what is inside, by that name
}


def media_of(path: Path) -> tuple[StageKind, str] | None:
    """What a file is on the Stage, and the media type it is sent as; None where no browser shows such files."""
    return _MEDIA.get(path.suffix.lower())


def items_in(folder: Path, classes: Sequence[str] = ()) -> tuple[StageItem, ...]:
    """The items of a folder, in the order of their names. A folder in it whose name is one of ``classes`` says what its
    files are.

    Raises
    ------
    UserError : there is nothing to show, or too much.
    """
    try:
        files = sorted(path for path in folder.rglob("*") if media_of(path) and path.is_file())
    except OSError as error:
        raise UserError(
            tr("“{name}” cannot be read.", name=folder.name),
            f"{error.strerror or error}.",
            tr("Check that the folder is there and that you may open it."),
        ) from error
    if not files:
        raise UserError(
            tr("There is nothing to show in “{name}”.", name=folder.name),
            tr("The Stage shows photos, sounds, clips and .txt files that a browser can show."),
            tr("Give a folder with one folder per class, or with the files themselves."),
        )
    if len(files) > MOST_FILES:
        raise UserError(
            tr("“{name}” holds {files} files.", name=folder.name, files=digits(len(files))),
            tr("The Stage takes at most {most_files}.", most_files=digits(MOST_FILES)),
            tr("Give a folder with fewer."),
        )
    return tuple(_file_item(path, folder, classes) for path in files)


def _file_item(path: Path, folder: Path, classes: Sequence[str]) -> StageItem:
    media = media_of(path)
    assert media is not None
    kind, media_type = media
    parent = path.parent.name if path.parent != folder else ""
    truth = parent if parent in classes else None
    read: Callable[[], bytes] = partial(read_file, path, kind)
    content = partial(_text, path) if kind == "text" else read
    digest = content_digest(content()).hex()

    def shown() -> tuple[bytes, str]:
        return read(), media_type

    return StageItem(DemoItem(digest, path.stem, truth, kind), kind, content, shown)


def _text(path: Path) -> str:
    return read_file(path, "text").decode("utf-8", "replace")


def read_file(path: Path, kind: StageKind) -> bytes:
    """The bytes of a file that is shown. Raises ``UserError`` where it is gone or too large."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(
                tr("This {kind} is too large.", kind=kind),
                tr(
                    "“{name}” has more than {largest_bytes} MB.",
                    name=path.name,
                    largest_bytes=LARGEST_BYTES // 1_000_000,
                ),
                tr("Show a smaller one."),
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            tr("This {kind}’s file is not here.", kind=kind),
            f"{error.strerror or error}.",
            tr("Put it back and try again."),
        ) from error
