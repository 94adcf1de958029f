"""The classes as chips: add one, rename it, say what it looks like, delete it."""

from PySide6.QtWidgets import QWidget

from desktop.pages.problem.edits import BriefEdits
from desktop.project.records import ClassInfo
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChipRow
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import RIGHT, column, fill, row
from desktop.widgets.popover import Popover
from estimators.base.phrase import listed
from estimators.base.sentence import tr


class ClassesField(QWidget):
    """Chips with a note below; one is pressed to rename, describe or delete it."""

    def __init__(self, name: str, hint: str, edits: BriefEdits) -> None:
        super().__init__()
        self._edits = edits
        self.setAccessibleName(name)
        self._classes: tuple[ClassInfo, ...] = ()
        self.chips = ChipRow(name, can_add=tr("Add"))
        self.chips.picked.connect(self._edit)
        self.chips.add_asked.connect(self._add)
        column(
            self.chips,
            Label(hint, role=Role.NOTE, colour="ink2"),
            of=self,
            margins=(0, 4, 0, 0),
            spacing=6,
        )

    def set_classes(self, classes: tuple[ClassInfo, ...]) -> None:
        if [c.name for c in classes] != [c.name for c in self._classes]:
            self.chips.set_chips([c.name for c in classes])
        self._classes = classes

    def _add(self) -> None:
        popover = ClassPopover(self.window(), self._edits, None)
        popover.open_below(self.chips, focus=popover.name)

    def _edit(self, name: str) -> None:
        klass = next((c for c in self._classes if c.name == name), None)
        if klass is None:
            return
        popover = ClassPopover(self.window(), self._edits, klass)
        popover.closed.connect(self._unpick)
        chip = next((c for c in self.chips.chips() if c.text() == name), self.chips)
        popover.open_below(chip, focus=popover.name)

    def _unpick(self) -> None:
        for chip in self.chips.chips():
            chip.setChecked(False)


class ClassPopover(Popover):
    """Name and look of one class (None: a new one); what was changed is an edit once it closes."""

    def __init__(self, window: QWidget, edits: BriefEdits, klass: ClassInfo | None) -> None:
        title = tr("A new answer") if klass is None else klass.name
        super().__init__(window, title, width=320)
        self._edits, self._class = edits, klass
        self._dropped = False
        self.name = LineField(tr("Its name"), tr("For example: Crack"))
        self.name.set_value(klass.name if klass else "")
        self.name.returnPressed.connect(self._enter)
        self.description = TextField(tr("What it looks like"), tr("What does it look like?"))
        self.description.set_value(klass.description if klass else "")
        delete = Button(tr("Delete"), "text", size="small", run=self._delete)
        done = Button(tr("Add") if klass is None else tr("Done"), size="small")
        done.clicked.connect(self._enter)
        head = Label(tr("A new answer") if klass is None else tr("One of the answers"), weight=600)
        buttons = row(delete, None, (done, RIGHT), spacing=6)
        self._several = Label(
            tr("Several at once: commas between. Esc closes."),
            role=Role.NOTE,
            colour="ink2",
        )
        fill(self.body, head, 10, self.name, 8, self.description, self._several, 12, buttons)
        self._several.setVisible(klass is None)
        for widget in (self.description, delete):
            widget.setVisible(klass is not None)
        self.closed.connect(self._finish)

    def _enter(self) -> None:
        """Add what is typed and stay open for the next; close where nothing is, or where a class is changed."""
        if self._class is not None or not self.name.text().strip(" ,;"):
            self.close_popover()
            return
        if added := self._edits.add_classes(self.name.text()):
            self.name.clear()
            self._several.setText(tr("Added: {names}. Esc closes.", names=listed(added)))
            self.resettle()
        self.name.setFocus()

    def _delete(self) -> None:
        self._dropped = True
        self.close_popover()

    def _finish(self) -> None:
        name = " ".join(self.name.text().split())
        description = self.description.toPlainText().strip()
        if self._class is None:
            if name.strip(" ,;"):
                self._edits.add_classes(self.name.text())
            self._edits.focus("classes")  # the form may be another one by now
        elif self._dropped:
            self._edits.delete_class(self._class)
        elif name and (name, description) != (self._class.name, self._class.description):
            self._edits.change_class(self._class, name, description)
