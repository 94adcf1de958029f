"""What a service is asked: a system text, a prompt with {input}, examples, and how the answer is drawn."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.case import EvalCase
from estimators.measure.field_match import without_fence

INPUT = "{input}"
_MOST_LABELS = 200


@dataclass(frozen=True)
class PromptTemplate:
    """What is asked.

    - `text`: the prompt; each “{input}” in it stands for the case, other braces for themselves.
    - `system`: what is said apart from it; "" for nothing.
    - `examples`: inputs with their right answers, shown as turns of the conversation before the case.

    Raises `UserError` where the prompt has no place for the case.
    """

    text: str = INPUT
    system: str = ""
    examples: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if INPUT not in self.text:
            raise UserError(
                tr("The prompt has no place for the case."),
                tr("Every case would be asked the same."),
                tr("Write “{input}” where the case belongs."),
            )

    @property
    def written(self) -> str:
        """All that is said apart from the case, as a person reads it: whoever asks with the same asks the same."""
        shown = [tr("{given} → {answer}", given=given, answer=answer) for given, answer in self.examples]  # fmt: skip
        return "\n".join(filter(None, (self.system, *shown, self.text)))

    @property
    def digest(self) -> str:
        """A hash of that."""
        return hashlib.sha256(self.written.encode("utf-8", "replace")).hexdigest()

    def asked(self, case_input: str) -> str:
        """The prompt with a case in it."""
        return self.text.replace(INPUT, case_input)

    def turns(self, case_input: str) -> tuple[tuple[str, str], ...]:
        """Who says what: the examples, then the case; roles are "user" and "assistant"."""
        shown = [
            turn
            for given, answer in self.examples
            for turn in (("user", self.asked(given)), ("assistant", answer))
        ]
        return (*shown, ("user", self.asked(case_input)))


@dataclass(frozen=True)
class SamplingSettings:
    """How the answer is drawn.

    - `temperature`: 0 for the likeliest answer; None: not said, for models that refuse it.
    - `max_tokens`: the longest answer, which bounds what a call can cost.
    - `schema`: the JSON schema that the answer has to meet, as text; "" for none.

    Raises `UserError` where one is out of its range.
    """

    temperature: float | None = 0.0
    max_tokens: int = 512
    schema: str = ""

    def __post_init__(self) -> None:
        if self.max_tokens < 1 or (self.temperature is not None and not 0 <= self.temperature <= 2):
            raise UserError(
                tr("The temperature is between 0 and 2, and an answer has a token at least."),
                "",
                tr("Leave both as they are if in doubt."),
            )
        if self.schema and not isinstance(_json(self.schema), dict):
            raise UserError(
                tr("The schema is no JSON object."),
                "",
                tr('Write, for example, {"type": "object", "properties": {}}.'),
            )

    @property
    def schema_document(self) -> dict[str, Any] | None:
        return json.loads(self.schema) if self.schema else None


def few_shot(
    work: Iterable[EvalCase], measured: Mapping[str, EvalCase], n: int
) -> tuple[tuple[str, str], ...]:
    """Inputs and answers to show in the prompt: the first of each answer in turn, so that a few show many answers.

    - `work`: cases that nobody is measured on. Those that are also among `measured`, by their id or their words, or that belong
      together with one of them, are left out.

    Raises `UserError` where none is left.
    """
    taken = {_words(case.input) for case in measured.values()}
    together = {case.together for case in measured.values()}
    free = [
        case
        for case in work
        if case.expected is not None
        and case.together not in together
        and case.id not in measured
        and _words(case.input) not in taken
    ]
    by_answer: dict[str, list[EvalCase]] = {}
    for case in free:
        by_answer.setdefault(case.expected or "", []).append(case)
    rounds = max(map(len, by_answer.values()), default=0)
    drawn = [group[at] for at in range(rounds) for group in by_answer.values() if at < len(group)]
    if n and not drawn:
        raise UserError(
            tr("No case is left to be shown as an example."),
            tr("All of them are measured, or say no answer; an example that is also measured gives the answer away."),
            tr("Give cases of their own."),
        )  # fmt: skip
    return tuple((case.input, case.expected or "") for case in drawn[:n])


def schema_of_kind(kind: str, cases: Mapping[str, EvalCase]) -> str:
    """The JSON schema that answers of a kind meet, made of what the cases expect; "" where the kind has none."""
    expected = [case.expected for case in cases.values() if case.expected is not None]
    if kind == "classify":
        labels = sorted({" ".join(one.split()) for one in expected})
        return _object({"label": {"type": "string", "enum": labels}}) if 0 < len(labels) <= _MOST_LABELS else ""  # fmt: skip
    if kind == "number":
        return _object({"number": {"type": "number"}})
    if kind == "rank":
        return _object({"items": {"type": "array", "items": {"type": "string"}}})
    if kind == "extract":
        documents = [_json(one) for one in expected]
        names = dict.fromkeys(name for one in documents if isinstance(one, dict) for name in one)
        flat = all(not isinstance(value, dict | list) for one in documents if isinstance(one, dict) for value in one.values())  # fmt: skip
        return _object({name: {"type": ["string", "null"]} for name in names}) if names and flat else ""  # fmt: skip
    return ""


def scored_text(kind: str, text: str) -> str:
    """What of an answer the scorer of the kind reads: the label, the number, the list out of an object; else all of it."""
    if kind not in ("classify", "number", "rank"):
        return text
    bare = without_fence(text)
    document = _json(bare)
    if isinstance(document, dict) and len(document) == 1:
        (document,) = document.values()
    elif not isinstance(document, list):
        return bare.strip()
    return document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)


def _object(properties: Mapping[str, Any]) -> str:
    return json.dumps(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
        ensure_ascii=False,
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_strict(schema: Any) -> bool:
    """Whether every object in a schema names all of its properties as required and allows no others."""
    parts: Sequence[Any] = schema if isinstance(schema, list) else list(schema.values()) if isinstance(schema, dict) else ()  # fmt: skip
    if isinstance(schema, dict) and "properties" in schema:
        if schema.get("additionalProperties") is not False:
            return False
        if set(schema.get("required", ())) != set(schema["properties"]):
            return False
    return all(is_strict(part) for part in parts)
