"""The verdict that a project keeps: worked out anew after each change, on whatever page, so that the rail says what Decide would."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.latest_wins_thread import LatestWinsThread
from desktop.session import Change, Session

REST_MS = 300  # without a change: whoever types is not kept waiting


class KeptVerdict(QObject):
    """Follows the session; a project that can only be read keeps what it has."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._weighed = ""  # the fingerprint of the case
        self._weighing = LatestWinsThread(self, self._keep)  # why it cannot be weighed, Decide says
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._weigh)
        session.opened.connect(self._rest.start)
        session.changed.connect(self._changed)
        session.closed.connect(self._closed)

    @property
    def busy(self) -> bool:
        """Whether a change has not been weighed yet."""
        return self._rest.isActive() or self._weighing.busy

    def _changed(self, change: Change) -> None:
        if change.tables - {"record", "journal"}:
            self._rest.start()

    def _closed(self) -> None:
        self._rest.stop()
        self._weighing.stop()
        self._weighed = ""

    def _weigh(self) -> None:
        from desktop.findings.case import case_of  # Welcome is painted without
        from desktop.findings.decide.verdict import case_fingerprint
        from desktop.project.decode import DATA_ERRORS

        if self._session.read_only:
            return
        project = self._session.project
        try:
            case = case_of(project)
        except DATA_ERRORS as error:  # each page says what is damaged of what it shows
            if project.damage_behind(error) is None:
                raise
            return
        if (fingerprint := case_fingerprint(case)) != self._weighed:
            self._weighed = fingerprint
            self._weighing.ask(partial(_weighed, case, fingerprint))

    def _keep(self, found: tuple[str, str]) -> None:
        from desktop.project.record_kinds import ASSESSMENT, KeptAssessment

        verdict, fingerprint = found
        project = self._session.project
        kept = project.record(ASSESSMENT)
        if verdict != (kept.value.verdict if kept is not None else ""):
            project.append_record(ASSESSMENT, KeptAssessment(verdict), fingerprint)
            self._session.appended("record")


def _weighed(case: Mapping[str, Any], fingerprint: str) -> tuple[str, str]:
    """The verdict on this case, which is none where nothing is known of it."""
    from desktop.findings.case import says_nothing
    from estimators.need_for_ai import assess

    return ("" if says_nothing(case) else assess(case).verdict), fingerprint
