"""What the tests of Fake it do with its page: serve, ask, look for what it says, and let people react."""

import json
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from desktop.findings.fake.scenarios import active_scenario, put_scenario
from desktop.pages.fake.page import FakePage
from desktop.project.project import Project
from desktop.session import Session
from desktop.widgets.message import Message
from desktop.widgets.popover import Popover
from mock_ai.delays import Delay
from tests.kept_records import begin_session, keep_reaction
from tests.patience import PATIENCE

Kind = TypeVar("Kind", bound=Popover)


def serve(page: FakePage, qtbot: QtBot) -> None:
    page.bar.switch.click()
    qtbot.waitUntil(lambda: page.serving.is_on)


def ask(page: FakePage, photo: Path) -> dict[str, object]:
    request = urllib.request.Request(
        f"{page.serving.address}/predict",
        data=photo.read_bytes(),
        headers={"Authorization": f"Bearer {page.serving.token}", "Content-Type": "image/png"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        answer: dict[str, object] = json.loads(reply.read())
        return answer


def at_once(held: Session | Project, **dials: object) -> None:
    """Play the active scenario without delays and faults, but for the dials given, so that a test need not wait."""
    project = held.project if isinstance(held, Session) else held
    calm = {"delay": Delay(), "no_answer_rate": 0.0, "error_rate": 0.0, "unknown_rate": 0.0}
    scenario = replace(active_scenario(project)[1], **{**calm, **dials})  # type: ignore[arg-type]
    held.do(put_scenario(project, scenario, "play at once"))


def said(page: FakePage) -> Message:
    """The message that stands on the page."""
    assert page.message.message is not None
    return page.message.message


def popover_of(page: FakePage, kind: type[Kind]) -> Kind:
    """The popover of this kind that was opened last."""
    return page.window().findChildren(kind)[-1]


def react(session: Session, accuracy: float, accepted: int, n: int) -> None:
    """A session in which people accepted so many of n answers."""
    project = session.project
    row = begin_session(project, accuracy=accuracy)
    for number in range(n):
        outcome = "accepted" if number < accepted else "rejected"
        keep_reaction(project, row, outcome, accuracy, str(number))
    session.appended("session", "reaction")


def compared(session: Session, misses: int, alarms: int, n: int) -> None:
    """A session in which four people saw both kinds of error and accepted so many of n answers to each."""
    project = session.project
    row = begin_session(project, plan={"way": "compare within"})
    for person in "1234":
        for variant, accepted in (("misses", misses), ("false alarms", alarms)):
            for number in range(n):
                outcome = "accepted" if number < accepted else "rejected"
                facts = {"person": person, "variant": variant}
                keep_reaction(project, row, outcome, 0.85, f"{number}", **facts)
    session.appended("session", "reaction")
