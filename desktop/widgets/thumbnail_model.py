"""The examples behind the grid of thumbnails: which they are, and their pictures once they have been seen.

The model holds no pictures: a ``source`` gives the encoded bytes of one thumbnail when its cell is first painted;
decoding runs in Qt's thread pool and only the finished image crosses into the GUI thread.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QIODevice,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRunnable,
    QSize,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QPixmap

from estimators.base.sentence import tr

Index = QModelIndex | QPersistentModelIndex
# The encoded thumbnail of an example's id; None where there is none.
Source = Callable[[int], bytes | None]
Words = Callable[[int], str]  # the first words of a text by its example's id

_KEPT = 1500  # decoded pictures


@dataclass(frozen=True)
class Thumbnail:
    """One example: its id, its caption, and what its badges say."""

    id: int
    caption: str
    duplicate: bool = False
    held_out: bool = False
    doubtful: bool = False
    missing: bool = False
    text: str = ""  # what stands there in place of a picture: why it cannot be opened
    label: str = ""
    note: str = ""  # beside the caption: how long a sound or clip is
    why: str = ""  # why it is shown: what its label would teach

    @property
    def spoken(self) -> str:
        words = [self.caption, *filter(None, (self.label, self.note, self.why))]
        words += [
            word
            for word, holds in (
                (tr("duplicate"), self.duplicate),
                (tr("held out for the test"), self.held_out),
                (tr("label looks doubtful"), self.doubtful),
                (tr("original missing"), self.missing),
            )
            if holds
        ]
        return ", ".join(words)


@dataclass(frozen=True)
class ManyThumbnails:
    """Examples by their ids, each made by ``make`` when it is shown: a page shows thirty of a hundred thousand."""

    ids: Sequence[int]
    make: Callable[[int], Thumbnail]
    with_labels: bool = False
    with_reasons: bool = False


def _many(items: Sequence[Thumbnail]) -> ManyThumbnails:
    known = {item.id: item for item in items}
    labels, reasons = any(item.label for item in items), any(item.why for item in items)
    return ManyThumbnails([item.id for item in items], known.__getitem__, labels, reasons)


class _Decoded(QObject):
    ready = Signal(int, QImage)


class _Decode(QRunnable):
    def __init__(self, number: int, data: bytes, side: int, decoded: _Decoded) -> None:
        super().__init__()
        self._number, self._data, self._side, self._decoded = number, data, side, decoded

    def run(self) -> None:
        image = decode(self._data, self._side)
        try:
            self._decoded.ready.emit(self._number, image)
        except RuntimeError:  # the grid was closed meanwhile
            return


def decode(data: bytes, side: int) -> QImage:
    """The picture of encoded ``data``, scaled while it is read so that it covers a square of ``side``."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > side:
        reader.setScaledSize(
            size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    return reader.read()


class ThumbnailModel(QAbstractListModel):
    """The examples shown, in order."""

    def __init__(
        self, source: Source, parent: QObject | None = None, words: Words = lambda _id: ""
    ) -> None:
        super().__init__(parent)
        self._source, self._words = source, words
        self._read: OrderedDict[int, str] = OrderedDict()
        self._shown = ManyThumbnails((), lambda _id: Thumbnail(0, ""))
        self._made: dict[int, Thumbnail] = {}
        self._rows: dict[int, int] | None = None  # of all that are shown, once one is asked for
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._asked: set[int] = set()
        # The pool goes first where this one goes, and waits: what is under way still has who carries its picture.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._decoded = _Decoded(self)
        self._decoded.ready.connect(self._arrived)

    def set_items(self, items: Sequence[Thumbnail] | ManyThumbnails) -> None:
        """Show these examples; pictures that are still shown are kept."""
        self.beginResetModel()
        self._shown = items if isinstance(items, ManyThumbnails) else _many(items)
        self._made.clear()
        self._rows = None
        self._asked.intersection_update(self._pictures)
        self.endResetModel()

    @property
    def with_labels(self) -> bool:
        return self._shown.with_labels

    @property
    def with_reasons(self) -> bool:
        return self._shown.with_reasons

    def item(self, row: int) -> Thumbnail:
        example_id = self._shown.ids[row]
        if example_id not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[example_id] = self._shown.make(example_id)
        return self._made[example_id]

    def id_of(self, row: int) -> int:
        """The id of the example in this row, without making it."""
        return self._shown.ids[row]

    def row_of(self, example_id: int) -> int | None:
        if self._rows is None:
            self._rows = {one: row for row, one in enumerate(self._shown.ids)}
        return self._rows.get(example_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._shown.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._shown.ids):
            return None
        item = self.item(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return item.caption
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return item.spoken
        return item if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def picture(self, item: Thumbnail) -> QPixmap | None:
        """The decoded picture, or None: then it is asked for and announced by ``dataChanged``."""
        found = self._pictures.get(item.id)
        if found is not None:
            self._pictures.move_to_end(item.id)
            return found if not found.isNull() else None
        if item.id not in self._asked:
            self._asked.add(item.id)
            data = self._source(item.id)
            if data:
                self._pool.start(_Decode(item.id, data, 256, self._decoded))
        return None

    def words(self, item: Thumbnail) -> str:
        """The first words of a text, read when its row is first painted."""
        if item.id not in self._read:
            self._read[item.id] = self._words(item.id)
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return self._read[item.id]

    def _arrived(self, example_id: int, image: QImage) -> None:
        self._pictures[example_id] = QPixmap.fromImage(image)
        while len(self._pictures) > _KEPT:
            old, _ = self._pictures.popitem(last=False)
            self._asked.discard(old)
        row = self.row_of(example_id)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def wait(self) -> None:
        """Let pictures that are being decoded finish; before the model goes away."""
        self._pool.clear()
        self._pool.waitForDone(2000)
