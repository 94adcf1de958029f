"""Who is at the Stage of one server, what each was asked to judge, and the token that lets them in."""

import itertools
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mock_ai.scenario import Answer
from mock_ai.server.replies import Refusal
from mock_ai.stage import Exhibit, Show, Subject

MOST_VISITORS = 1_000  # who came first is forgotten first
MOST_ANSWERS = 50  # of one visitor, still open to a reaction
LONGEST_NAME = 80


@dataclass(frozen=True)
class Given:
    """An answer that a visitor got, as the reaction to it will be recorded."""

    subject: Subject
    answer: Answer
    scenario: str
    position: int
    shown_accuracy: float | None


@dataclass
class Visitor:
    """One person at one device. ``key`` is known to their page alone."""

    key: str
    number: int
    person: str
    exhibits: Sequence[Exhibit]
    positions: Iterator[int] = field(default_factory=itertools.count)
    given: OrderedDict[int, Given] = field(default_factory=OrderedDict)
    reacted: dict[int, tuple[str, str]] = field(default_factory=dict)

    def remember(self, given: Given) -> None:
        """Keep an answer until it is reacted to; the oldest goes."""
        self.given[given.position] = given
        while len(self.given) > MOST_ANSWERS:
            self.reacted.pop(self.given.popitem(last=False)[0], None)


class Stage:
    """The Stage of one server. It lives in the server's loop; ``show`` may be set from any thread.

    ``token`` opens the Stage and nothing else. Visitors who are in keep the items of the show that
    they came for.
    """

    def __init__(self, show: Show) -> None:
        self.show = show
        self.token = secrets.token_urlsafe(18)
        self._numbers = itertools.count(1)
        self._visitors: OrderedDict[str, Visitor] = OrderedDict()

    def join(self, person: str) -> Visitor:
        """Let somebody in, with a number and an order of their own."""
        number = next(self._numbers)
        shown = "".join(letter for letter in person if letter.isprintable())
        visitor = Visitor(
            secrets.token_urlsafe(12),
            number,
            " ".join(shown.split())[:LONGEST_NAME],
            self.show.exhibits(number),
        )
        self._visitors[visitor.key] = visitor
        while len(self._visitors) > MOST_VISITORS:
            self._visitors.popitem(last=False)
        return visitor

    def visitor(self, key: str) -> Visitor:
        """Who has this key.

        Raises
        ------
        Refusal : 410, nobody has.
        """
        try:
            return self._visitors[key]
        except KeyError:
            raise Refusal(410, "gone", "The Stage was opened anew. Start again to go on.") from None
