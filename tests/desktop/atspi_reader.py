"""Reads a window as a screen reader does: over AT-SPI, in a process that knows nothing of Qt. Run by the system's Python, which has gi.

``atspi_reader.py PYTHON PROJECT STAGE…`` starts ``one_window``, presses the rail's button of each STAGE in turn, opens every dialog and the Stage,
and prints a JSON line for everything that is shown then: where, role, name, description, value, headers of columns, and whether it takes
the focus. What the window announces by itself is printed as it comes, with the role "announcement".
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  the version comes first

NAME = "one_window"
PATIENCE = 300  # seconds; a busy machine takes its time
MOST = 4000  # things of a page
# A table of thousands is read by its first rows.
ROWS = {"table", "list", "tree table", "list box"}
MOST_ROWS = 40
heard: list[str] = []


def main(python: str, project: str, stages: list[str]) -> None:
    listener = Atspi.EventListener.new(lambda event: heard.append(str(event.any_data)))
    listener.register("object:announcement")
    shown = subprocess.Popen(
        [python, "-m", "tests.desktop.one_window", project],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    try:
        window = _wait(lambda: next(_windows(), None))
        _read_pages(shown, window, stages)
        _do(shown, "message")
        _hear("message", lambda: any("The disk is full." in one for one in heard))
        _do(shown, "job")
        _hear("job", lambda: any(one.endswith(": finished") for one in heard))
        while dialog := _do(shown, "dialog"):
            opened = _wait(lambda: _dialog(window))
            _print(f"dialog {dialog}", opened)
        _do(shown, "stage")
        named = window.get_name()
        _print("stage", _wait(lambda: next((one for one in _windows() if one.get_name() != named), None)))  # fmt: skip
    finally:
        shown.terminate()


def _do(shown: Any, word: str) -> str:
    shown.stdin.write(f"{word}\n")
    return str(shown.stdout.readline()).strip()


def _read_pages(shown: Any, window: Any, stages: list[str]) -> None:
    buttons = _wait(lambda: _buttons(window, stages))
    for stage in stages:
        button = buttons[stage]
        heard.clear()
        button.get_action_iface().do_action(0)
        _wait(lambda button=button: button.get_state_set().contains(Atspi.StateType.CHECKED))
        _do(shown, "settle")
        _print(stage, window)
        _hear(stage)


def _hear(where: str, enough: Any = lambda: True) -> None:
    """Print what was announced."""
    context = GLib.MainContext.default()

    def listened() -> bool:
        while context.iteration(False):
            pass
        return bool(enough())

    _wait(listened)
    for words in heard:
        print(json.dumps({"where": where, "role": "announcement", "name": words}), flush=True)
    heard.clear()


def _print(where: str, top: Any) -> None:
    for one in _below(top, MOST):
        told = _told(one)
        if told is not None:
            print(json.dumps({"where": where, **told}), flush=True)


def _told(one: Any) -> dict[str, Any] | None:
    """What is said of one thing; None where it has just gone."""
    try:
        value = one.get_value_iface()
        table = one.get_table_iface()
        columns = range(table.get_n_columns()) if table is not None and one.get_role_name() == "table" else ()  # fmt: skip
        return {
            "role": one.get_role_name(),
            "name": one.get_name() or "",
            "description": one.get_description() or "",
            "focusable": bool(one.get_state_set().contains(Atspi.StateType.FOCUSABLE)),
            "value": None if value is None else value.get_current_value(),
            "headers": [table.get_column_description(at) or "" for at in columns],
        }
    except GLib.Error:
        return None


def _wait(look: Any) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            found = look()
        except GLib.Error:  # what is asked may just have gone
            found = None
        if found:
            return found
        time.sleep(0.05)
    sys.exit("nothing of that name came onto the accessibility bus")


def _windows() -> Iterator[Any]:
    """The windows of the program, in the order in which it opened them."""
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(at)
        if program is not None and program.get_name() == NAME:
            yield from (program.get_child_at_index(n) for n in range(program.get_child_count()))


def _dialog(window: Any) -> Any:
    """What has opened over the page."""
    inside = (window.get_child_at_index(at) for at in range(window.get_child_count()))
    return next((one for one in inside if one is not None and one.get_role_name() == "dialog" and _showing(one)), None)  # fmt: skip


def _buttons(window: Any, stages: list[str]) -> dict[str, Any] | None:
    """The rail's button of each stage; None until all of them are there."""
    found = {}
    for one in _below(window, MOST):
        stage = (one.get_name() or "").partition(": ")[0]
        if stage in stages and one.get_action_iface() is not None:
            found.setdefault(stage, one)
        if len(found) == len(stages):
            return found
    return None


def _showing(one: Any) -> bool:
    return bool(one.get_state_set().contains(Atspi.StateType.SHOWING))


def _below(top: Any, most: int) -> Iterator[Any]:
    """Everything shown in it, from the outside in."""
    ahead = [top]
    while ahead and most:
        one = ahead.pop(0)
        try:
            if one is None or not (one is top or _showing(one)):
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
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
