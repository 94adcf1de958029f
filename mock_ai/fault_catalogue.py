"""Everything that can go wrong in a scenario as a whole, with how often it does: for a list to choose from.

A scenario file says the same under ``faults`` and ``failures``. Changing a rate here changes that
entry and nothing else; entries with a condition of their own stay as the file has them (decision 0181).
"""

import json
import random
from dataclasses import dataclass, replace
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Reply, Tool, ToolCall, Turn
from mock_ai.scenario import Scenario
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.failure_effects import Case
from mock_ai.stubs.failures import FAILURES, AiFailure
from mock_ai.stubs.faults_and_delays import KINDS
from mock_ai.stubs.section import restored
from mock_ai.wire_faults import BY_WORDS, FAULTS

_GROUPS = {
    "attention": tr("when it answers"),
    "hearing": tr("what it hears"),
    "understanding": tr("what it understands"),
    "answer": tr("what it says"),
    "list": "lists",
    "action": tr("what it does"),
}
WIRE = tr("the connection")
_QUESTION = tr(
    "When will order A-4711 of 240 euros arrive, and can I still change the address? Zoë"
)
_ANSWER = tr(
    "Order A-4711 of 240 euros arrives on Friday 12 June. You can change the address until noon."
)
_LIST = tr("1. Green tea\n2. Coffee\n3. Hot cocoa")
_CALL = ToolCall("change_address", {"order": "A-4711", "city": "Lyon"})

DIALS = {"timeout": "no_answer_rate", "server error": "error_rate"}
"""Troubles that a dial of the scenario stands for."""


@dataclass(frozen=True)
class PossibleFault:
    """Something that can go wrong. ``rate`` is the share of requests that it strikes, 0 for none.

    ``conditional``: the scenario's file has more to say about when.
    """

    id: str
    name: str
    group: str
    does: str
    watch: str
    rate: float = 0.0
    conditional: bool = False

    def matches(self, words: str) -> bool:
        """Whether all of these words are in its name, group or description."""
        text = f"{self.name} {self.group} {self.does} {self.id}".casefold()
        return all(word in text for word in words.casefold().split())


def possible_faults(scenario: Scenario) -> tuple[PossibleFault, ...]:
    """All of them, each with its rate in this scenario; those of the connection first."""
    rates: dict[str, float] = {}
    for fault in scenario.stubs.faults:
        words = FAULTS[fault.kind].words
        rates[words] = rates.get(words, 0.0) + fault.rate
    for word, dial in DIALS.items():
        rates[word] = rates.get(word, 0.0) + getattr(scenario, dial)
    conditional = set()
    for planned in scenario.stubs.failures:
        rates[planned.failure.id] = max(rates.get(planned.failure.id, 0.0), planned.rate)
        if planned.condition is not None:
            conditional.add(planned.failure.id)
    wire = [
        PossibleFault(word, one.name, WIRE, one.does, one.watch, rates.get(word, 0.0))
        for word, one in BY_WORDS.items()
    ]
    own = [
        PossibleFault(
            one.id,
            one.name,
            _GROUPS[one.stage],
            one.does,
            one.watch,
            rates.get(one.id, 0.0),
            one.id in conditional,
        )
        for one in FAILURES.values()
    ]
    return (*wire, *own)


def with_rate(scenario: Scenario, trouble: str, rate: float) -> Scenario:
    """The scenario with that trouble at another rate; 0 takes it out.

    Raises `UserError` if the faults would strike more than all requests.
    """
    if trouble in DIALS:
        scenario = replace(scenario, **{DIALS[trouble]: rate})  # type: ignore[arg-type]  # a rate by name
        rate = 0.0  # what a file says besides goes into the dial
    key, word = ("faults", "fault") if trouble in KINDS else ("failures", "failure")
    sections = sections_of(scenario)
    rows = sections.get(key, [])
    rows = rows if isinstance(rows, list) else [rows]
    kept = [row for row in rows if not _is_plainly(row, word, trouble)]
    if rate > 0:
        kept.append({word: trouble, "rate": f"{rate:.6g}"})
    return with_section(scenario, key, kept or None)


def sections_of(scenario: Scenario) -> dict[str, Any]:
    """What the file said in its sections, as plain values."""
    document = scenario.stubs.document
    sections: dict[str, Any] = json.loads(document) if document else {}
    return sections


def with_section(scenario: Scenario, key: str, value: Any) -> Scenario:
    """The scenario with one section replaced; None leaves it out.

    Raises `UserError` if the section breaks the schema.
    """
    sections = sections_of(scenario)
    if value is None:
        sections.pop(key, None)
    else:
        sections[key] = value
    document = json.dumps(sections, ensure_ascii=False) if sections else ""
    stubs = restored(document, scenario.stubs.folder if sections else "")
    return replace(scenario, stubs=stubs)


def example(trouble: str) -> tuple[str, str]:
    """An answer before and after: what the trouble makes of it."""
    if trouble in BY_WORDS:
        return _ANSWER, BY_WORDS[trouble].shown
    failure = FAILURES[trouble]
    before = _before(failure)
    turns = (
        Turn("user", "Hello"),
        Turn("assistant", tr("Hello, how can I help?")),
        Turn("user", _QUESTION),
    )
    system = tr("You are the help desk of a tea shop. Be brief.")
    asked = MatchedRequest(
        Prompt("chat", system, turns, (Tool("change_address"), Tool("cancel_order")))
    )
    luck = random.Random(7)  # noqa: S311 (an example, the same each time)
    return _shown(before), _shown(failure.effect(before, Case(asked, luck, 1)))


def _before(failure: AiFailure) -> Reply:
    if failure.stage == "list":
        return Reply(_LIST)
    if failure.stage == "action":
        return Reply(calls=(_CALL,), stop="tool")
    if failure.id == "broken-form":
        return Reply('{"order": "A-4711", "arrives": "Friday"}')
    return Reply(_QUESTION if failure.stage == "hearing" else _ANSWER)


def _shown(reply: Reply) -> str:
    calls = [
        f"{call.name}({', '.join(f'{key}: {value}' for key, value in call.arguments.items())})"
        for call in reply.calls
    ]
    late = (
        tr("(after {delay_seconds} s) ", delay_seconds=f"{reply.delay_seconds:g}")
        if reply.delay_seconds
        else ""
    )
    if reply.fault is not None:
        return tr("{late}(nothing comes)", late=late)
    return late + ("\n".join([*filter(None, [reply.text]), *calls]) or "(nothing)")


def _is_plainly(row: Any, word: str, trouble: str) -> bool:
    """Whether a row of the section is this trouble without a condition or a place of its own."""
    if isinstance(row, str):
        return _plain(row) == _plain(trouble)
    same = isinstance(row, dict) and _plain(str(row.get(word, ""))) == _plain(trouble)
    return same and not {"when", "on"} & set(row)


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").replace("_", " ").split()).casefold()
