"""Having a candidate at an address answer: a row of Jobs, whose answers are kept one by one as they come."""

import time
from functools import partial

from PySide6.QtWidgets import QLineEdit

from desktop.findings.measure.address_candidate import allowed_hosts
from desktop.jobs.ask_candidate import AskCandidate, AskedCandidate, ReceivedAnswers
from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.page import Page
from desktop.project.measure_records import KeptCandidate
from desktop.project.product import kind_name
from desktop.session import Session
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.fields import number_style
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number_reader import read_number
from estimators.base.sentence import tr

JOB = "desktop.jobs.ask_candidate:ask_candidate"
_SHOWN_EVERY = 2.0  # seconds


def resume_asking(page: Page, jobs: JobQueue, kept: KeptCandidate, cases: tuple[str, ...]) -> None:
    """Ask a candidate these, which it has no answer to yet: what was received is not asked for again."""
    project = page.session.project

    def go(key: str, cap: float) -> None:
        request = AskCandidate(
            project.path,
            kept.uid,
            kept.name,
            kind_name(project),
            kept.settings,
            cases,
            allowed_hosts(project),
            cap,
            key,
        )
        start_asking(page, jobs, request)

    def asked(answers: Answers) -> None:
        cap = read_number(answers["cap"], number_style()).value
        if not cap or cap < 0:
            raise UserError(tr("Say for how much at most, all told."), "", "")
        go(answers["key"], cap)

    fields = [
        AskFor("cap", tr("At most, all told"), "1"),
        AskFor("key", tr("Key"), placeholder=tr("as in the key ring")),
    ]
    popover = AskPopover(
        page.window(), tr("Ask what is missing"), fields, asked, button=tr("Go on")
    )
    popover.fields["key"].setEchoMode(QLineEdit.EchoMode.Password)
    popover.ask()


def start_asking(page: Page, jobs: JobQueue, request: AskCandidate) -> None:
    """Let it answer: a row of Jobs that can be cancelled and goes on where it stopped."""
    bound = partial(_bound, page)
    callbacks = bound(page.session, jobs)
    jobs.start(
        tr("{name} answers", name=request.name),
        JOB,
        request,
        on_done=callbacks.done,
        on_failed=callbacks.failed,
        on_part=callbacks.part,
        bind=partial(_bound, None),
    )


def _bound(page: Page | None, session: Session, _jobs: JobQueue) -> Callbacks:
    """Answers are kept one by one as they come, whichever window holds the project."""

    shown = 0.0

    def came(part: ReceivedAnswers) -> None:
        nonlocal shown
        session.project.measured.append_answers(part.uid, part.answers)
        if time.monotonic() - shown > _SHOWN_EVERY:  # kept at once, shown now and then
            shown = time.monotonic()
            session.appended("candidate")

    def done(asked: AskedCandidate) -> str:
        session.project.measured.append_answers(asked.uid, asked.answers)
        session.appended("candidate")
        if page is not None and asked.sentences and asked.left:
            page.refuse(UserError(asked.sentences[0], " ".join(asked.sentences[1:]), ""))
        return asked.sentences[0] if asked.sentences else count(len(asked.answers), "answer")

    def failed(why: Failed) -> None:
        if page is not None and why.what:
            page.refuse(UserError(why.what, why.why, why.next_step))

    return Callbacks(done, failed, None, came)
