"""What a question of the brief is: its words, its kind of answer, and the input of the engines that it feeds."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What an answer looks like, and so which field asks for it."""

    LINE = "line"  # text
    LINES = "lines"  # longer text
    CLASSES = "classes"  # the classes of the project
    NUMBER = "number"  # one number
    RANGE = "range"  # {"low": .., "high": ..}: a calibrated 90% range
    CHOICE = "choice"  # one of ``choices``
    LEVEL = "level"  # a whole number 0 to 5, with words at the ends


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
    ends: tuple[str, str] = ("", "")
    group: str = ""
    origin: str = ""  # the list that asks it: its title, and its address where it has one
    address: str = ""

    @property
    def case_key(self) -> str:
        """The input of the engines that it feeds; empty: none."""
        return (self.input or self.key) if self.is_input else ""


YES_NO = (("yes", "Yes"), ("no", "No"))
