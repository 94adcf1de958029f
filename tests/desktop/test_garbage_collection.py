"""Cycles are collected by the thread that owns the widgets, whoever made them."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.garbage_collection import GarbageCollection, keep_what_was_imported


class Cycle:
    def __init__(self) -> None:
        self.myself = self


@contextmanager
def collectors() -> Iterator[set[str]]:
    """The names of the threads that collect meanwhile."""
    seen: set[str] = set()

    def note(_phase: str, _info: dict[str, int]) -> None:
        seen.add(threading.current_thread().name)

    gc.callbacks.append(note)
    try:
        yield seen
    finally:
        gc.callbacks.remove(note)


def make_cycles() -> None:
    for _ in range(50_000):
        Cycle()


@pytest.fixture
def collection(qapp: object) -> Iterator[GarbageCollection]:
    owner = QObject()
    found = GarbageCollection(owner)
    yield found
    found.stop()


def work(qtbot: QtBot) -> None:
    thread = threading.Thread(target=make_cycles, name="worker")
    thread.start()
    ticks = QTimer()
    ticks.start(1)  # so that the loop goes round, as it does in a window that is used
    qtbot.waitUntil(lambda: not thread.is_alive())
    ticks.stop()


def test_window_tests_collect_in_the_thread_of_the_widgets_too(qtbot: QtBot) -> None:
    with collectors() as seen:
        work(qtbot)
    assert "worker" not in seen


def test_python_itself_collects_in_any_thread(qtbot: QtBot) -> None:
    gc.enable()
    with collectors() as seen:
        work(qtbot)
    assert "worker" in seen


def test_only_the_thread_of_the_widgets_collects(
    collection: GarbageCollection, qtbot: QtBot
) -> None:
    with collectors() as seen:
        work(qtbot)
        qtbot.waitUntil(lambda: bool(seen))
    assert seen == {"MainThread"}


def test_a_widget_in_a_cycle_is_destroyed_while_a_worker_allocates(
    collection: GarbageCollection, qtbot: QtBot
) -> None:
    destroyed_in: list[str] = []
    for _ in range(50):
        widget = QWidget()
        widget.destroyed.connect(lambda: destroyed_in.append(threading.current_thread().name))
        widget.myself = widget  # type: ignore[attr-defined]
        del widget
    work(qtbot)
    qtbot.waitUntil(lambda: make_cycles() is None and len(destroyed_in) == 50)
    assert set(destroyed_in) == {"MainThread"}


def test_stopping_gives_the_work_back_to_python(qapp: object) -> None:
    owner = QObject()
    found = GarbageCollection(owner)
    assert not gc.isenabled()
    found.stop()
    assert gc.isenabled()


def test_what_was_imported_is_left_out_of_the_search_until_the_window_ends(
    collection: GarbageCollection,
) -> None:
    before = gc.get_freeze_count()
    keep_what_was_imported()
    kept = gc.get_freeze_count() - before
    collection.stop()
    assert kept > 1_000
    assert gc.get_freeze_count() == 0
    gc.enable()
    keep_what_was_imported()  # nobody but the window's own search is in the way
    assert gc.get_freeze_count() == 0
