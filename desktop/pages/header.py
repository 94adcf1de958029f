"""The header of a page: eyebrow, headline and lead at the left, the buttons at the right. It stays put."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.current import scaled
from desktop.theme.tokens import Space
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import LEFT, column, holder, row, stack_if
from desktop.widgets.spoken_role import announce


@dataclass(frozen=True)
class HeaderAction:
    """A button of the header. ``off`` is why it cannot be pressed now; empty: it can."""

    text: str
    run: Callable[[], object]
    off: str = ""
    shortcut: str = ""
    drops_down: bool = False


_LEAST_WORDS = 300  # pixels for headline and lead beside the buttons


class PageHeader(QWidget):
    """Eyebrow, headline and lead at the left; secondary buttons and the one primary button at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.eyebrow = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.headline = Label(role=Role.HEADLINE, measure=760, balanced=True)
        self.verdict = Label(role=Role.VERDICT, measure=760)
        self.verdict.hide()
        self.lead = Label(role=Role.LEAD, colour="ink2")
        self.primary = Button("", "primary", shortcut="Ctrl+Return", run=self._run)
        self._secondary: list[Button] = []
        self._runs: dict[Button, Callable[[], object]] = {}
        self.words = column(self.eyebrow, 5, self.headline, self.verdict, 6, self.lead, spacing=0)
        self._buttons = row((self.primary, LEFT), None, spacing=8)
        self._side = holder(column(self._buttons, None))
        self._row = row((self.words, 1), self._side, of=self)
        self.primary.hide()

    def say(self, headline: str, lead: str, strong_lead: str, eyebrow: str) -> None:
        """Show these; an empty eyebrow leaves the one that is there."""
        new = headline != self.headline.text()
        self.headline.setText(headline)
        self.verdict.setText(headline)
        gap = " " if lead and strong_lead else ""
        self.lead.set_spans(lead, gap, strong(strong_lead))
        self._has_lead = bool(lead or strong_lead)
        self._show_lead()
        if eyebrow:
            self.eyebrow.setText(eyebrow)
        if new:
            announce(self, headline)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        announce(self, self.headline.text())

    _has_lead = False
    short = _lead_yields = False

    def set_short(self, short: bool, *, lead_yields: bool) -> None:
        """Leave room below where the window is low for its letters: a smaller headline, and (``lead_yields``) no lead."""
        if (short, lead_yields) == (self.short, self._lead_yields):
            return
        self.short, self._lead_yields = short, lead_yields
        self.headline.set_role(Role.FIGURE if short else Role.HEADLINE)
        self._show_lead()

    def _show_lead(self) -> None:
        hidden = self.short and self._lead_yields
        self.lead.setVisible(self._has_lead and not hidden)

    def set_margins(self, side: int, top: int) -> None:
        self._row.setContentsMargins(side, top, side, 0)
        self._arrange()

    def _arrange(self) -> None:
        """Put the buttons beside the words, or below them where they would leave them no room."""
        edge = self._row.contentsMargins().left()
        room = self.width() - 2 * edge - self._buttons_width()
        below = room < scaled(_LEAST_WORDS)
        stack_if(self._row, below)
        stack_if(self._buttons, self._buttons_width() > self.width() - 2 * edge)
        self._row.setSpacing(Space.M if below else Space.XXL)
        self._side.setContentsMargins(0, 0 if below else 23, 0, 0)

    def show_buttons(self, shown: bool) -> None:
        """Take the buttons away where a message has them, or bring them back."""
        self._side.setVisible(shown)

    def _buttons_width(self) -> int:
        """Pixels of the buttons beside each other, however they stand now."""
        shown = [one.sizeHint().width() for one in (*self.secondary(), self.primary) if not one.isHidden()]  # fmt: skip
        return sum(shown) + self._buttons.spacing() * max(0, len(shown) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_primary(self, action: HeaderAction | None) -> None:
        """Show the primary button, or none."""
        self._set(self.primary, action)
        self._arrange()

    def set_secondary(self, actions: tuple[HeaderAction, ...]) -> None:
        """Show these buttons before the primary one."""
        while len(self._secondary) < len(actions):
            button = Button("", run=self._run)
            self._buttons.insertWidget(len(self._secondary), button, 0, LEFT)
            self._secondary.append(button)
        for number, button in enumerate(self._secondary):
            self._set(button, actions[number] if number < len(actions) else None)
        self._arrange()

    def secondary(self) -> tuple[Button, ...]:
        """The secondary buttons that are shown, in order."""
        return tuple(button for button in self._secondary if not button.isHidden())

    def _set(self, button: Button, action: HeaderAction | None) -> None:
        button.setVisible(action is not None)
        if action is None:
            self._runs.pop(button, None)
            return
        self._runs[button] = action.run
        button.setText(action.text)
        button.set_shortcut(action.shortcut)
        button.set_drops_down(action.drops_down)
        button.off_because(action.off)

    def _run(self) -> None:
        run = self._runs.get(self.sender())  # type: ignore[call-overload]  # the sender is one of these buttons
        if run is not None:
            run()
