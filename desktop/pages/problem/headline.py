"""The headline of Problem: the person's own sentence, changed in its place; and the line that says how the verdict stands."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.findings.problem.brief import EMPTY_QUESTION
from desktop.pages.header import PageHeader
from desktop.theme.current import scaled
from desktop.theme.glyphs import Glyph
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Height
from desktop.theme.type import Role, font, line_height
from desktop.widgets.fields import LineField
from desktop.widgets.focus import ENTER_KEYS
from desktop.widgets.label import GlyphMark, Label, Span
from desktop.widgets.layout import row
from desktop.widgets.spoken_role import announce
from estimators.base.sentence import tr

_STARTS = (*ENTER_KEYS, Qt.Key.Key_F2)


class _SentenceField(LineField):
    """As large as the headline that it stands for."""

    _role = Role.HEADLINE

    def set_role(self, role: Role) -> None:
        self._role = role
        self._fit_text_size()

    def _fit_text_size(self) -> None:
        self.setFont(font(self._role))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), line_height(self._role) + scaled(12))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())


class HeadlineEdit(QObject):
    """A click, Enter or F2 on the headline opens a field in its place; Enter or leaving keeps it, Esc does not.

    ``kept(sentence)`` hears of another sentence.
    """

    def __init__(
        self, header: PageHeader, sentence: Callable[[], str], kept: Callable[[str], object]
    ) -> None:
        super().__init__(header)
        self._header, self._headline = header, header.headline
        self._sentence, self._kept = sentence, kept
        self.writable = True
        self.field = _SentenceField(EMPTY_QUESTION, EMPTY_QUESTION)
        self.field.hide()
        header.words.insertWidget(header.words.indexOf(header.headline) + 1, self.field)
        self._headline.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._headline.setCursor(Qt.CursorShape.IBeamCursor)
        self._headline.setToolTip(tr("Click to change the sentence."))
        self._headline.setAccessibleDescription(tr("Press Enter to change the sentence."))
        self._headline.installEventFilter(self)
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self.finish)

    def start(self) -> None:
        """Open the field with the whole sentence."""
        if not self.writable:
            return
        self.field.set_value(self._sentence())
        self.field.set_role(Role.FIGURE if self._header.short else Role.HEADLINE)
        self._headline.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def finish(self) -> None:
        """Close the field and keep what was typed."""
        if self.field.isHidden():
            return
        typed = " ".join(self.field.text().split())
        self._close()
        if typed != self._sentence():
            self._kept(typed)

    def _close(self) -> None:
        had = self.field.hasFocus()
        self.field.hide()
        self._headline.show()
        if had:
            self._headline.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and watched is self.field:
            if event.key() == Qt.Key.Key_Escape:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                elif event.type() == QEvent.Type.KeyPress:
                    self._close()
                return True
            return False
        if watched is self._headline and isinstance(event, QKeyEvent) and event.key() in _STARTS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.start()
                return True
        if watched is self._headline and event.type() == QEvent.Type.MouseButtonRelease:
            self.start()
            return True
        return False


class VerdictBar(QWidget):
    """ "So far: **fake it first.** What the law looks at could still change that."; pale while it is worked out."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.mark = GlyphMark(Glyph.DRAFT, "")
        self.words = Label(measure=10_000)
        row(self.mark, (self.words, 1), of=self, spacing=12, margins=(14, 11, 14, 11))
        self.setMinimumHeight(scaled(Height.TOP_BAR))
        self.hide()

    def say(self, sentence: str, verdict: str, *, settled: bool) -> None:
        """Show the sentence, its ``verdict`` in bold; an empty one takes the bar away."""
        new = sentence != self._said[0]
        self.setVisible(bool(sentence))
        self._said = (sentence, verdict)
        self.mark.set_glyph(Glyph.EVIDENCE if settled else Glyph.DRAFT, "")
        self.set_pale(False)
        self.setAccessibleName(sentence)
        if new:
            announce(self, sentence)

    _said = ("", "")

    def set_pale(self, pale: bool) -> None:
        """Whether what it says is being worked out anew."""
        sentence, verdict = self._said
        before, found, after = sentence.partition(verdict) if verdict else (sentence, "", "")
        rest = "ink3" if pale else "ink"
        self.words.set_spans(
            Span(before, colour=rest),
            Span(found, strong=True, colour=rest),
            Span(after, colour=rest),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), self.rect(), fill="sunken")
