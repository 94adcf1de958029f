"""What's new: what the changelog says that this person has not been shown yet. Once by itself after an update, in Help at any time."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import desktop
from desktop.actions import Action, Group, Menu
from desktop.settings_store import open_store
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.popover import Popover, open_popover
from estimators.base.language import ENGLISH, language
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.window.main import MainWindow

_SEEN = "news/seen"
_MARKUP = re.compile(r"\[([^\]]+)\]\([^)]*\)|`([^`]+)`")
_NAMES = {"Added": tr("New"), "Changed": tr("Different"), "Fixed": tr("Mended"), "Removed": tr("Gone")}  # fmt: skip


@dataclass(frozen=True)
class NewsItem:
    """One line of the changelog as plain words; ``part`` is the heading that it stands under."""

    part: str
    words: str

    @property
    def mark(self) -> str:
        """By which it is known again."""
        return sha256(self.words.encode()).hexdigest()[:8]


def shipped(name: str) -> Path:
    """A file of the repository, as it is installed or lies beside the code."""
    package = Path(desktop.__file__).parent
    places = (package / name, package.parent / name)
    return next((place for place in places if place.is_file()), places[0])


def changelog() -> Path:
    """What has changed, version by version."""
    return shipped("CHANGELOG.md")


def news(file: Path) -> tuple[NewsItem, ...]:
    """What the latest version of the changelog says; nothing where there is no such file."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return ()
    latest = re.split(r"^## ", text, flags=re.MULTILINE)[1:2]
    items = []
    for part in re.split(r"^### ", "".join(latest), flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        for line in re.split(r"^- ", body, flags=re.MULTILINE)[1:]:
            words = " ".join(line.split())
            plain = _MARKUP.sub(lambda found: found[1] or found[2], words).replace("**", "")
            items.append(NewsItem(name.strip(), plain))
    return tuple(items)


def unseen(items: tuple[NewsItem, ...]) -> tuple[NewsItem, ...]:
    """Those that were not there when this was asked last, and remember all; nothing at the first start."""
    try:
        known = json.loads(str(open_store().value(_SEEN, "null")))
    except ValueError:
        known = None
    if items:
        open_store().setValue(_SEEN, json.dumps([item.mark for item in items]))
    if not isinstance(known, list):
        return ()
    return tuple(item for item in items if item.mark not in known)


class NewsPopover(Popover):
    """The lines, under their headings."""

    def __init__(self, window: "MainWindow", items: tuple[NewsItem, ...]) -> None:
        super().__init__(window, tr("What’s new"), width=640, dim=True)
        self.set_padding(24)
        self.add_head(tr("What’s new"), 12, role=Role.FIGURE, wraps=False)
        if language() != ENGLISH:
            fill(self.body, Label(tr("The list is written in English."), colour="ink2"), 8)
        body = column(spacing=6)
        for part in dict.fromkeys(item.part for item in items):
            lines = [Label(item.words, measure=560) for item in items if item.part == part]
            fill(body, Label(_NAMES.get(part, part), role=Role.SECTION), *lines, 14)
        if not items:
            fill(body, Label(tr("Nothing is known of this version.")))
        scroller = scrolling(holder(body))
        self.scroll_by_keys(scroller)
        scroller.setMinimumHeight(min(scaled(90 + 52 * len(items)), window.height() - 220))
        self.body.addWidget(scroller)


def show_once(window: "MainWindow") -> bool:
    """After an update, what is new in it; whether there was something."""
    items = unseen(news(changelog()))
    if items and open_popover(window) is None:
        NewsPopover(window, items).open_centred(72)
    return bool(items)


def news_action(window: "MainWindow") -> Action:
    """For Help and the palette."""

    def show() -> None:
        NewsPopover(window, news(changelog())).open_centred(72)

    return Action(
        "help.news",
        tr("What’s new"),
        show,
        group=Group.EXPLAIN,
        also=tr("changes changelog version update release"),
        menu=Menu.HELP,
    )
