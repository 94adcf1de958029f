"""The menu that says what an example is: the classes there are, or another one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop.widgets.ask import Answers, AskFor, AskPopover


class LabelMenu(QMenu):
    """Offers ``classes`` (the ``current`` one ticked) and a new one; ``choose`` gets the name."""

    def __init__(
        self,
        parent: QWidget,
        classes: Sequence[str],
        choose: Callable[[str], None],
        *,
        current: str | None = None,
        title: str = "What is it?",
    ) -> None:
        super().__init__(parent)
        self._window, self._choose, self._title = parent.window(), choose, title
        self.setAccessibleName(title)
        for name in classes:
            action = self.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.triggered.connect(self._chosen)
        if classes:
            self.addSeparator()
        self.another = self.addAction("Another class…")
        self.another.triggered.connect(self._ask)
        self.aboutToHide.connect(self.deleteLater)

    def open_below(self, anchor: QWidget) -> None:
        """Open at the lower left corner of ``anchor``."""
        self.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def _chosen(self) -> None:
        self._choose(str(self.sender().data()))  # type: ignore[attr-defined]  # the sender is an action of this menu

    def _ask(self) -> None:
        ask_class(self._window, self._choose, self._title)


def ask_class(window: QWidget, choose: Callable[[str], None], title: str = "What is it?") -> None:
    """Ask for the name of a class that there is not yet."""

    def done(answers: Answers) -> None:
        choose(answers["name"])

    AskPopover(window, title, [AskFor("name", "Name of the class")], done, button="Label").ask()
