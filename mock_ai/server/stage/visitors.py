"""Who is at the Stage of one server, whose turn it is, what each was answered, and the token that lets them in."""

import itertools
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.requests import Request

from estimators.base.sentence import tr
from mock_ai.conversation import ClassAnswer
from mock_ai.demo.running_demo import DemoTurn
from mock_ai.reaction import ReactionOutcome
from mock_ai.server.http_replies import Refusal
from mock_ai.server.service import Service
from mock_ai.stage import Show, StageKind

MOST_VISITORS = 1_000  # who came first is forgotten first
MOST_ANSWERS = 50  # of one visitor, still open to a reaction
LONGEST_NAME = 80


@dataclass(frozen=True)
class Subject:
    """What an answer is about: an item of a turn, or what the visitor brought (``turn`` is None)."""

    sha256: str
    name: str
    kind: StageKind
    turn: DemoTurn | None = None


@dataclass(frozen=True)
class ShownAnswer:
    """An answer that a visitor got, from the fake or the model unless ``by_person``."""

    subject: Subject
    answer: ClassAnswer
    by_person: bool = False


@dataclass(frozen=True)
class VisitorReaction:
    """What a visitor did with an answer. ``correction`` is what would have been right, or what they took of what was offered."""

    outcome: ReactionOutcome
    correction: str = ""
    note: str = ""


@dataclass
class Visitor:
    """One person at one device. ``key`` is known to their page alone; ``person`` is their name in the record."""

    key: str
    number: int
    person: str
    show: Show
    numbers: Iterator[int] = field(default_factory=itertools.count)
    said: OrderedDict[int, ShownAnswer] = field(default_factory=OrderedDict)
    reacted: dict[int, VisitorReaction] = field(default_factory=dict)
    attempts: int = 0  # how often the turn shown was asked about

    def remember(self, said: ShownAnswer) -> int:
        """Keep an answer until it is reacted to, and number it; the oldest goes."""
        number = next(self.numbers)
        self.said[number] = said
        while len(self.said) > MOST_ANSWERS:
            self.reacted.pop(self.said.popitem(last=False)[0], None)
        return number


class StageVisitors:
    """The Stage of one server. It lives in the server's loop; ``show`` may be set from any thread.

    ``token`` opens the Stage and nothing else. Visitors stay with the show that they came for.
    """

    def __init__(self, show: Show) -> None:
        self.show = show
        self.token = secrets.token_urlsafe(18)
        self._numbers = itertools.count(1)
        self._visitors: OrderedDict[str, Visitor] = OrderedDict()

    def join(self, name: str) -> Visitor:
        """Let somebody in, with a number and a name that nobody else has."""
        number, show = next(self._numbers), self.show
        taken = {visitor.person for visitor in self._visitors.values()}
        if show.demo is not None:
            taken.update(show.demo.people)
        while str(number) in taken:  # of a session that goes on
            number = next(self._numbers)
        shown = "".join(letter for letter in name if letter.isprintable())
        person = " ".join(shown.split())[:LONGEST_NAME] or str(number)
        if person in taken:
            person = f"{person} ({number})"
        visitor = Visitor(secrets.token_urlsafe(12), number, person, show)
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
            raise Refusal(
                410, "gone", tr("The Stage was opened anew. Start again to go on.")
            ) from None


PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def visitor_of(request: Request, stage: StageVisitors) -> Visitor:
    """Who asks.

    Raises
    ------
    Refusal : 410, somebody whom this Stage does not know.
    """
    return stage.visitor(request.headers.get("x-visitor", ""))


async def turn_now(request: Request, visitor: Visitor) -> DemoTurn | None:
    """What the visitor sees now; None after the last, or where there is nothing to show."""
    service: Service = request.app.state.service
    demo = visitor.show.demo
    return None if demo is None else await service.in_background(demo.turn, visitor.person)


async def turn_of(request: Request, visitor: Visitor) -> DemoTurn:
    """What the visitor sees now.

    Raises
    ------
    Refusal : 404, nothing.
    """
    turn = await turn_now(request, visitor)
    if turn is None:
        raise Refusal(404, "not_found", tr("That was the last one."))
    return turn
