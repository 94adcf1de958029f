"""Reads a window as a screen reader does: over AT-SPI, in a process that knows nothing of Qt. Run by the system's Python, which has gi.

``atspi_reader.py NAME STAGE…`` waits for the program NAME on the accessibility bus, presses the rail's button of each STAGE in turn, and prints
a JSON line for everything that is shown then: stage, role, name, description and whether it takes the focus.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

PATIENCE = 300  # seconds; a busy machine takes its time
MOST = 4000  # things of a page
# A table of thousands is read by its first rows.
ROWS = {"table", "list", "tree table", "list box"}
MOST_ROWS = 40


def main(name: str, stages: list[str]) -> None:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    window = _wait(lambda: _window(Atspi, name))
    buttons = _wait(lambda: _buttons(Atspi, window, stages))
    for stage in stages:
        button = buttons[stage]
        button.get_action_iface().do_action(0)
        _wait(lambda button=button: button.get_state_set().contains(Atspi.StateType.CHECKED))
        time.sleep(1)
        for one in _below(Atspi, window, MOST):
            told = _told(Atspi, one)
            if told is not None:
                print(json.dumps({"stage": stage, **told}), flush=True)


def _told(atspi: Any, one: Any) -> dict[str, Any] | None:
    """What is said of one thing; None where it has just gone."""
    from gi.repository import GLib

    try:
        return {
            "role": one.get_role_name(),
            "name": one.get_name() or "",
            "description": one.get_description() or "",
            "focusable": bool(one.get_state_set().contains(atspi.StateType.FOCUSABLE)),
        }
    except GLib.Error:
        return None


def _wait(look: Any) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            found = look()
        except Exception:  # noqa: BLE001  what is asked may just have gone
            found = None
        if found:
            return found
        time.sleep(0.2)
    sys.exit("nothing of that name came onto the accessibility bus")


def _window(atspi: Any, name: str) -> Any:
    desktop = atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(at)
        if program is not None and program.get_name() == name and program.get_child_count():
            return program.get_child_at_index(0)
    return None


def _buttons(atspi: Any, window: Any, stages: list[str]) -> dict[str, Any] | None:
    """The rail's button of each stage; None until all of them are there."""
    found = {}
    for one in _below(atspi, window, MOST):
        stage = (one.get_name() or "").partition(": ")[0]
        if stage in stages and one.get_action_iface() is not None:
            found.setdefault(stage, one)
        if len(found) == len(stages):
            return found
    return None


def _below(atspi: Any, top: Any, most: int) -> Iterator[Any]:
    """Everything shown in it, from the outside in."""
    from gi.repository import GLib

    ahead = [top]
    while ahead and most:
        one = ahead.pop(0)
        try:
            if one is None or not (one is top or one.get_state_set().contains(atspi.StateType.SHOWING)):  # fmt: skip
                continue
            count = one.get_child_count()
            if one.get_role_name() in ROWS:
                count = min(count, MOST_ROWS)
            ahead += [one.get_child_at_index(at) for at in range(count)]
        except GLib.Error:  # it has just gone
            continue
        most -= 1
        yield one


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
