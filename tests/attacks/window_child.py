"""Opens a project in the real window, shows every page for a few turns of the event loop, and prints what was said.

python window_child.py FILE.smart
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.widgets.message import MessageBar

TURNS = 8


def main(path: Path) -> int:
    app = QApplication([])
    application = Application(app)
    sys.excepthook = application.show_bug
    window = application.window
    window.resize(1440, 900)
    window.show()
    counts: dict[str, int] = {}

    def turn(times: int) -> None:
        for _ in range(times):
            app.processEvents()

    shown = MessageBar.set_message

    def note(bar: MessageBar, message: object) -> None:
        if message is not None:
            words = f"{id(bar)} {message.what} {message.why}"
            counts[words] = counts.get(words, 0) + 1
        shown(bar, message)

    MessageBar.set_message = note
    before = path.read_bytes() if path.is_file() else b""
    application.open_project(path)
    turn(TURNS)
    if path.is_file() and path.read_bytes() != before:
        print("changed by opening")
    if application.session.is_open:
        for stage in Stage:
            window.show_stage(stage)
            turn(TURNS)
        window.show_stage(Stage.PROBLEM)
        turn(TURNS)
    for words, count in counts.items():
        print(words.partition(" ")[2], "(said twice)" if count > 2 else "")
    application.shut_down()
    window.close()
    turn(2)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
