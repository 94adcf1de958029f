"""What can go wrong on the wire: one entry each, from which the scenario file, the server, the journal and the list to choose from read.

A new fault that a client is *told* of (a status and a sentence) is one entry here and nothing else. One that breaks an answer in a way of
its own needs its breaking as well: `server/fault_injection.py` for an answer in one piece, `server/response_pipeline.py` for a stream.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from estimators.base.sentence import tr

Strikes = Literal["before", "stream", "whole"]


@dataclass(frozen=True)
class Told:
    """What a client hears in place of an answer.

    - `status`, `type`: of our own interface; the vendors' shapes follow from the status.
    - `message`: a sentence; ``{wait}`` are the seconds to wait.
    - `seconds`: to wait where the scenario says nothing; None: none are said.
    - `waits`: whether a recording of it keeps the seconds.
    """

    status: int
    type: str
    message: str
    seconds: float | None = None
    waits: bool = False


@dataclass(frozen=True)
class FaultEntry:
    """One fault.

    - `kind`: its name in code and in the journal. `words`: in a scenario file. `label`: in the list of exchanges.
    - `name`, `does`, `watch`: in the list to choose from, with what to watch for in people; `shown`: what arrives, as an example.
    - `strikes`: "before" the answer begins, in a "stream" that is under way, or in an answer as a "whole".
    - `told`: what the client hears; None: nothing that could be read.
    - `silent`: whether the client waits in vain rather than hearing of an error.
    """

    kind: str
    words: str
    label: str
    name: str
    does: str
    watch: str
    shown: str
    strikes: Strikes = "before"
    told: Told | None = None
    silent: bool = False


# fmt: off
_ENTRIES = (
    FaultEntry("timeout", "timeout", tr("timed out"), tr("No answer"), tr("The client waits, and nothing comes."), tr("How long do they wait, and what do they do then?"), tr("504 after 30 s of silence"), told=Told(504, "no_answer", tr("No answer came. Try again.")), silent=True),
    FaultEntry("rate_limit", "rate limit", tr("rate limit"), tr("Too many requests"), tr("It refuses for a second and says when to try again."), tr("Does the prototype try again by itself?"), tr("429 Too many requests. Try again in 1 s."), told=Told(429, "rate_limit", tr("Too many requests. Try again in {wait} s."), seconds=1.0, waits=True)),
    FaultEntry("server_error", "server error", tr("server error"), tr("Server error"), tr("It says that it had an error."), tr("What does the prototype say, and can they go on?"), tr("500 The server had an error. Try again."), told=Told(500, "simulated_error", tr("The server had an error. Try again."))),
    FaultEntry("overloaded", "overloaded", tr("overloaded"), tr("Overloaded"), tr("It says that there is too much to do."), tr("Do they come back later?"), tr("503 There is too much to do. Try again."), told=Told(503, "overloaded", tr("There is too much to do. Try again."), waits=True)),
    FaultEntry("reset", "connection reset", tr("connection reset"), tr("Connection lost"), tr("The connection breaks off without a word."), tr("Does the prototype notice, or wait for ever?"), tr("(the connection is gone)"), silent=True),
    FaultEntry("malformed", "malformed json", tr("malformed JSON"), tr("Broken JSON"), tr("Half of the answer is missing."), tr("Does the prototype recover, or show an error to people?"), '{"label": "crack", "confid', "stream"),
    FaultEntry("truncated", "truncated stream", tr("cut short"), tr("Stops in the middle"), tr("The answer comes in pieces, and then no more."), tr("Do they see that something is missing?"), tr("Order A-4711 of 24 (gone)"), "stream", silent=True),
    FaultEntry("stalled", "stalled stream", tr("stalled"), tr("Never goes on"), tr("The answer begins, and then nothing moves."), tr("When do they stop waiting?"), tr("Order A-4711 of 24 …"), "stream", silent=True),
    FaultEntry("wrong_type", "wrong content type", tr("wrong type"), tr("Wrong kind of answer"), tr("A web page comes in place of the answer."), tr("What do people get to see?"), "<title>502</title>Bad gateway", "whole"),
    FaultEntry("empty", "empty answer", tr("empty answer"), tr("Empty answer"), tr("An answer comes, with nothing in it."), tr("Does the prototype say something, or stay blank?"), "(nothing)", "whole"),
)
# fmt: on
FAULTS: Mapping[str, FaultEntry] = MappingProxyType({one.kind: one for one in _ENTRIES})
"""Every fault by its kind, in the order of the list to choose from."""
BY_WORDS: Mapping[str, FaultEntry] = MappingProxyType({one.words: one for one in _ENTRIES})
"""The same by the words of a scenario file."""


def told_with_status(status: int) -> FaultEntry | None:
    """The fault that is told with this status, if one is."""
    return next(
        (one for one in _ENTRIES if one.told is not None and one.told.status == status), None
    )
