"""Welcome lists what was open lately."""

from datetime import datetime
from pathlib import Path

from desktop.app import Application


def test_older_projects_are_one_press_away(application: Application, tmp_path: Path) -> None:
    for number in range(8):
        path = tmp_path / f"{number}.smart"
        path.touch()
        application.recent.note(
            path, name=f"P{number}", sentence="", states=(), when=datetime.now()
        )
    welcome = application.window.welcome
    assert len(welcome.recent_rows()) == 5
    assert welcome.older.text() == "Show 3 older projects"
    welcome.older.click()
    assert [one.entry.name for one in welcome.recent_rows()][-1] == "P0"
    assert welcome.recent_rows()[5].hasFocus()
    assert welcome.older.isHidden()
