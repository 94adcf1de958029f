"""A clip and a sound on the Stage: played here or by the program for such files, and stopped."""

from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pages.stage.example import OnStage, StageExample
from desktop.project.originals import Original


def write_clip(path: Path, *, seconds: float = 1.0) -> Path:
    """A clip that turns from black to white."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        n = round(12 * seconds)
        for number in range(n):
            grey = np.full((48, 64, 3), 255 * number // max(1, n - 1), np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        file.mux(stream.encode())
    return path


def test_a_clip_plays_on_the_stage_and_stops_by_itself(
    tmp_path: Path, look: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    # It goes on with the frames that were shown: on a busy machine the real one runs past them.
    clock = SimpleNamespace(start=lambda: None, elapsed=lambda: 200 * len(seen))
    monkeypatch.setattr("desktop.pages.stage.example.QElapsedTimer", lambda: clock)
    view = StageExample("video")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.clear(Original(write_clip(tmp_path / "clip.mp4"), None, "video"))
    still = QImage(64, 48, QImage.Format.Format_RGB888)
    still.fill(QColor("red"))
    view.show_read(OnStage(still), "clip")
    view.clip.frame.connect(lambda image: seen.append(image.pixelColor(20, 20).lightness()))
    view.play.click()
    assert view.play.text() == "Stop the clip"
    qtbot.waitUntil(lambda: not view.clip.plays)
    assert len(seen) == 5
    assert seen == sorted(set(seen))
    assert view.play.text() == "Play the clip"
    assert view.picture._pixmap.toImage().pixelColor(20, 20).red() > 200  # the still is back


def test_what_has_sound_goes_to_the_program_that_plays_it_and_its_absence_is_said(
    tmp_path: Path, look: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def no_program(url: QUrl) -> bool:
        asked.append(url.fileName())
        return False

    monkeypatch.setattr("desktop.widgets.example.open_url", no_program)
    view = StageExample("sound")
    qtbot.addWidget(view)
    sound = tmp_path / "said.wav"
    sound.write_bytes(b"RIFF")
    view.clear(Original(sound, None, "sound"))
    view.play.click()
    assert asked == ["said.wav"]
    assert view.play.off_reason == "No program on this computer opens it."


def test_leaving_stops_the_clip(tmp_path: Path, look: QApplication, qtbot: QtBot) -> None:
    view = StageExample("video")
    qtbot.addWidget(view)
    view.show()
    view.clear(Original(write_clip(tmp_path / "long.mp4", seconds=5), None, "video"))
    still = QImage(64, 48, QImage.Format.Format_RGB888)
    view.show_read(OnStage(still), "clip")
    view.play.click()
    assert view.clip.plays
    view.clear("")
    assert not view.clip.plays
