"""A widget that is shown before it lies in another one is a window of its own for a moment.

It flashes on the screen and takes the keyboard from the window that the person works in: Esc and Ctrl+Z go nowhere.
"""

import ast
from pathlib import Path

import desktop

SOURCES = Path(desktop.__file__).parent


def shown_too_early(source: str) -> list[str]:
    """Where a function makes a widget and shows it before the widget is passed to anything, or given a parent."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        alone: set[str] = set()
        nodes = [n for n in ast.walk(function) if isinstance(n, ast.Assign | ast.Call)]
        for node in sorted(nodes, key=lambda n: (n.lineno, n.col_offset)):
            if isinstance(node, ast.Assign):
                made = node.value
                named = isinstance(made, ast.Call) and isinstance(made.func, ast.Name)
                if named and made.func.id[:1].isupper() and not _has_parent(made):
                    alone |= {ast.unparse(target) for target in node.targets}
                continue
            alone -= {ast.unparse(part) for given in node.args for part in ast.walk(given) if isinstance(part, ast.expr)}  # fmt: skip
            shows = isinstance(node.func, ast.Attribute) and node.func.attr in (
                "show",
                "setVisible",
            )
            hides = bool(node.args) and ast.unparse(node.args[0]) == "False"
            if shows and not hides and ast.unparse(node.func.value) in alone:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _has_parent(made: ast.Call) -> bool:
    first = ast.unparse(made.args[0]) if made.args else ""
    return first == "self" or any(keyword.arg == "parent" for keyword in made.keywords)


def test_no_widget_is_shown_before_it_lies_in_another() -> None:
    found = {
        f"{path.relative_to(SOURCES)}:{place}"
        for path in SOURCES.rglob("*.py")
        for place in shown_too_early(path.read_text("utf-8"))
    }
    assert found == set()


def test_a_widget_that_is_shown_first_and_placed_afterwards_is_found() -> None:
    early = "def make(row):\n    a = Button('A')\n    a.setVisible(on)\n    row.addWidget(a)\n"
    assert shown_too_early(early) == ["3: a.setVisible(on)"]
    late = "def make(row):\n    a = Button('A')\n    row.addWidget(a)\n    a.setVisible(on)\n"
    assert shown_too_early(late) == []
