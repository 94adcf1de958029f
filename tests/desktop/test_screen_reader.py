"""What a screen reader is told and the keyboard reaches: all that is operated has a role, a name and its turn; charts say their finding."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.project.stages import Stage
from desktop.widgets.charts.view import ChartView
from desktop.widgets.popover import open_popover
from tests.desktop.contrast import pale_marks, pale_words
from tests.desktop.dialogs import dialogs
from tests.desktop.keyboard_walk import closes, faults
from tests.desktop.layout_walk import LayoutWalk, make
from tests.desktop.spoken import nameless, spoken
from tests.environment import of_a_person
from tests.golden.pages import jobs_in_this_process
from tests.golden.projects import open_project

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
_NO_ROLE = ("unknown", "invalid", "filler")
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


@pytest.mark.parametrize("name", ["recall_bar", "half_filled"])
def test_everything_operated_has_a_name_and_its_turn_and_can_be_read(
    name: str, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs_in_this_process(monkeypatch)
    walk = LayoutWalk(qapp, 1440, 900)
    window = walk._window
    found: dict[str, list[str]] = {}
    charts: dict[str, str] = {}

    def look(where: str, shown: QWidget) -> None:
        pale = [] if name == "half_filled" else pale_words(shown)  # the same colours
        if wrong := [*nameless(window), *faults(window, shown), *pale]:
            found[where] = wrong

    try:
        look("Welcome", window.welcome)
        assert walk._application.open_project(make(name, tmp_path))
        for where, page in walk._pages():
            look(where, page)
            for chart in filter(QWidget.isVisible, page.findChildren(ChartView)):
                found.setdefault(where, []).extend(pale_marks(chart))
                kind = type(chart).__name__
                charts.update(
                    (chart.chart.title, said.name) for said in spoken(chart) if said.kind == kind
                )
        for dialog in dialogs(walk._application, walk._settle):
            over = open_popover(window)
            assert over is not None
            look(dialog, over)
            found.setdefault(dialog, []).extend(closes(window))
        assert [f"{where}: {one}" for where, wrong in found.items() for one in wrong] == []
        assert charts or name == "half_filled"
        assert {title: said for title, said in charts.items() if not said.endswith((".", "!", "?"))} == {}  # fmt: skip
    finally:
        walk.close()


def _no_bus() -> str:
    """Why there is no accessibility bus to be had here; an empty text: there is one."""
    if sys.platform != "linux":
        return "AT-SPI is Linux's"
    for command in ("dbus-run-session", "xvfb-run"):
        if shutil.which(command) is None:
            return f"there is no {command}"
    if not any(Path(one).exists() for one in LAUNCHERS):
        return "at-spi2-core is not installed"
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run([SYSTEM_PYTHON, "-c", asked], check=False, capture_output=True).returncode:  # fmt: skip
        return "the system's Python has no gi.repository.Atspi (gir1.2-atspi-2.0, python3-gi)"
    return ""


def test_a_screen_reader_is_told_the_same_over_at_spi(tmp_path: Path) -> None:
    if why := _no_bus():
        pytest.skip(why)
    project = open_project("recall_bar", tmp_path / "read")
    launcher = next(one for one in LAUNCHERS if Path(one).exists())
    reader = ROOT / "tests/desktop/atspi_reader.py"
    stages = " ".join(f"'{stage.title}'" for stage in Stage)
    inside = (
        f"{launcher} --launch-immediately & "
        f"{SYSTEM_PYTHON} '{reader}' '{sys.executable}' '{project}' {stages}"
    )
    environment = {
        **of_a_person(tmp_path / "home", PYTHONPATH=str(ROOT)),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", "dbus-run-session", "--", "sh", "-c", inside],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    announced = {(one["where"], one["name"]) for one in told if one["role"] == "announcement"}
    shown = [one for one in told if one["role"] != "announcement"]
    places = {one["where"] for one in shown}
    opened = {where for where in places if where.startswith("dialog ")}
    assert places == {*(stage.title for stage in Stage), "stage", *opened}
    assert len(opened) > 20
    assert [one for one in shown if one["focusable"] and not one["name"].strip()] == []
    assert [one for one in shown if one["focusable"] and one["role"] in _NO_ROLE] == []
    assert [one for one in shown if one["role"] == "chart" and not one["name"].endswith((".", "!", "?"))] == []  # fmt: skip
    sliders = {one["name"]: one["value"] for one in shown if one["role"] == "slider"}
    assert sliders == {"What if this were enough?": 99, "How often it is right": 85}
    assert [one for one in shown if one["role"] == "table" and not any(one["headers"])] == []
    assert {where for where, _ in announced} >= {stage.title for stage in list(Stage)[1:]}
    assert {("message", "Error: The disk is full."), ("job", "Reading the photos: running"), ("job", "Reading the photos: finished")} <= announced  # fmt: skip
