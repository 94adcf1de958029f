"""What is dragged out of the window: a chart as a picture and a drawing, examples as their files, a table as cells."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.widgets.clipboard import fresh_folder

EXAMPLES = "application/x-smart-enough-examples"  # their ids, for a class to be dropped on
_SIDE, _HELD = 120, QPoint(12, 12)  # pixels of what hangs on the pointer, and where it hangs


def start_drag(source: QWidget, data: QMimeData, picture: QImage | QPixmap | None = None) -> None:
    """Let ``data`` hang on the pointer until it is dropped; it is copied, never moved."""
    drag = QDrag(source)
    drag.setMimeData(data)
    if picture is not None and not picture.isNull():
        small = QPixmap.fromImage(picture) if isinstance(picture, QImage) else picture
        small.setDevicePixelRatio(1)
        keep = Qt.AspectRatioMode.KeepAspectRatio
        drag.setPixmap(small.scaled(_SIDE, _SIDE, keep, Qt.TransformationMode.SmoothTransformation))
        drag.setHotSpot(_HELD)
    drag.exec(Qt.DropAction.CopyAction)


def files_as_data(files: Sequence[Path]) -> QMimeData:
    """These files, as a file manager copies them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def picture_file(picture: QImage, title: str) -> Path:
    """The picture as a PNG named by its title, in a folder of its own: a file manager and a mail take a file only."""
    name = re.sub(r"[^\w%€$ –-]+", " ", title).strip()[:60] or "chart"
    place = fresh_folder() / f"{name}.png"
    picture.save(str(place))
    return place
