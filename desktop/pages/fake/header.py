"""What stands above the content (the three answers, the headline of the chosen one, its buttons), the keys,
and what can be done as the operator."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QDesktopServices

from desktop.actions import Action
from desktop.findings.fake.acceptance_curve import Said
from desktop.findings.fake.served_candidate import (
    can_swap,
    candidates_to_swap,
    fake_rests,
    kept_in_place,
)
from desktop.findings.fake.view import accepted_words, answers_view, people_view
from desktop.pages.fake.operator.answer_form import HOT_KEYS
from desktop.pages.fake.operator.desk_client import DeskClient
from desktop.pages.fake.operator.request_view import RequestView
from desktop.pages.fake.server.local_server import LocalServer
from desktop.pages.header import HeaderAction
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.widgets.tabs import AnswerTab
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.stage_view import Explanation, StageView

PRETENDS, LIVE, PEOPLE = "pretends", "live", "people"
Keys = tuple[tuple[str, str], ...]
EMPTY_KEYS: Keys = (
    ("↑↓", tr("choose a set")),
    (tr("Ctrl V"), tr("paste")),
    ("F5", tr("show it")),
)
_KEYS: dict[str, Keys] = {
    PRETENDS: (
        ("←→", tr("turn a dial")),
        (tr("Ctrl Shift C"), tr("copy address")),
        ("F5", tr("show it")),
    ),
    LIVE: (
        ("B", tr("step behind the curtain")),
        (tr("Ctrl F"), tr("find")),
        ("K", tr("keep as a good answer")),
        ("F6", tr("start a session")),
    ),
    PEOPLE: (
        ("T", tr("numbers as a table")),
        ("N", tr("add a note")),
        ("F1", tr("how this was worked out")),
    ),
}


# The finding with the sentence below it, the primary button, and the secondary one.
FakeHeader = tuple[StageView, HeaderAction | None, HeaderAction | None]


@dataclass(frozen=True)
class HeaderButtons:
    """The buttons that the header can have; ``use_bar`` has no words yet. ``swap`` is None before there is another to swap in."""

    start: HeaderAction
    swap: HeaderAction | None
    use_bar: HeaderAction


def answer_tabs(project: Project, desk: DeskClient, serving: LocalServer) -> tuple[AnswerTab, ...]:
    asked = tr("What answers") if fake_rests(project) else tr("What it pretends")
    return (
        AnswerTab(PRETENDS, asked, answers_view(project).status),
        AnswerTab(LIVE, tr("Live session"), _live_words(project, desk, serving)),
        AnswerTab(PEOPLE, tr("What people did"), accepted_words(project)),
    )


def _live_words(project: Project, desk: DeskClient, serving: LocalServer) -> str:
    waiting = len(desk.waiting())
    if waiting:
        return tr("{waiting} waiting", waiting=digits(waiting))
    if serving.is_on:
        return tr("you answer") if desk.is_on else tr("serving")
    entries = len(project.requests.rows(200))
    return count(entries, "answer") if entries else tr("not running")


def header_of(
    project: Project,
    tab: str,
    *,
    desk: DeskClient,
    people: Said | None,
    buttons: HeaderButtons,
) -> FakeHeader:
    """The header for the chosen answer. ``people`` is None while it is worked out."""
    if tab == PEOPLE:
        return _what_people_did(project, people, buttons)
    if tab == LIVE and desk.is_on:
        lead = tr(
            "Each answer waits for you up to {seconds}. If you press nothing, the {other}.",
            seconds=_seconds(desk.seconds),
            other=_otherwise(project),
        )
        out = HeaderAction(tr("Step out"), desk.step_out, shortcut="Esc")
        return StageView(tr("You are behind the curtain."), lead), None, out
    asked = StageView(
        tr("What was asked, and what it answered."),
        tr("Requests of your prototype and answers of a session, as they come."),
    )
    return asked if tab == LIVE else answers_view(project), buttons.start, buttons.swap


def _otherwise(project: Project) -> str:
    if kept_in_place(project) is not None:
        return tr("candidate answers")
    return tr("model answers") if fake_rests(project) else tr("dials answer")


def _swap_words(project: Project) -> str:
    if fake_rests(project):
        return tr("swap the fake in")
    candidates = candidates_to_swap(project)
    return tr("swap in a candidate") if candidates else tr("swap in the real one")


def _seconds(seconds: float) -> str:
    return tr("1 second") if seconds == 1 else tr("{seconds} seconds", seconds=f"{seconds:g}")


def _what_people_did(project: Project, people: Said | None, buttons: HeaderButtons) -> FakeHeader:
    if people is None:
        return StageView(tr("What people did."), ""), buttons.start, None
    curve, said = people.curve, people_view(people)
    if not curve.points:
        return said, buttons.start, None
    bar, in_force = curve.proposed_bar, project.bar
    taken = in_force is not None and bar is not None and in_force.value == bar
    words = (
        tr("Use {bar} as the bar", bar=percent(bar))
        if bar is not None
        else tr("Set a bar meanwhile…")
    )
    why = tr("This is the bar already.") if taken else ""
    use = replace(buttons.use_bar, text=words, off=buttons.use_bar.off or why)
    return (said, use, buttons.start) if bar is not None else (said, buttons.start, use)


def keys_of(project: Project, tab: str, desk: DeskClient, view: RequestView) -> Keys:
    """The keys for the status bar."""
    sessions = bool(project.sessions())
    if tab == PEOPLE and not sessions:
        return (("F6", tr("start a session")),)
    if tab == LIVE and (desk.is_on or view.shown):
        return _keys_behind(desk, view)
    rests = fake_rests(project)
    keys = _KEYS[tab]
    if tab == PRETENDS and rests:  # its dials rest
        keys = keys[1:]
    if can_swap(project) and tab != PEOPLE:
        return (*keys, ("R", _swap_words(project)))
    return keys


def _keys_behind(desk: DeskClient, view: RequestView) -> Keys:
    shown = view.shown
    out = (("Esc", tr("step out")),) if desk.is_on else ()
    if shown is None:
        return out
    choices = len(view.answering.choices)
    answer = (("1" if choices == 1 else f"1–{choices}", "answer"),) if choices else ()
    sure = (("←→", tr("how sure")),) if shown.is_classification else (("E", "write"),)
    return (*answer, *sure, ("Space", tr("let the dials answer")), *out)


OPERATOR_EXPLANATION = Explanation(
    tr("How answering behind the curtain works"),
    tr(
        "What your prototype asks waits for you, and your answer goes out in the form that its client expects; the client "
        "cannot tell. While you think, a client that reads a stream sees that somebody is typing. When the time is up, what "
        "would have been said without you goes out; while you write, the time begins anew. Whoever answers, the record marks "
        "it as simulated, and says whether it was you."
    ),
    (
        ("1–9", tr("choose an answer")),
        ("← →", tr("how sure it sounds (Shift: ten points)")),
        ("Enter", tr("send it")),
        ("0", "“I don’t know”"),
        ("Space", tr("let the dials answer")),
        ("Q", tr("the next in the queue")),
        ("E", tr("write the words yourself")),
        ("Esc", tr("step out")),
    ),
    tr("The method is known as Wizard of Oz (Kelley, 1984)."),
)
_NOBODY = tr("Nobody is waiting.")


def operator_actions(
    desk: DeskClient, view: RequestView, show: Callable[[], None], off: Callable[[], str]
) -> tuple[Action, ...]:
    """The actions; ``show`` opens the live session, ``off`` says why nobody can step behind the curtain."""
    stage, answering = Stage.FAKE, view.answering

    def nobody() -> str:
        return "" if view.shown is not None and view.isVisible() else _NOBODY

    def queue_off() -> str:
        return "" if len(desk.waiting()) > 1 else tr("There is no other in the queue.")

    def words() -> str:
        return (
            tr("Step out from behind the curtain") if desk.is_on else tr("Step behind the curtain")
        )

    def step() -> None:
        show()
        if desk.is_on:
            desk.step_out()
        else:
            desk.step_in()

    def step_off() -> str:
        return "" if desk.is_on else off()

    def open_page() -> None:
        QDesktopServices.openUrl(desk.page)

    def page_off() -> str:
        return "" if desk.page.isValid() else tr("Serve it first.")

    choices = tuple(
        Action(f"fake.choose_{n}", tr("Answer {n}", n=n), partial(answering.choose, n), str(n), stage=stage, off=nobody, in_palette=False, numbered=tr("Answer with this number"))
        for n in range(1, HOT_KEYS + 1)
    )  # fmt: skip
    return (
        Action("fake.curtain", words, step, "B", stage=stage, off=step_off, icon="person"),
        Action("fake.send", tr("Send the answer"), answering.send, stage=stage, off=nobody, icon="return"),
        Action("fake.unknown", tr("Say “I don’t know”"), answering.unknown, "0", stage=stage, off=nobody),
        Action("fake.automatic", tr("Let the dials answer"), answering.automatic, "Space", stage=stage, off=nobody),
        Action("fake.words", tr("Write the answer yourself"), answering.start_editing, "E", stage=stage, off=nobody),
        Action("fake.next", tr("Take the next in the queue"), view.take_next, "Q", stage=stage, off=queue_off),
        Action("fake.operator_page", tr("Answer from the browser"), open_page, stage=stage, off=page_off, icon="person"),
        *choices,
    )  # fmt: skip
