"""The rows of the journal's table: what waits on top, then the exchanges, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from desktop.findings.fake.journal import answer_words, clock, fault_words, sure_words, took_words
from desktop.project.records import Json
from desktop.theme.glyphs import Glyph
from desktop.widgets.table import Index, TableCell, TableColumn, TableRows
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter

if TYPE_CHECKING:
    from mock_ai.journal import Waiting

Row = Mapping[str, Json]
_BY = {
    "dials": TableCell(tr("dials"), glyph=Glyph.SIMULATED),
    "you": TableCell("you", icon="person"),
    "model": TableCell("model", glyph=Glyph.MEASURED),
    "fault": TableCell(tr("fault"), icon="fault"),
    "refused": TableCell("refused", icon="against"),
}
COLUMNS = (
    TableColumn(tr("time"), always=True),
    TableColumn(tr("asked about"), stretch=True, always=True, most=96),
    TableColumn(tr("answer"), stretch=True, always=True, most=104),
    TableColumn(tr("sure"), right=True, if_any=True),
    TableColumn(tr("answered by")),
    TableColumn(tr("took"), right=True),
)


class JournalRows(TableRows):
    """All that the project keeps, of which a filter shows a part."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self._all: list[Row] = []  # newest first
        self._shown: list[Row] = []
        self._waiting: tuple[tuple[TableCell, ...], ...] = ()
        self._choice = ExchangeFilter()

    # --- what there is -------------------------------------------------------------------------------------------

    @property
    def newest(self) -> int:
        return int(self._all[0]["id"]) if self._all else 0

    @property
    def everything(self) -> Sequence[Row]:
        """Every exchange that the project keeps, newest first."""
        return self._all

    @property
    def shown(self) -> Sequence[Row]:
        """Those that the filter lets through."""
        return self._shown

    def exchange(self, row: int) -> Row | None:
        """The exchange of a row; None where a request waits."""
        place = row - len(self._waiting)
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def place_of(self, number: int) -> int | None:
        for place, row in enumerate(self._shown):
            if row["id"] == number:
                return place + len(self._waiting)
        return None

    # --- changing ------------------------------------------------------------------------------------------------

    def replace(self, rows: Iterable[Row]) -> None:
        """Show other exchanges, newest first."""
        self.beginResetModel()
        self._all = list(rows)
        self._shown = [row for row in self._all if self._choice.fits(row)]
        self.endResetModel()

    def add(self, rows: Sequence[Row], most: int) -> None:
        """Put newer exchanges on top; beyond ``most`` the oldest are no longer there."""
        if not rows:
            return
        self._all[:0] = rows
        del self._all[most:]
        fitting = [row for row in rows if self._choice.fits(row)]
        if fitting:
            first = len(self._waiting)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._shown[:0] = fitting
            self.endInsertRows()
        if len(self._shown) > most:
            last = len(self._waiting) + len(self._shown) - 1
            self.beginRemoveRows(QModelIndex(), len(self._waiting) + most, last)
            del self._shown[most:]
            self.endRemoveRows()

    def choose(self, choice: ExchangeFilter) -> None:
        """Show only what fits."""
        if choice == self._choice:
            return
        self.beginResetModel()
        self._choice = choice
        self._shown = [row for row in self._all if choice.fits(row)]
        self.endResetModel()

    def wait(self, waiting: "Sequence[Waiting]") -> None:
        cells = tuple(_waiting_cells(one) for one in reversed(waiting))
        if cells == self._waiting:
            return
        if self._waiting:
            self.beginRemoveRows(QModelIndex(), 0, len(self._waiting) - 1)
            self._waiting = ()
            self.endRemoveRows()
        if cells:
            self.beginInsertRows(QModelIndex(), 0, len(cells) - 1)
            self._waiting = cells
            self.endInsertRows()

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._waiting) + len(self._shown)

    def cells(self, row: int) -> tuple[TableCell, ...]:
        if row < len(self._waiting):
            return self._waiting[row]
        return _cells(self._shown[row - len(self._waiting)])


def _cells(row: Row) -> tuple[TableCell, ...]:
    by = str(row.get("answered_by") or "")
    said = answer_words(row)
    no_answer = not said or by in ("fault", "refused")
    answer = said if said and by != "fault" else fault_words(row) or tr("no answer")
    if by == "fault" and took_words(row) == answer:
        answer = tr("no answer")
    return (
        TableCell(clock(row), colour="ink2"),
        TableCell(str(row.get("name") or tr("no name"))),
        TableCell(answer[:80], colour="ink2" if no_answer else "ink"),
        TableCell(sure_words(row)),
        TableCell(str(row.get("model") or "")[:40])
        if by == "candidate"
        else _BY.get(by, _BY["dials"]),
        TableCell(took_words(row), colour="ink2"),
    )


def _waiting_cells(waiting: "Waiting") -> tuple[TableCell, ...]:
    by = _BY["you"] if waiting.by == "you" else TableCell("")
    return (
        TableCell(clock({"at": waiting.at.isoformat()}), strong=True),
        TableCell(waiting.name or tr("no name"), strong=True),
        TableCell("…", strong=True),
        TableCell(""),
        TableCell(by.text, strong=True, icon=by.icon),
        TableCell("waiting", strong=True),
    )
