"""A candidate in the fake's place: what was kept of its answers, or what its rules say. Nothing here is made up."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mock_ai.conversation import Prompt
from mock_ai.dials import Item
from mock_ai.stubs.requested_format import as_json, text_as_asked, typed, wants_json

_ANSWER = ("answer", "label", "class", "category", "value", "result", "text")
_SURE = ("confidence", "certainty", "probability")


@dataclass(frozen=True)
class CandidateSaying:
    """One answer as the candidate gave it. `certainty`: how sure it said it was, 0 to 1; None where it did not."""

    text: str
    certainty: float | None = None


@dataclass(frozen=True)
class ServedCandidate:
    """What answers, and how to ask it.

    - `name`: what people and clients know it by. `kind`: of the product. `classes`: of a classifier.
    - `answer`: what it says to a text or to the bytes of a file; None where it says nothing. It may take a while.
    - `silent`: the sentence for a client that asks what it has no answer to.
    """

    name: str
    kind: str
    classes: tuple[str, ...]
    answer: Callable[[Item], CandidateSaying | None]
    silent: str


def in_form(prompt: Prompt, said: CandidateSaying) -> str | None:
    """The answer in the form that the client asked for; None where it does not fit and the rest would have to be made up."""
    schema = prompt.schema
    if not wants_json(prompt) or schema is None or as_json(said.text) is not None:
        return text_as_asked(prompt, said.text, 0)
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        fits = schema.get("type") == "string" and said.text in schema.get("enum", [said.text])
        return json.dumps(said.text, ensure_ascii=False) if fits else None
    fitting = typed(properties, dict.fromkeys(properties, said.text))
    named: dict[str, Any] = {name: fitting[name] for name in _ANSWER if name in fitting}
    if not named and len(fitting) == 1:
        named = fitting
    if not named:
        return None
    if said.certainty is not None:
        named |= typed(properties, dict.fromkeys(_SURE, str(said.certainty)))
    lacks = set(schema.get("required", ())) - set(named)
    return None if lacks else json.dumps(named, ensure_ascii=False)
