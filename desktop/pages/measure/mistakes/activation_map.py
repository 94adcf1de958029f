"""Where it looked: photos with what spoke for an answer in full light, the rest dimmed; worked out in threads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from desktop.project.originals import Original
from desktop.project.project import Project
from desktop.widgets.example import SIDE, Seen
from estimators.base.phrase import as_written
from estimators.base.sentence import tr

SMALL = 360  # pixels of the longer side in a list


@dataclass(frozen=True)
class MapRequest:
    """One photo, the answer to explain, and the key under which its picture comes back."""

    key: str
    photo: Original
    class_name: str


@dataclass
class ActivationMapper:
    """Lights photos with the model of one run; for worker threads. Keeps the bytes of the last model."""

    _model: tuple[str, bytes] = field(default=("", b""), repr=False)

    def pictures(
        self, project: Path, sha256: str, asked: Sequence[MapRequest], size: int = SMALL
    ) -> dict[str, QImage]:
        """The lit pictures by key; photos that cannot be read are left out.

        Raises ``UserError`` where this model's answers cannot be traced to places.
        """
        from estimators.classifier.photo.activation_map import overlay_jpeg, where_it_looked
        from estimators.classifier.unreadable import UnreadableItem

        model = self._bytes(project, sha256)
        found = {}
        for one in asked:
            try:
                photo = one.photo.read()
                lit = where_it_looked(model, photo, one.class_name)
                found[one.key] = QImage.fromData(overlay_jpeg(photo, lit, size))
            except UnreadableItem:
                continue
        return found

    def reader(
        self, project: Path, sha256: str, photo: Original, class_name: str
    ) -> Callable[[], Seen]:
        """What reads one photo large, lit; to be called in a thread."""
        asked = (MapRequest("", photo, class_name),)
        return partial(self._seen, project, sha256, asked)

    def _seen(self, project: Path, sha256: str, asked: tuple[MapRequest, ...]) -> Seen:
        pictures = self.pictures(project, sha256, asked, 2 * SIDE)
        words = tr(
            "Bright is what spoke for “{class_name}”.", class_name=as_written(asked[0].class_name)
        )
        return Seen(pictures.get("", QImage()), facts=words if pictures else "")

    def _bytes(self, project: Path, sha256: str) -> bytes:
        known, model = self._model
        if known != sha256:
            with Project.open_beside(project) as opened:
                model = opened.caches.model(sha256)
            self._model = (sha256, model)
        return model
