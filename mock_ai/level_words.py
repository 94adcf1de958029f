"""How good a product of each kind is, in words: the one level that demo sessions dial and a bar is set on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from estimators.base.sentence import tr


@dataclass(frozen=True)
class LevelWords:
    """What a level of so many percent means.

    - `axis`: under a chart: "how many answers were good"; `column`: over a column of percents: "good".
    - `short`: "{value} good"; `bar`: "at least {value} of answers good"; `metric`: what is counted.
    - `once`: "People accept {goal} once about {needed} of the answers are good."
    - `falls`: that people did not accept more when there was more of it.
    - `found`: what a session found, before or after the bar was taken from it, with ``{value}``.
    """

    axis: str
    column: str
    short: str
    bar: str
    metric: str
    once: str
    falls: str
    found: str


LEVEL_WORDS: Mapping[str, LevelWords] = MappingProxyType(
    {
        "classify": LevelWords(
            tr("how often the fake was right"),
            tr("right"),
            tr("{value} right"),
            tr("at least {value} right"),
            tr("right answers"),
            tr("People accept {goal} once it is right about {needed} of the time."),
            tr("People did not accept more when it was right more often."),
            tr("People accept it from {value} right on."),
        ),
        "number": LevelWords(
            tr("how many predictions were within the tolerance"),
            tr("within"),
            tr("{value} within the tolerance"),
            tr("at least {value} within the tolerance"),
            tr("predictions within the tolerance"),
            tr("People accept {goal} once about {needed} of them are within the tolerance."),
            tr("People did not accept more when more predictions were within the tolerance."),
            tr("People accept it from {value} within the tolerance on."),
        ),
        "rank": LevelWords(
            tr("how often the first ones held what was taken"),
            tr("first ones"),
            tr("{value} found among the first ones"),
            tr("at least {value} found among the first ones"),
            tr("found among the first ones"),
            tr("People accept {goal} once about {needed} are found among the first ones."),
            tr("People did not accept more when the first ones held it more often."),
            tr("People accept it from {value} found among the first ones on."),
        ),
        "extract": LevelWords(
            tr("how many fields were right"),
            tr("fields right"),
            tr("{value} of fields right"),
            tr("at least {value} of fields right"),
            tr("fields right"),
            tr("People accept {goal} once about {needed} of the fields are right."),
            tr("People did not accept more when more fields were right."),
            tr("People accept it from {value} of fields right on."),
        ),
        "transcribe": LevelWords(
            tr("how many words were right"),
            tr("words right"),
            tr("{value} of words right"),
            tr("at least {value} of words right"),
            tr("words right"),
            tr("People accept {goal} once about {needed} of the words are right."),
            tr("People did not accept more when more words were right."),
            tr("People accept it from {value} of words right on."),
        ),
        "generate": LevelWords(
            tr("how many answers were good"),
            tr("good"),
            tr("{value} good"),
            tr("at least {value} of answers good"),
            tr("good answers"),
            tr("People accept {goal} once about {needed} of them are good."),
            tr("People did not accept more when more answers were good."),
            tr("People accept it from {value} good answers on."),
        ),
        "act": LevelWords(
            tr("how many tasks were done"),
            tr("done"),
            tr("{value} of tasks done"),
            tr("at least {value} of tasks done"),
            tr("tasks done"),
            tr("People accept {goal} once about {needed} of the tasks are done."),
            tr("People did not accept more when more tasks were done."),
            tr("People accept it from {value} of tasks done on."),
        ),
    }
)
"""By the name of the kind, in the order of ``estimators.base.task_kind``."""
