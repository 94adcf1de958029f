"""The command palette: everything that can be done, gone to, found or explained, by a few letters."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.actions import Action, ActionRegistry, Group
from desktop.settings_store import open_store
from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role, font
from desktop.turns import Step, Turns
from desktop.widgets.button import shortcut_words
from desktop.widgets.focus import UP_DOWN
from desktop.widgets.label import Hairline, Label, Span
from desktop.widgets.layout import fill, row
from desktop.widgets.popover import Popover
from desktop.widgets.rows import IconMark
from estimators.base.sentence import tr

_ICONS = {
    Group.DO: "play",
    Group.GO_TO: "forward",
    Group.CONTENT: "search",
    Group.EXPLAIN: "explain",
}
_MOST_IN_A_GROUP = {Group.DO: 6, Group.GO_TO: 8, Group.CONTENT: 8, Group.EXPLAIN: 4}
_BY_ANOTHER_WORD = 40.0  # what a match in words that are not shown stands behind
WIDTH = 638
_TOP = 121
_RECENT = "palette/recent"
_MOST_RECENT = 6


@dataclass(frozen=True)
class Match:
    """How well a text matches, and which of its characters did."""

    score: float
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Match every word of ``query`` in ``text``; None where one does not occur. An empty query matches all."""
    score, places = 0.0, set[int]()
    for word in query.lower().split():
        found = _match_word(word, text.lower())
        if found is None:
            return None
        score += found.score
        places.update(found.places)
    return Match(score, tuple(sorted(places)))


def _match_word(word: str, text: str) -> Match | None:
    at = text.find(word)
    starts = [i for i in range(len(text)) if i == 0 or not text[i - 1].isalnum()]
    for start in starts:
        if text.startswith(word, start):
            first = 10.0 if start == 0 else 0.0
            return Match(100.0 + first + len(word), tuple(range(start, start + len(word))))
    if at >= 0:
        return Match(60.0 + len(word) - at / 10, tuple(range(at, at + len(word))))
    return _scattered(word, text, set(starts))


def _scattered(word: str, text: str, starts: set[int]) -> Match | None:
    """The letters in order anywhere; letters at word starts count more, and too loose a match is none."""
    places: list[int] = []
    position = 0
    for letter in word:
        options = [i for i in range(position, len(text)) if text[i] == letter]
        if not options:
            return None
        at = next((i for i in options if i in starts), options[0])
        places.append(at)
        position = at + 1
    loose = places[-1] - places[0] + 1 - len(word)
    hits = sum(place in starts for place in places)
    score = 20.0 + 6 * hits - loose
    return Match(score, tuple(places)) if score > 8 else None


@dataclass(frozen=True)
class Found:
    """An action with what matched and why it is off."""

    action: Action
    match: Match
    off: str


def match_action(query: str, action: Action) -> Match | None:
    """How well an action matches by its words, or by the other words that it is looked for by."""
    words = action.words
    if (hit := match(query, words)) is not None:
        return hit
    hit = match(query, f"{words} {action.also}") if action.also else None
    if hit is None:
        return None
    shown = tuple(place for place in hit.places if place < len(words))
    return Match(hit.score - _BY_ANOTHER_WORD * len(query.split()), shown)


def find(actions: Iterable[Action], query: str, recent: Sequence[str] = ()) -> list[Found]:
    """The actions that match: the group with the best match first, in it the best first, and what is off last.

    Where nothing is asked for yet, groups are in order, and in theirs the ids in ``recent`` come first.
    """
    found = []
    for action in actions:
        hit = match_action(query, action) if action.in_palette else None
        if hit is not None:
            found.append(Found(action, hit, action.off()))
    best = dict.fromkeys(Group, 0.0)
    for one in found:
        if not one.off:
            best[one.action.group] = max(best[one.action.group], one.match.score)
    # Scattered letters count only where no word fits.
    enough = max(best.values()) / 2
    done = {} if query else {name: number for number, name in enumerate(recent)}

    def place(one: Found) -> tuple[bool, int, float]:
        score = -one.match.score if query else 0.0
        return bool(one.off), done.get(one.action.id, len(done)), score

    kept: list[Found] = []
    for group in sorted(Group, key=lambda group: -best[group]) if query else Group:
        here = [f for f in found if f.action.group is group and f.match.score >= enough]
        kept += sorted(here, key=place)[: _MOST_IN_A_GROUP[group]]
    return kept


class ResultList(QWidget):
    """The results, painted; the search field keeps the focus and moves the choice."""

    def __init__(self, chosen: Callable[[int], None]) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.at = 0
        self._chosen = chosen
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_results(self, found: list[Found]) -> None:
        """Show these, with the first one chosen."""
        self.found, self.at = found, 0
        self._describe()
        self.updateGeometry()
        self.update()

    def step(self, step: int) -> None:
        """Choose the next or the one before, going round."""
        if self.found:
            self.at = (self.at + step) % len(self.found)
            self._describe()
            self.update()

    def _describe(self) -> None:
        if not self.found:
            self.setAccessibleName(tr("Nothing found"))
            return
        one = self.found[self.at]
        place = tr("{at} of {found}", at=self.at + 1, found=len(self.found))
        self.setAccessibleName(f"{one.action.words}, {one.action.group}, {place} {one.off}".strip())

    def _tops(self) -> list[tuple[int, int]]:
        """The top of each row, with the top of its group's heading (-1: none)."""
        tops, y, group = [], 4, None
        for one in self.found:
            heading = -1
            if one.action.group is not group:
                group = one.action.group
                heading = y
                y += scaled(30)
            tops.append((y, heading))
            y += scaled(40)
        self._height = y + 8
        return tops

    def sizeHint(self) -> QSize:
        self._tops()
        return QSize(WIDTH, max(self._height, scaled(56)))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, scaled(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if not self.found:
            words = tr("Nothing by that name. Try fewer letters.")
            write(painter, words, QRectF(20, 0, self.width(), self.height()), Face(Role.ROW))
        for number, (top, heading) in enumerate(self._tops()):
            one = self.found[number]
            if heading >= 0:
                place = QRectF(20, heading + 2, 200, scaled(28))
                write(painter, one.action.group.value, place, Face())
            self._paint_row(painter, one, QRectF(8, top, self.width() - 16, scaled(40)), number)

    def _paint_row(self, painter: QPainter, one: Found, box: QRectF, number: int) -> None:
        t, action = tokens(), one.action
        if number == self.at:
            paint_box(painter, box, fill="sel")
        name = action.icon or _ICONS[action.group]
        painter.setOpacity(0.55 if one.off else 1.0)
        paint_icon(painter, name, box.left() + 12, box.center().y() - 8, size=16, colour=t.ink2)
        x = _draw_matched(painter, action.words, one.match, box.left() + 42, box)
        painter.setOpacity(1.0)
        key = shortcut_words(action.shortcut)
        room = max(0.0, box.right() - 24 - Face().width(key) - x)
        place = QRectF(x + 12, box.top(), room, box.height())
        write(painter, one.off or action.detail_words, place, Face(Role.ROW, colour="ink3"))
        write(painter, key, box.adjusted(12, 0, -12, 0), Face(), RIGHT)

    def _row_at(self, y: float) -> int | None:
        for number, (top, _) in enumerate(self._tops()):
            if top <= y < top + scaled(40):
                return number
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._row_at(event.position().y())
        if number is not None and number != self.at:
            self.at = number
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._row_at(event.position().y())
        if number is not None:
            self._chosen(number)


def _draw_matched(painter: QPainter, text: str, hit: Match, x: float, box: QRectF) -> float:
    """Draw ``text`` with what matched in bold; gives the right end."""
    bold = set(hit.places)
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and (end in bold) == (start in bold):
            end += 1
        face = Face(Role.BODY, 600 if start in bold else 400, "ink")
        piece = text[start:end]
        write(painter, piece, QRectF(x, box.top(), box.right() - x, box.height()), face)
        x += painter.fontMetrics().horizontalAdvance(piece)
        start = end
    return x


class Palette(Popover):
    """Opens over everything with the window darkened. Enter does it, Esc or a click outside closes.

    ``contents`` gives what lies in projects, settings and glossary, as actions that lead there; ``examples`` what fits what is typed
    of what there may be a hundred thousand of, part by part: each part is looked through in a turn of the event loop of its own.
    """

    lasts = True

    def __init__(self, window: QWidget, registry: ActionRegistry) -> None:
        super().__init__(window, tr("Find or do anything"), width=WIDTH, dim=True)
        self._registry = registry
        self.contents: Callable[[], Iterable[Action]] = tuple
        self.examples: Callable[[str], Iterable[list[Action]]] = lambda _query: ()
        self._looking = Turns(self)
        self.closed.connect(self._looking.stop)
        self._known: list[Action] = []  # what may be found, until it is opened anew
        self.set_padding(0)
        self.search = QLineEdit()
        self.search.setProperty("bare", True)
        self.search.setAccessibleName(tr("Find or do anything"))
        self.search.setPlaceholderText(tr("Find or do anything"))
        self.search.setFont(font(Role.SECTION, weight=400))
        self.search.setFixedHeight(scaled(51))
        self.search.textChanged.connect(self._search_changed)
        self.search.installEventFilter(self)
        self.results = ResultList(self._do)
        mark = IconMark("search", "", size=20)
        head = row(mark, (self.search, 1), spacing=12, margins=(20, 0, 20, 0))
        hints = (_hint("↑↓", tr(" choose")), _hint("↵", tr(" do it")), None, _hint("Esc", ""))
        foot = row(*hints, spacing=16, margins=(20, 9, 20, 9))
        fill(self.body, head, Hairline(), self.results, Hairline(), foot)

    def open(self) -> None:
        """Open empty, with everything there is."""
        self.search.setFont(font(Role.SECTION, weight=400))
        self._known = []
        self.search.clear()
        self._search_changed("")
        self.open_centred(_TOP, focus=self.search)

    def _search_changed(self, text: str) -> None:
        query = text.strip()
        self._looking.stop()
        if not query:
            self._show(find(self._registry.all(), "", _recent())[:10])
            return
        if not self._known:
            self._known = list(self.contents())
        parts = iter(self.examples(query))
        first = next(parts, [])  # of most projects that is all
        self._show(find((*self._registry.all(), *self._known, *first), query))
        self._looking.begin(self._look_through(query, parts, first))

    def _look_through(
        self, query: str, parts: Iterator[list[Action]], found: list[Action]
    ) -> Iterator[Step]:
        for part in parts:
            found = [*found, *part]
            yield partial(self._show_more, query, found) if part else _nothing

    def _show_more(self, query: str, examples: Sequence[Action]) -> None:
        """Show these as well; what is chosen stays chosen."""
        chosen = [one.action.id for one in self.results.found][self.results.at :][:1]
        moved = self.results.at > 0
        self._show(find((*self._registry.all(), *self._known, *examples), query))
        ids = [one.action.id for one in self.results.found]
        if moved and chosen and chosen[0] in ids:
            self.results.step(ids.index(chosen[0]))

    def _show(self, found: list[Found]) -> None:
        self.results.show_results(found)
        room = self.window().height() - _TOP - 2 * self.search.height()
        while self.results.sizeHint().height() > room and len(found) > 1:
            groups = [one.action.group for one in found]
            longest = max(Group, key=groups.count)
            del found[len(groups) - 1 - groups[::-1].index(longest)]
            self.results.show_results(found)
        self.resettle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = 1 if event.key() == Qt.Key.Key_Tab else UP_DOWN.get(event.key())
            if step is not None:
                self.results.step(step)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._do(self.results.at)
                return True
        return super().eventFilter(watched, event)

    def _do(self, number: int) -> None:
        if not 0 <= number < len(self.results.found):
            return
        one = self.results.found[number]
        if one.off:
            return
        self.close_popover()
        if self._registry.find(one.action.id) is not None:
            _note_recent(one.action.id)
        self._registry.do(one.action)


def _nothing() -> None:
    """This part held nothing."""


def _hint(key: str, words: str) -> Label:
    return Label(Span(key), Span(words), role=Role.NOTE, colour="ink2", wrap=False)


def _recent() -> list[str]:
    """The ids of what was done from the palette, the last first; damaged ones are none."""
    try:
        kept = json.loads(str(open_store().value(_RECENT, "[]")))
    except ValueError:
        return []
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def _note_recent(action_id: str) -> None:
    others = [one for one in _recent() if one != action_id]
    open_store().setValue(_RECENT, json.dumps([action_id, *others][:_MOST_RECENT]))
