"""The stubs of a scenario: what is said when, as one value."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from mock_ai.conversation import Kind

if TYPE_CHECKING:  # every scenario has a set, and most have no stub to load Jinja2 for
    from mock_ai.stubs.answers import Content
    from mock_ai.stubs.conditions import StubCondition
    from mock_ai.stubs.failures import PlannedFailure
    from mock_ai.stubs.faults_and_delays import DelayDistribution, PlannedFault

SPOKEN_KINDS: tuple[Kind, ...] = ("chat", "transcription", "translation", "image", "speech")
START = "start"


@dataclass(frozen=True)
class Alternative:
    """One way to answer, drawn with its weight. Without content the built-in answer is given."""

    content: "Content | None"
    weight: float = 1.0


@dataclass(frozen=True)
class Stub:
    """A stub mapping: when it is meant, what it answers, and what comes after.

    It is meant when one of ``conditions`` holds (or there are none), the kind fits, and its
    story stands in ``when_state``. ``then_state`` is where the story goes once it has answered.
    """

    name: str
    kinds: tuple[Kind, ...] = SPOKEN_KINDS
    conditions: "tuple[StubCondition, ...]" = ()
    story: str = ""
    when_state: str | None = None
    then_state: str | None = None
    priority: int = 0
    alternatives: tuple[Alternative, ...] = (Alternative(None),)
    delay: "DelayDistribution | None" = None
    first_token: "DelayDistribution | None" = None
    between_tokens: "DelayDistribution | None" = None
    faults: "tuple[PlannedFault, ...]" = ()
    failures: "tuple[PlannedFailure, ...]" = ()


@dataclass(frozen=True)
class StubSet:
    """The stubs of a scenario, highest priority first, and what holds for all of them.

    ``document`` is what the file said, as JSON, and ``folder`` where the files lie that it names:
    the two are the identity of the set and bring it back (:func:`mock_ai.stubs.section.restored`).
    """

    document: str = ""
    folder: str = ""
    stubs: tuple[Stub, ...] = field(default=(), compare=False)
    delay: "DelayDistribution | None" = field(default=None, compare=False)
    """In place of the scenario's dial, where that cannot say it."""
    first_token: "DelayDistribution | None" = field(default=None, compare=False)
    between_tokens: "DelayDistribution | None" = field(default=None, compare=False)
    faults: "tuple[PlannedFault, ...]" = field(default=(), compare=False)
    failures: "tuple[PlannedFailure, ...]" = field(default=(), compare=False)
    today: date | None = field(default=None, compare=False)

    @cached_property
    def may_take_long(self) -> bool:
        """Whether a regex, a photo or a loop of a template could keep a thread busy; plain words
        never do."""
        return any(sign in self.document for sign in ('"regex"', '"image"', '"picture"', "{%"))

    @property
    def classifies(self) -> bool:
        """Whether any stub answers what is asked in our own way (``POST /v1/predict``)."""
        return any("classification" in stub.kinds for stub in self.stubs)


NO_STUBS = StubSet()
