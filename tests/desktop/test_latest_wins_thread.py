"""Short work in a thread: only the newest question counts, or every answer while a dial moves."""

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.latest_wins_thread import LatestWinsThread
from tests.patience import PATIENCE


def held(answer: int, begun: threading.Event, may_end: threading.Event) -> Callable[[], int]:
    def work() -> int:
        begun.set()
        assert may_end.wait(PATIENCE)
        return answer

    return work


@pytest.mark.parametrize(("as_it_moves", "heard"), [(False, [2]), (True, [1, 2])])
def test_an_answer_that_a_later_question_overtook_shows_only_while_a_dial_moves(
    qtbot: QtBot, as_it_moves: bool, heard: list[int]
) -> None:
    soon = LatestWinsThread(as_it_moves=as_it_moves)
    answers: list[int] = []
    soon.answered.connect(answers.append)
    begun, may_end = threading.Event(), threading.Event()
    soon.ask(held(1, begun, may_end))
    assert begun.wait(PATIENCE)
    soon.ask(lambda: 0)  # dropped: it has not begun when the next one comes
    soon.ask(lambda: 2)
    may_end.set()
    qtbot.waitUntil(lambda: not soon.busy)
    assert answers == heard


def test_what_was_stopped_is_never_heard_even_if_something_else_is_asked_at_once(
    qtbot: QtBot,
) -> None:
    soon = LatestWinsThread(as_it_moves=True)
    answers: list[int] = []
    soon.answered.connect(answers.append)
    begun, may_end = threading.Event(), threading.Event()
    soon.ask(held(1, begun, may_end))
    assert begun.wait(PATIENCE)
    may_end.set()
    soon.stop()
    soon.ask(lambda: 2)
    qtbot.waitUntil(lambda: not soon.busy)
    assert answers == [2]


def test_what_is_under_way_when_all_goes_away_ends_unheard_and_without_an_error(
    qtbot: QtBot,
) -> None:
    """pytest-qt fails the test that has one, in whichever thread."""
    soon = LatestWinsThread()
    answers: list[int] = []
    soon.answered.connect(answers.append)
    begun, may_end = threading.Event(), threading.Event()
    soon.ask(held(1, begun, may_end))
    assert begun.wait(PATIENCE)
    soon.destroyed.connect(may_end.set)  # said before its parts are destroyed
    soon.deleteLater()
    qtbot.waitUntil(may_end.is_set)
    assert answers == []
