"""Where everything of a page stands: a line for each thing that is pressed, typed in, drawn as a chart or heads a part.

Rectangles instead of pictures: a few kilobytes a project that a person can read, the same on each computer to a pixel or two
(letters are the product's own), in which a button that has moved is one line. Colours are tested from their tokens.
"""

import difflib
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.theme.type import Role
from desktop.widgets.label import Label

TOLERANCE = 3  # pixels that letters may differ by from one computer to another
_HEADS = (Role.VERDICT, Role.HEADLINE, Role.FIGURE, Role.SECTION)
_LONGEST = 40  # letters of a name


def places(top: QWidget) -> Iterator[str]:
    """Each as "left top width height kind: name", in pixels of ``top``, from above to below."""
    found = [
        (at.y(), at.x(), f"{at.x()} {at.y()} {one.width()} {one.height()} {type(one).__name__}: {_name(one)}")
        for one in top.findChildren(QWidget)
        if one.isVisible() and not one.isWindow() and _counts(one)
        for at in [one.mapTo(top, QPoint())]
    ]  # fmt: skip
    yield from (line for _, _, line in sorted(found))


def _counts(widget: QWidget) -> bool:
    if isinstance(widget, Label):
        return widget._role in _HEADS and bool(widget.text())
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.accessibleName())


def _name(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, Label) else widget.accessibleName()
    return " ".join(said.split())[:_LONGEST]


def moved(kept: Sequence[str], now: Sequence[str]) -> list[str]:
    """What stands elsewhere than it was kept, what is gone and what is new."""
    (were, named), (are, called) = _parted(kept), _parted(now)
    found: list[str] = []
    for what, a, b, c, d in difflib.SequenceMatcher(
        None, named, called, autojunk=False
    ).get_opcodes():
        if what != "equal":
            found += [f"- {line}" for line in kept[a:b]] + [f"+ {line}" for line in now[c:d]]
            continue
        for old, new in zip(range(a, b), range(c, d), strict=True):
            if any(abs(x - y) > TOLERANCE for x, y in zip(were[old], are[new], strict=True)):
                found += [f"- {kept[old]}", f"+ {now[new]}"]
    return found


def _parted(lines: Sequence[str]) -> tuple[list[list[int]], list[str]]:
    """The numbers of each line, and what they are of."""
    split = [
        line.split(" ", 4) if line[:1].isdigit() or line[:1] == "-" else [line] for line in lines
    ]
    return [[int(number) for number in each[:-1]] for each in split], [each[-1] for each in split]
