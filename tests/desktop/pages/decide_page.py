"""A Decide page with answers on Problem, once all that follows from them is worked out."""

from collections.abc import Mapping
from typing import Any

from pytestqt.qtbot import QtBot

from desktop.pages.decide.page import DecidePage
from desktop.project import commands as edit
from desktop.session import Session


def answered_page(session: Session, qtbot: QtBot, answers: Mapping[str, Any]) -> DecidePage:
    """The page on these answers, shown and settled."""
    for key, value in answers.items():
        session.do(edit.SetFact(key, value, key))
    page = DecidePage(session)
    qtbot.addWidget(page)
    page.resize(1224, 900)
    page.show()
    page.ensure_built()
    settle(page, qtbot)
    return page


def settle(page: DecidePage, qtbot: QtBot) -> None:
    """Wait until the answers are weighed and valued."""
    qtbot.waitUntil(lambda: page.evaluation.worked is not None and not page.evaluation.busy)
