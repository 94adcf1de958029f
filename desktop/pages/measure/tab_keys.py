"""The keys of Measure for the status bar, tab by tab."""

from desktop.findings.measure.table_row import PLAY
from desktop.findings.measure.view import GOOD, SURE, WRONG
from estimators.base.sentence import tr

Keys = tuple[tuple[str, str], ...]
NOTHING_SHOWN: Keys = (("Ctrl ↵", tr("do the next thing")),)
_OF_A_TAB: dict[str, Keys] = {
    GOOD: (
        ("[ ]", tr("candidates")),
        ("T", tr("numbers as a table")),
        ("F1", tr("how this was worked out")),
    ),
    SURE: (
        ("← →", tr("move the cut-off")),
        ("T", tr("numbers as a table")),
        ("F1", tr("what calibration means")),
    ),
    PLAY: (("Tab", tr("next field")), ("0", tr("put it back")), ("Ctrl ↵", tr("next row"))),
}


def tab_keys(tab: str, things: str, *, is_open: bool, trained: bool, lights: bool) -> Keys:
    """The keys of a tab.

    - `is_open`: the numbers may be shown. `trained`: what is shown was trained here; `lights`: it can show where it looked.
    - `things`: what the examples are called.
    """
    if not is_open:
        return (_OF_A_TAB[GOOD][0],)
    if tab != WRONG:
        return _OF_A_TAB.get(tab, _OF_A_TAB[GOOD])
    if not trained:
        return (("↑ ↓", tr("cases")), ("1–9", tr("kind of mistake")), ("T", tr("as a table")))
    lit = (("H", tr("show where it looked")),) if lights else ()
    return (("arrows", tr("move in the table")), ("↵", tr("open {noun}", noun=things)), *lit)
