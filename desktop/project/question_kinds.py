"""What a question of the brief is: its words, its kind of answer, and the input of the engines that it feeds."""

from dataclasses import dataclass
from enum import Enum

from estimators.base.sentence import tr


class Kind(Enum):
    """What an answer looks like, and so which field asks for it."""

    LINE = "line"  # text
    LINES = "lines"  # longer text
    CLASSES = "classes"  # the classes of the project
    NUMBER = "number"  # one number
    RANGE = "range"  # {"low": .., "high": ..}: a calibrated 90% range
    CHOICE = "choice"  # one of ``choices``
    LEVEL = "level"  # a whole number 0 to 5, with words at the ends
    FLAGS = "flags"  # those of ``choices`` that apply, as a list; an empty one says that none does


@dataclass(frozen=True)
class Question:
    """One question of the Problem page.

    ``key`` names the fact, and the input of ``assess`` and ``options`` that it feeds, unless that has a name of its own
    (``input``). ``unit`` is "", "money", "%", "s" or a word that follows the field.
    """

    key: str
    text: str
    kind: Kind
    words: str  # its name in "Undo change ..."
    input: str = ""
    is_input: bool = True
    unit: str = ""
    hint: str = ""  # always there, beside the field
    help: str = ""  # on demand: what is meant, how to find out
    choices: tuple[tuple[str, str], ...] = ()  # value, words
    # Flags that are asked together: words, and which.
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ends: tuple[str, str] = ("", "")
    group: str = ""
    asked_by: str = ""  # the title of the list that asks it, its place there, and the list's address where it has one
    item: str = ""
    address: str = ""

    @property
    def origin(self) -> str:
        """The list that asks it, and its place there; empty: none does."""
        return f"{self.asked_by}, {self.item}" if self.asked_by else ""

    @property
    def case_key(self) -> str:
        """The input of the engines that it feeds; empty: none."""
        return (self.input or self.key) if self.is_input else ""


YES_NO = (("yes", tr("Yes")), ("no", tr("No")))
