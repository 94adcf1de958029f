"""Photos taken and sounds recorded in the window, from devices that FFmpeg itself makes up: a test picture and a tone."""

import wave

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop.capture_devices import RATE, Device
from desktop.widgets import record_popover
from desktop.widgets.record_popover import RecordPopover, record_here
from estimators.base.errors import UserError

CAMERA = Device("lavfi", "testsrc=size=64x48:rate=20,realtime", "Test picture")
MICROPHONE = Device("lavfi", "sine=frequency=440:sample_rate=44100,arealtime", "A tone")
NONE = Device("lavfi", "there_is_no_such_filter", "Broken")


@pytest.fixture
def window(shown):
    from PySide6.QtWidgets import QWidget

    return shown(QWidget(), 900, 700)


def test_space_takes_a_photo_of_what_the_camera_sees_and_all_come_in_when_it_closes(
    window, qtbot
) -> None:
    taken = []
    popover = record_here(window, taken.extend, sound=False, devices=[CAMERA])
    qtbot.waitUntil(popover.take.isEnabled)
    QTest.keyClick(popover, Qt.Key.Key_Space)
    QTest.keyClick(popover, Qt.Key.Key_Space)
    assert "2 photos so far." in popover.said.text()
    assert not taken
    popover.close_popover()
    assert [QImage(str(file)).size().toTuple() for file in taken] == [(64, 48), (64, 48)]


def test_a_sound_is_what_was_heard_between_two_presses(window, qtbot) -> None:
    taken = []
    popover = record_here(window, taken.extend, sound=True, devices=[MICROPHONE])
    popover.take.click()
    qtbot.waitUntil(lambda: popover.level._share > 0.05)
    popover.take.click()
    qtbot.waitUntil(lambda: bool(popover.files))
    popover.close_popover()
    with wave.open(str(taken[0])) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (1, RATE)
        assert sound.getnframes() > 100


def test_a_camera_that_fails_says_so_in_its_place(window, qtbot) -> None:
    popover = record_here(window, lambda _files: None, sound=False, devices=[NONE])
    qtbot.waitUntil(lambda: "“Broken” cannot be used." in popover.said.text())
    assert not popover.take.isEnabled()
    popover.close_popover()


@pytest.mark.parametrize(("sound", "what"), [(False, "camera"), (True, "microphone")])
def test_without_a_device_one_sentence_says_so(window, monkeypatch, sound, what) -> None:
    monkeypatch.setattr(record_popover, "cameras", tuple)
    monkeypatch.setattr(record_popover, "microphones", tuple)
    with pytest.raises(UserError, match=f"No {what} was found"):
        record_here(window, lambda _files: None, sound=sound)
    assert not window.findChildren(RecordPopover)
