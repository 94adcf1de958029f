"""Writing a run's model file to where the person wants it: in a thread, and whole or not at all."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.soon import Soon
from desktop.project.project import Project
from desktop.project.trouble import explain


def write_model(project: Path, sha256: str, target: Path) -> Path:
    """Write the model to ``target``; a ``UserError`` leaves what was there."""
    with Project.open_beside(project) as opened:
        model = opened.caches.model(sha256)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(model)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise explain(error, target) from error
    return target


class ModelExport(QObject):
    """``finished`` carries the path written, ``failed`` the error."""

    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._soon = Soon(self)
        self._soon.answered.connect(self.finished)
        self._soon.failed.connect(self.failed)

    def write(self, project: Path, sha256: str, target: Path) -> None:
        """Write the model of that hash, soon."""
        self._soon.ask(partial(write_model, project, sha256, target))

    def stop(self) -> None:
        """The page is closing: finish what is being written."""
        self._soon.stop()
