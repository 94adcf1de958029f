"""What the page says above its content: the three answers, the headline of the chosen one, its buttons and its keys."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.findings.fake.acceptance_curve import Said, counts_for_curve
from desktop.findings.fake.scenarios import serves_the_real_one
from desktop.pages.fake.curtain.behind import BehindView
from desktop.pages.fake.curtain.curtain import Curtain
from desktop.pages.fake.serving import Serving
from desktop.pages.page import HeaderAction
from desktop.project.project import Project
from desktop.project.run_list import has_runs, run_in_use
from desktop.widgets.tabs import AnswerTab
from estimators.base.count import count
from estimators.base.percent import percent
from estimators.base.phrase import shorten
from mock_ai.scenario import Scenario

PRETENDS, LIVE, PEOPLE = "pretends", "live", "people"
Keys = tuple[tuple[str, str], ...]
_KEYS: dict[str, Keys] = {
    PRETENDS: (
        ("←→", "turn a dial"),
        ("Ctrl Shift C", "copy address"),
        ("R", "swap in the real one"),
    ),
    LIVE: (
        ("B", "step behind the curtain"),
        ("Ctrl F", "find"),
        ("F6", "start a session"),
        ("R", "swap in the real one"),
    ),
    PEOPLE: (("T", "numbers as a table"), ("N", "add a note"), ("F1", "how this was worked out")),
}


@dataclass(frozen=True)
class Header:
    """The finding, the sentence below it, and the buttons."""

    headline: str
    lead: str
    primary: HeaderAction | None
    secondary: HeaderAction | None = None


@dataclass(frozen=True)
class Doings:
    """What the buttons of the header do, and why some of them may not."""

    start_session: Callable[[], None]
    swap: Callable[[], None]
    use_bar: Callable[[], None]
    no_session: str
    read_only: str

    def session_button(self) -> HeaderAction:
        return HeaderAction("Start a session", self.start_session, self.no_session, "F6")


def answer_tabs(
    project: Project, scenario: Scenario, curtain: Curtain, serving: Serving
) -> tuple[AnswerTab, ...]:
    """The three questions with their answers."""
    real = serves_the_real_one(project)
    used = run_in_use(project) if real else None
    said = f"run {used.number}" if used else f"{percent(scenario.accuracy_at(0))} right"
    return (
        AnswerTab(PRETENDS, "What answers" if real else "What it pretends", said),
        AnswerTab(LIVE, "Live session", _live_words(project, curtain, serving)),
        AnswerTab(PEOPLE, "What people did", _accepted_words(project)),
    )


def _accepted_words(project: Project) -> str:
    """The share of what the curve counts; other reactions say something else (a kind of error, a real model)."""
    rows = [row for session in project.sessions() for row in session.reactions]
    counted = [row for row in rows if counts_for_curve(row)]
    if counted:
        accepted = sum(row.outcome == "accepted" for row in counted)
        return f"{accepted / len(counted):.0%} accepted"
    return count(len(rows), "reaction") if rows else "nobody asked yet"


def _live_words(project: Project, curtain: Curtain, serving: Serving) -> str:
    waiting = len(curtain.waiting())
    if waiting:
        return f"{waiting:,} waiting"
    if serving.is_on:
        return "you answer" if curtain.is_on else "serving"
    entries = len(project.journal(200))
    return count(entries, "answer") if entries else "not running"


def header_of(
    project: Project,
    tab: str,
    *,
    scenario: Scenario,
    curtain: Curtain,
    people: Said | None,
    doings: Doings,
) -> Header:
    """The header for the chosen answer. ``people`` is None while it is worked out."""
    if tab == PEOPLE:
        return _what_people_did(project, people, doings)
    real = serves_the_real_one(project)
    if tab == LIVE and curtain.is_on:
        return Header(
            "You are behind the curtain.",
            f"Each answer waits for you up to {_seconds(curtain.seconds)}. "
            f"If you press nothing, the {'model answers' if real else 'dials answer'}.",
            None,
            HeaderAction("Step out", curtain.step_out, shortcut="Esc"),
        )
    swap = None
    if has_runs(project):
        words = "Swap the fake in" if real else "Swap in the real one"
        swap = HeaderAction(words, doings.swap, doings.read_only, "R")
    return Header(*_what_answers(project, tab, scenario), doings.session_button(), swap)


def _seconds(seconds: float) -> str:
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def _what_answers(project: Project, tab: str, scenario: Scenario) -> tuple[str, str]:
    if tab == LIVE:
        return (
            "What was asked, and what it answered.",
            "Requests of your prototype and answers of a session, as they come.",
        )
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        right = run.result.accuracy.measured.value
        return (
            f"The real classifier answers: run {run.number}.",
            f"It is right {percent(right)} of the time on {run.result.n_test:,} held-out examples. "
            "Your prototype asks at the same address.",
        )
    return (
        f"A fake that is right {round(scenario.accuracy_at(0) * 100)} times in 100.",
        "It answers at the address your prototype will use later. "
        "The real classifier takes its place with one click.",
    )


def _what_people_did(project: Project, people: Said | None, doings: Doings) -> Header:
    if people is None:
        return Header("What people did.", "", doings.session_button())
    curve = people.curve
    said = (shorten(curve.headline, 90), curve.subline)
    if not curve.points and people.kinds is not None:
        said = (people.kinds.headline, people.kinds.subline)
    if not curve.points:
        return Header(*said, doings.session_button())
    bar, in_force = curve.proposed_bar, project.bar
    taken = in_force is not None and bar is not None and in_force.value == bar
    words = f"Use {percent(bar)} as the bar" if bar is not None else "Use as the bar"
    why = "This is the bar already." if taken else "" if bar is not None else curve.reason
    use = HeaderAction(words, doings.use_bar, doings.read_only or why)
    return Header(*said, use, doings.session_button())


def keys_of(tab: str, curtain: Curtain, behind: BehindView, *, sessions: bool) -> Keys:
    """The keys for the status bar. ``sessions``: whether there are any."""
    if tab == PEOPLE and not sessions:
        return (("F6", "start a session"),)
    if tab == LIVE and (curtain.is_on or behind.shown):
        return _keys_behind(curtain, behind)
    return _KEYS[tab]


def _keys_behind(curtain: Curtain, behind: BehindView) -> Keys:
    shown = behind.shown
    out = (("Esc", "step out"),) if curtain.is_on else ()
    if shown is None:
        return out
    choices = len(behind.answering.choices)
    answer = (("1" if choices == 1 else f"1–{choices}", "answer"),) if choices else ()
    sure = (("←→", "how sure"),) if shown.is_classification else (("E", "write"),)
    return (*answer, *sure, ("Space", "let the dials answer"), *out)
