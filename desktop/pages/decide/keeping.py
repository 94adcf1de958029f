"""What becomes of a worked-out case: the assessment is kept with the project, or the answer in the way is named."""

from collections.abc import Callable
from functools import partial

from desktop.findings.decide.verdict import (
    Worked,
    assessment_record,
    case_fingerprint,
    field_of,
    in_our_words,
)
from desktop.pages.page import message_from
from desktop.project.project import Project
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.errors import UserError


def keep_assessment(session: Session, found: Worked) -> None:
    """Keep the newest assessment once; a project that can only be read keeps what it has."""
    if session.read_only:
        return
    project, payload = session.project, assessment_record(found)
    fingerprint = case_fingerprint(found.case)
    kept = project.record("assessment")
    if kept is None or kept.fingerprint != fingerprint or kept.payload != payload:
        project.append_record("assessment", payload, fingerprint)
        session.appended("record")


def trouble_message(
    project: Project, error: BaseException, lead_to: Callable[[str], None]
) -> Message:
    """What the bar says when a case cannot be worked out, with the way to the answer in the way."""
    if not isinstance(error, UserError):
        return message_from(error)
    shown, asked = in_our_words(project, error), field_of(error)
    if asked is None:
        return message_from(shown)
    run = partial(lead_to, asked.key)
    button = "Go to that answer"
    return Message("error", shown.what, shown.why, shown.next_step, button, run, takes_primary=True)
