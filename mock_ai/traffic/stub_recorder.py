"""Makes stubs of what really happened: the same request then gets the same answer, as slowly as then.

A stub is the YAML object of a scenario file. Requests that came more than once with different
answers become a story, whose states follow one another in the recorded order.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, ToolCall, count_tokens
from mock_ai.delays import LONGEST_SECONDS
from mock_ai.scenario_file import LARGEST_BYTES, as_yaml, parse_scenario
from mock_ai.stubs.conditions import LONGEST_TEXT
from mock_ai.stubs.templates import has_blanks
from mock_ai.traffic.exchange import Find, WireExchange
from mock_ai.traffic.parser import ParsedResponse, parse_request, parse_response
from mock_ai.wire_faults import FAULTS, told_with_status

MOST_STUBS = 500
_VENDORS_OWN = {408: 504, 529: 503}  # what others say in place of a status of ours
_BLANK = re.compile(r"\{[{%#]")
Stub = dict[str, Any]


@dataclass(frozen=True)
class RecordedStubs:
    """Stubs in the order of the scenario, and the calls of which none could be made, with why."""

    stubs: tuple[Stub, ...]
    calls: int
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass
class _Heard:
    """One request with what came back: an answer, or a fault."""

    call: WireExchange
    prompt: Prompt
    said: ParsedResponse | None
    fault: dict[str, Any] | None


@dataclass
class _Asked:
    """All that was asked in the same words, in its order."""

    heard: list[_Heard] = field(default_factory=list)
    then: str | None = None  # what was said after the tools had been called


def record(calls: Iterable[WireExchange], find: Find, *, delays: bool = True) -> RecordedStubs:
    """Stubs that answer these calls as they were answered, first come first.

    Raises `UserError` if there are more than a scenario holds.
    """
    asked: dict[str, _Asked] = {}
    left_out: list[tuple[int, str]] = []
    n = 0
    for call in calls:
        n += 1
        try:
            heard = _heard(call, find)
            key = _key(heard.prompt)
            if heard.prompt.tool_result is not None:
                _after_tools(asked.get(key), heard)
                continue
        except UserError as error:
            left_out.append((call.number, f"{error.what} {error.why}".strip()))
            continue
        asked.setdefault(key, _Asked()).heard.append(heard)
    stubs: list[Stub] = []
    for place, one in enumerate(asked.values(), 1):
        stubs += _stubs(one, place, delays=delays)
    if len(stubs) > MOST_STUBS:
        raise UserError(
            tr("These exchanges make {stubs} stubs.", stubs=digits(len(stubs))),
            tr("A scenario holds {most_stubs}.", most_stubs=MOST_STUBS),
            tr("Choose fewer of them."),
        )
    return RecordedStubs(tuple(stubs), n, tuple(left_out))


def _heard(call: WireExchange, find: Find) -> _Heard:
    body = call.body(find)
    if body is None:
        raise UserError(
            tr("What was sent is not kept: it was asked on the Stage, or is too old."), "", ""
        )
    if call.summary.get("answered_by") == "refused":
        raise UserError(tr("The server could not read this request."), "", "")
    prompt = parse_request(call.endpoint, body, call.content_type)
    fault = _fault(call)
    answer = call.answer_body(find)
    said = parse_response(call.endpoint, call.answer_type, answer) if answer is not None else None
    if said is not None and said.answer is not None:
        raise UserError(
            tr("This is no class, and no conversation."),
            tr("Keep it as a good answer instead."),
            "",
        )
    if fault is not None:
        return _Heard(call, prompt, said if call.status == 200 else None, fault)
    if call.status != 200 or said is None:
        raise UserError(tr("Its answer is not whole, or not in words."), "", "")
    return _Heard(call, prompt, said, None)


def _fault(call: WireExchange) -> dict[str, Any] | None:
    """The fault that the call met, as a stub has them."""
    met = FAULTS.get(str(call.summary.get("fault") or ""))
    if met is None and call.status >= 400 and call.status != 499:
        met = told_with_status(_VENDORS_OWN.get(call.status, call.status))
        met = FAULTS["server_error"] if met is None and call.status >= 500 else met
    if met is None:
        return None
    fault: dict[str, Any] = {"fault": met.words}
    wait = call.answer_headers.get("retry-after", "")
    if met.told is not None and met.told.waits and re.fullmatch(r"\d{1,3}(\.\d{1,3})?", wait):
        fault["retry_after"] = round(float(wait), 3)
    return fault


def _after_tools(asked: _Asked | None, heard: _Heard) -> None:
    """What is said after the tools belongs to the stub that called them."""
    if asked is None or heard.said is None:
        raise UserError(tr("It goes on from a call of a tool that was not recorded."), "", "")
    asked.then = heard.said.text


def _key(prompt: Prompt) -> str:
    return json.dumps([prompt.kind, _when(prompt)], sort_keys=True)


def _when(prompt: Prompt) -> dict[str, Any]:
    """What tells this request from others: its words, its photos, the name of its file."""
    when: dict[str, Any] = {}
    text = prompt.last_text[:LONGEST_TEXT]
    if text.strip():
        when["text"] = {"equals": text}
    if prompt.file_name:
        when["file"] = {"equals": prompt.file_name}
    # By its hash the same photo is known again whichever vendor's client sends it (decision 0175).
    photos = [sha256(photo).hexdigest() for photo in prompt.last_images]
    if photos:
        when["sha256"] = photos[0] if len(photos) == 1 else photos
    if not when:
        raise UserError(tr("It has neither words nor a photo to know it by."), "", "")
    return when


def _stubs(asked: _Asked, place: int, *, delays: bool) -> list[Stub]:
    """One stub; a stub for each answer where they differ."""
    groups = _groups(asked.heard)
    prompt = asked.heard[0].prompt
    said = " ".join(prompt.last_text.split())[:40] or prompt.file_name or "a photo"
    stubs: list[Stub] = []
    for number, group in enumerate(groups):
        story = tr("recorded {place}", place=place)
        name = f"{story}: {said}" if len(groups) == 1 else f"{story}.{number + 1}: {said}"
        stub: Stub = {"name": name, "kind": prompt.kind, "when": _when(prompt)}
        if len(groups) > 1:
            stub["story"] = story
            stub["when_state"] = "start" if number == 0 else f"{number + 1}"
            if number + 1 < len(groups):
                stub["then_state"] = f"{number + 2}"
        stub |= _answer(group, asked.then)
        if delays:
            stub |= _timing(group)
        stub |= _faults(group)
        stubs.append(stub)
    return stubs


def _groups(heard: list[_Heard]) -> list[list[_Heard]]:
    """Requests that one stub answers. A fault belongs to the answer after it: it moves no story."""
    answers = [one.said for one in heard if one.fault is None]
    if all(said == answers[0] for said in answers):
        return [heard]
    groups: list[list[_Heard]] = [[]]
    for one in heard:
        groups[-1].append(one)
        if one.fault is None:
            groups.append([])
    if not groups[-1]:
        return groups[:-1]
    groups[-2] += groups.pop()  # faults after the last answer
    return groups


def _answer(group: list[_Heard], then: str | None) -> Stub:
    said = next((one.said for one in group if one.fault is None), None)
    said = said or next((one.said for one in group if one.said is not None), None)
    if said is None:
        return {"answer": ""}
    if said.calls:
        actions = [_action(call, said, then) for call in said.calls]
        return {"do": actions[0] if len(actions) == 1 else actions}
    if said.label is not None:
        label: dict[str, Any] = {"is": _literal(said.label)}
        if said.confidence is not None:
            label["confidence"] = round(said.confidence, 6)
        return {"label": label}
    return {"answer": _literal(said.text)}


def _action(call: ToolCall, said: ParsedResponse, then: str | None) -> dict[str, Any]:
    arguments = {
        name: _literal(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in call.arguments.items()
    }
    action: dict[str, Any] = {"tool": call.name}
    if arguments:
        action["arguments"] = arguments
    if then or said.text:
        action["say"] = _literal(then or said.text)
    return action


def _faults(group: list[_Heard]) -> Stub:
    struck = [(number, one.fault) for number, one in enumerate(group, 1) if one.fault is not None]
    if not struck:
        return {}
    if len(struck) == len(group) and all(fault == struck[0][1] for _, fault in struck):
        return {"faults": [struck[0][1]]}
    return {"faults": [{**fault, "on": [number]} for number, fault in struck]}


def _timing(group: list[_Heard]) -> Stub:
    """The waits in their order, one number where they are all the same."""
    timing: Stub = {"delay": [], "first_token": [], "between_tokens": []}
    for one in group:
        row = one.call.summary
        took = float(row.get("took_seconds") or 0)
        first = row.get("first_token_seconds")
        streamed = bool(row.get("stream")) and one.fault is None and first is not None
        tokens = count_tokens(one.said.text) if one.said is not None else 0
        start = min(float(first or 0), took) if streamed else 0.0
        timing["delay"].append(0.0 if streamed else took)
        timing["first_token"].append(start)
        timing["between_tokens"].append((took - start) / max(tokens - 1, 1) if streamed else 0.0)
    made: Stub = {}
    for name, waits in timing.items():
        rounded = [round(min(max(wait, 0.0), LONGEST_SECONDS), 3) for wait in waits]
        if name == "delay" or any(rounded):
            same = len(set(rounded)) == 1
            made[name] = rounded[0] if same else {"recording": rounded}
    return made


def _literal(text: str) -> str:
    """A text that is said as it stands, although it may look like a template."""
    if not has_blanks(text):
        return text
    made = _BLANK.sub(lambda found: "{{ '" + found[0] + "' }}", text)
    return made + "{{ '' }}" if made.endswith("\n") else made  # a template's last line end is lost


def with_stubs(sections: Mapping[str, Any], stubs: Iterable[Stub]) -> dict[str, Any]:
    """The sections of a scenario with these stubs before its own, under names of their own."""
    old = list(sections.get("stubs") or ())
    taken = {
        str(stub.get("name", tr("stub {number}", number=number)))
        for number, stub in enumerate(old, 1)
    }
    stories = {str(stub["story"]) for stub in old if "story" in stub}
    highest = max((float(str(stub.get("priority", 0))) for stub in old), default=0.0)
    fresh: list[Stub] = []
    for stub in stubs:
        made = {**stub, "name": _free(str(stub["name"]), taken)}
        taken.add(made["name"])
        if "story" in made:
            made["story"] = _free(str(made["story"]), stories)
        if highest > 0:
            made["priority"] = int(highest)
        fresh.append(made)
    # A stub without a name is called by its place, which is another one now.
    named = [
        stub if "name" in stub else {**stub, "name": tr("stub {number}", number=number)}
        for number, stub in enumerate(old, 1)
    ]
    return {**sections, "stubs": fresh + named}


def _free(name: str, taken: set[str]) -> str:
    number, made = 2, name
    while made in taken:
        made, number = f"{name} ({number})", number + 1
    return made


def recorded_text(name: str, stubs: Iterable[Stub], classes: Iterable[str] = ()) -> str:
    """A scenario file with these stubs.

    Raises `UserError` if it would be larger than a scenario file may be.
    """
    document: dict[str, Any] = {"name": name}
    listed = list(dict.fromkeys(classes))
    if len(listed) > 1:
        document["classes"] = listed
    document["stubs"] = list(stubs)
    text = as_yaml(document)
    if len(text.encode()) > LARGEST_BYTES:
        raise UserError(
            tr("These exchanges make too large a scenario file."),
            tr("It may have 256 KB."),
            tr("Choose fewer of them."),
        )
    parse_scenario(text)  # what is written can be read: a mistake shows here and not later
    return text


def labels_of(stubs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The classes that stubs answer with, in their order."""
    labels = [stub["label"]["is"] for stub in stubs if isinstance(stub.get("label"), dict)]
    return tuple(dict.fromkeys(map(str, labels)))
