"""The right of the room: what a good answer needs, and how far one is."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_words import RubricLine, enough, rubric, rubric_title, so_far
from desktop.project.measure_records import CasePoints
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, column, fill, holder, row
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import Box, IconMark, RowList
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class PointRow(Pressable):
    """One point; a click changes it for everybody."""

    def __init__(self, line: RubricLine) -> None:
        words = tr("must: {point}", point=line.text) if line.must else tr("must not: {point}", point=line.text)  # fmt: skip
        super().__init__()
        self.setAccessibleName(words)
        mark = IconMark("check", tr("must"), colour="ok")
        if not line.must:
            mark = IconMark("close", tr("must not"), colour="bad")
        text = Label(line.text, role=Role.BODY, weight=400 if line.must else 600)
        said = Label(line.evidence, role=Role.NOTE, colour="ink2")
        row((mark, TOP), (column(text, said), 1), of=self, spacing=10, margins=(0, 8, 0, 8))
        said.setVisible(bool(line.evidence))


class RubricSide(QWidget):
    """Points above, so far below. ``stop``: leave, because it is enough."""

    def __init__(self, change: Callable[[CasePoints], None], stop: Callable[[], object]) -> None:
        super().__init__()
        self._change = change
        self._points = CasePoints()
        self._lines: tuple[RubricLine, ...] | None = None
        self._told: tuple[tuple[str, str], ...] | None = None
        self.title = Label(role=Role.SECTION)
        self.points = RowList(tr("What a good answer needs"), first_line=True)
        self.hint = Label(role=Role.NOTE, colour="ink2")
        self.add = Button(tr("Add a point"), "link", run=partial(self._ask, None))
        self.enough_words = Label(role=Role.BODY, weight=600)
        self.stop = Button(tr("Stop here"), size="small", run=stop)
        self.enough = Box()
        fill(self.enough.row, (column(self.enough_words, 8, (self.stop, LEFT)), 1))
        self.head = Label(tr("So far"), role=Role.SECTION)
        self.so_far = RowList(tr("So far"), first_line=True)
        column(
            self.title, 8, self.points, 8, self.hint, (self.add, LEFT), 28,
            self.enough, 16, self.head, 8, self.so_far, None,
            of=self,
        )  # fmt: skip

    def show_room(self, room: GradingRoom) -> None:
        """Show the points of the answer in a room, and how far it is."""
        self._points = room.points
        self.title.setText(rubric_title(room))
        lines = rubric(room)
        if lines != self._lines:
            self._lines = lines
            self.points.set_rows([self._row(line) for line in lines])
        self.points.setVisible(bool(lines))
        of_project = room.kept_case is not None
        self.add.setVisible(of_project)
        self.hint.setText(
            tr("Click a line you disagree with; that changes it for everyone.")
            if lines
            else tr("No points are written for this {what}.", what=room.noun.one)
        )
        self.show_so_far(room)

    def show_so_far(self, room: GradingRoom) -> None:
        """Show how far it is."""
        told = so_far(room)
        if told != self._told:
            self._told = told
            self.so_far.set_rows([_told(title, note) for title, note in told])
        self.head.setVisible(bool(told))
        words = enough(room)
        self.enough_words.setText(words)
        self.enough.setVisible(bool(words))

    def _row(self, line: RubricLine) -> PointRow:
        made = PointRow(line)
        made.clicked.connect(partial(self._ask, line))
        return made

    def _ask(self, line: RubricLine | None, _checked: bool = False) -> None:
        """Change a point, or add one."""

        def done(answers: Answers) -> None:
            text = " ".join(answers["text"].split())
            must = answers["must"] == "must"
            self._change(_with(self._points, line, text, must=must))

        title = tr("Change a point") if line else tr("Add a point")
        AskPopover(
            self.window(),
            title,
            (
                AskFor("text", tr("The point"), line.text if line else ""),
                AskFor(
                    "must",
                    tr("A good answer"),
                    "must" if line is None or line.must else "must_not",
                    choices=(("must", tr("must do this")), ("must_not", tr("must not"))),
                ),
            ),
            done,
            button=tr("Change it for everyone") if line else tr("Add it for everyone"),
            text=tr("An empty one is taken away.") if line else "",
        ).ask()


def _with(points: CasePoints, line: RubricLine | None, text: str, *, must: bool) -> CasePoints:
    """The points with one changed, added or, where nothing is left of it, taken away."""
    kept: dict[bool, list[str]] = {True: list(points.must), False: list(points.must_not)}
    if line is None and not text:
        raise UserError(tr("The point is empty."), "", tr("Write what a good answer does."))
    place = kept[must]
    if line is not None:
        at = kept[line.must].index(line.text)
        kept[line.must].pop(at)
        if text:
            place.insert(at if must is line.must else len(place), text)
    elif text not in place:
        place.append(text)
    return CasePoints(tuple(kept[True]), tuple(kept[False]))


def _told(title: str, note: str) -> QWidget:
    return holder(
        column(
            Label(title, weight=600),
            2,
            Label(note, role=Role.NOTE, colour="ink2"),
            margins=(0, 8, 0, 8),
        )
    )
