"""New project: one sentence, one of seven kinds and what goes in, before anything else is asked; or a sample of a kind.

Nothing is mandatory. It fills the window between the two bars.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.sample import Sample
from desktop.theme.current import scaled
from desktop.theme.paint import Face, paint_box, smooth, upright, write
from desktop.theme.type import Role, font
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField
from desktop.widgets.focus import claims
from desktop.widgets.label import Hairline, Label, spans_of, strong
from desktop.widgets.layout import TOP, TileLayout, column, fill, holder, keep_width, row
from desktop.widgets.popover import CoverPopover, Popover
from desktop.window.product_choice import DIGITS, FRAME, ProductChoice
from desktop.window.product_pictures import paint_sample
from estimators.base.input_kind import inputs_in_words
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, suggested_kind

KEYS = (
    ("1–7", tr("kind")),
    ("Tab", tr("what goes in")),
    ("F1", tr("which kind is mine?")),
)
_WIDE, _SIDE, _WELL = 1200, 32, 104
_FIELD = 46


class SampleTile(PaintedButton):
    """A sample: its picture, what it is called, how much there is of it and what it shows."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        super().__init__(sample.title, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(
            tr(
                "Sample {name}: {count}, {shows}",
                name=sample.title,
                count=sample.count,
                shows=sample.shows,
            )
        )

    def sizeHint(self) -> QSize:
        words = Face(Role.ROW).height + 2 * Face().height
        return QSize(scaled(_WELL), scaled(_WELL) + 9 + words + 2 * FRAME)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.underMouse():
            paint_box(painter, self.rect(), fill="sel", radius=10)
        inside = QRectF(self.rect()).adjusted(FRAME, FRAME, -FRAME, -FRAME)
        well = QRectF(inside.left(), inside.top(), inside.width(), scaled(_WELL))
        with upright(painter, well):
            paint_sample("table" if self.sample.table else self.sample.kind, painter, well)
        top = well.bottom() + 9
        lines = (
            (self.sample.title, Face(Role.ROW, 600, "ink")),
            (self.sample.count, Face()),
            (self.sample.shows, Face()),
        )
        for text, face in lines:
            write(painter, text, QRectF(inside.left(), top, inside.width(), face.height), face)
            top += face.height


class NewProject(CoverPopover, AnsweredPopover):
    """``start(sentence, kind, inputs)`` is called with what was said, all of which may be empty; ``open_sample(id)`` else."""

    def __init__(
        self,
        window: QWidget,
        room: Callable[[], QRect],
        samples: Sequence[Sample],
        start: Callable[[str, str, tuple[str, ...]], object],
        open_sample: Callable[[str], object],
    ) -> None:
        super().__init__(window, tr("New project"), room)
        self._start, self._open_sample = start, open_sample
        self.start = Button(tr("Start"), "primary", shortcut="Ctrl+Return", run=self.submit)
        cancel = Button(tr("Cancel"), "text", shortcut="Esc", run=self.close_popover)
        buttons = holder(row(cancel, self.start, spacing=8))
        head = column(
            Label(tr("New project"), role=Role.NOTE, weight=500, colour="ink2"),
            4,
            row((Label(tr("What should it do?"), role=Role.HEADLINE), 1), (buttons, TOP)),
            4,
            Label(
                tr("Say it in one sentence. What kind it is decides what you fake, what counts as right and how it is measured."),
                role=Role.LEAD, colour="ink2",
            ),
        )  # fmt: skip
        self.sentence = _SentenceField()
        self.sentence.textEdited.connect(self._suggest)
        self.heard = Label(" ", role=Role.NOTE, colour="ink2")
        self.product = ProductChoice(tr("You can change both later; nothing is lost."))
        self.product.changed.connect(self._chosen)
        around = (FRAME, 0, FRAME, 0)
        tiles = TileLayout((8, 4, 2), 120 + 2 * FRAME, spacing=10 - 2 * FRAME, below=6)
        self.sample_tiles = [SampleTile(sample) for sample in samples]
        for tile in self.sample_tiles:
            tiles.addWidget(tile)
            tile.clicked.connect(partial(self._look_around, tile.sample.id))
        title = Label(tr("Or look around in a sample"), role=Role.SECTION)
        yours = Label(
            tr("Real content, and yours to change."), role=Role.NOTE, colour="ink2", wrap=False
        )
        asked = column(head, 20, self.sentence, 8, self.heard, margins=around)
        below = column(Hairline(), 20, row((title, 1), yours), margins=around)
        page = QWidget()
        self._page = column(asked, 14, self.product, 24, below, 6, holder(tiles), None, of=page)
        self.body.addWidget(scrolling(page))

    def kind(self) -> str:
        """The kind that is chosen; empty: none."""
        return self.product.kind()

    def submit(self) -> None:
        sentence = " ".join(self.sentence.text().split())
        kind, inputs = self.product.kind(), self.product.inputs()
        self.close_popover()
        self._start(sentence, kind, inputs)

    def explain(self) -> bool:
        _WhichKind(self.window()).open_centred()
        return True

    def event(self, event: QEvent) -> bool:
        # A key of the page below (1 to 9 label an example) must not act behind the tiles.
        return claims(event, *DIGITS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.product.take_digit(event.key()):
            super().keyPressEvent(event)

    def fit(self, room: QRect) -> None:
        side = max(_SIDE, (room.width() - scaled(_WIDE)) // 2) - FRAME
        top = 40 if room.height() > scaled(700) else 24
        self._page.setContentsMargins(side, top, side, 24)

    def _look_around(self, sample_id: str) -> None:
        self.close_popover()
        self._open_sample(sample_id)

    def _suggest(self, text: str) -> None:
        self.product.suggest(text, suggested_kind(text))
        self._say_heard(heard=not self.product.chosen_by_hand())

    def _chosen(self) -> None:
        self._say_heard(heard=False)

    def _say_heard(self, *, heard: bool) -> None:
        kind = TASK_KINDS.get(self.product.kind())
        if not heard or kind is None or not self.sentence.text().strip():
            self.heard.setText(" ")
            return
        template = tr("That sounds like {kind}, from {inputs}. Choose another if it is not.")
        inputs = inputs_in_words(self.product.inputs())
        self.heard.set_spans(*spans_of(template, kind=strong(kind.inside), inputs=inputs))


class _WhichKind(Popover):
    """What "right" means for one answer of each kind."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("Which kind is mine?"), width=560)
        self.add_head(tr("Which kind is mine?"), 4, wraps=False)
        text = tr(
            "Take the one whose answer looks like yours. The kind sets what “right” means for one answer; everything else "
            "follows from that, and it can be changed at any time."
        )
        fill(self.body, Label(text), 8)
        for kind in TASK_KINDS.values():
            name = Label(kind.label, weight=500, wrap=False)
            keep_width(name, 150)
            line = row((name, TOP), (Label(kind.right, colour="ink2"), 1), margins=(0, 6, 0, 6))
            fill(self.body, Hairline(), line)


class _SentenceField(LineField):
    """The one sentence, larger than other fields."""

    def __init__(self) -> None:
        super().__init__(
            tr("What should it do? Say it in one sentence."), tr("Say it in one sentence.")
        )

    def _fit_text_size(self) -> None:
        self.setFont(font(Role.SECTION, weight=400))
        self.setFixedHeight(scaled(_FIELD))
        self.setTextMargins(8, 0, 8, 0)
