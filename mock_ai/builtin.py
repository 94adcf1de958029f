"""What the fake answers when nobody has said what: something for every kind of request."""

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import ClassAnswer, Look, Prompt, Reply, Tool, ToolCall
from mock_ai.schema_instance import ValueSource, schema_instance

UNNAMED = "unknown"  # the class that a schema gives where the classifier names none
_SENTENCES = (
    tr("This is a simulated answer to “{asked}”. A real model would take over at this address."),
    tr(
        "You asked: “{asked}”. This answer is simulated; nothing has been looked up or thought about."
    ),
    tr("Here is a made-up answer to “{asked}”, so that you can see how an answer looks and feels."),
    tr("About “{asked}”: this text stands in for a model’s answer until there is one."),
)
_HEARD = {
    "transcription": tr("This is a simulated transcript. The recording came, but nobody listened."),
    "translation": tr(
        "This is a simulated translation into English. Nobody listened to the recording."
    ),
}
_GREETING = tr("Hello. This is a simulated answer. Ask me something.")
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        about after also and any are ask can could current data does each find for from function get
        give given has have her here his how into its just like list look lookup make more name need
        not now number off one our out over please result return returned returns said say see send
        set she show some tell text than that the their them then there these they this time tool
        use used user using value want was were what when where which who will with would you your
        """,
    )
)
_NAME = r"[A-Z][\w’'-]{0,40}(?:\s[A-Z][\w’'-]{0,40}){0,4}"
_COMMA = r"(?:,\s(?:and\s)?|\s(?:and|or|&)\s)"
_LIST = re.compile(rf"\b{_NAME}{_COMMA}(?:{_NAME}{_COMMA}){{0,20}}{_NAME}")
_BETWEEN = re.compile(r",\s(?:and\s)?|\s(?:and|or|&)\s")


@dataclass(frozen=True)
class BuiltinResponder:
    """Answers everything, the same for the same request and seed.

    - `seed`: chooses among wordings and made-up values.
    - `look`: the classifier that is being served, for photos; without it photos are only received.
    - `reads_text`: whether the classifier takes the user's words, too.
    """

    seed: int = 0
    look: Look | None = None
    reads_text: bool = False

    def reply(self, prompt: Prompt, position: int) -> Reply:
        """The answer to a prompt, as request number ``position``."""
        if prompt.kind != "chat":
            return Reply(_HEARD.get(prompt.kind, ""))
        if prompt.tool_result is None or prompt.tool_choice not in ("auto", "none"):
            calls = self._calls(prompt)
            if calls:
                return Reply(calls=calls, stop="tool")
        seen, simulated = self._seen(prompt, position)
        if seen and seen[0].strange:  # a class that a schema asks for must not be made up
            return Reply(seen[0].text, stop="refusal", simulated=simulated)
        if prompt.schema is not None or prompt.wants_json:
            return Reply(self._json(prompt, seen), simulated=simulated)
        if seen:
            return Reply(" ".join(answer.text for answer in seen), simulated=simulated)
        return Reply(self._text(prompt))

    def _seen(self, prompt: Prompt, position: int) -> tuple[list[ClassAnswer], bool]:
        """What the classifier says, and whether it is a fake."""
        if self.look is None:
            return [], True
        items: list[bytes | str] = [*prompt.last_images]
        if not items and self.reads_text and prompt.tool_result is None and prompt.last_text:
            items = [prompt.last_text]
        answers = [self.look(item, position) for item in items]
        return answers, all(answer.simulated for answer in answers)

    def _text(self, prompt: Prompt) -> str:
        if prompt.tool_result is not None:
            return tr(
                "The tool returned: {shortened}", shortened=_shortened(prompt.tool_result, 400)
            )
        asked = _shortened(prompt.last_text, 160)
        if not asked:
            return tr("I received your photo.") if prompt.last_images else _GREETING
        choice = int(self._draw(prompt) * len(_SENTENCES)) + prompt.choice
        return _SENTENCES[choice % len(_SENTENCES)].format(asked=asked)

    def _json(self, prompt: Prompt, seen: list[ClassAnswer]) -> str:
        sentence = seen[0].text if seen else self._text(prompt)
        if prompt.schema is None:
            return json.dumps({"answer": sentence, "simulated": True}, ensure_ascii=False)
        message, label, sure = prompt.last_text, "", None
        if seen:
            label, sure = seen[0].label or UNNAMED, seen[0].probability
            message = f"{label} {message}"
        source = ValueSource(message, self._seed(prompt), label, sure)
        return json.dumps(schema_instance(prompt.schema, source), ensure_ascii=False)

    def _calls(self, prompt: Prompt) -> tuple[ToolCall, ...]:
        if not prompt.tools or prompt.tool_choice == "none":
            return ()
        named = [tool for tool in prompt.tools if tool.name == prompt.tool_choice]
        scores = {tool.name: mention(prompt.last_text, tool) for tool in prompt.tools}
        ranked = sorted(prompt.tools, key=lambda tool: -scores[tool.name])
        wanted = named or [tool for tool in ranked if scores[tool.name] > 0]
        if not wanted and prompt.tool_choice == "required":
            wanted = ranked[:1]
        # A word that two tools share does not call both where one is meant more plainly.
        best = max((scores[tool.name] for tool in wanted), default=0)
        wanted = [tool for tool in wanted if named or scores[tool.name] * 2 >= best]
        if not prompt.parallel_calls:
            return tuple(call for tool in wanted[:1] for call in self._call(prompt, tool)[:1])
        return tuple(call for tool in wanted for call in self._call(prompt, tool))[:16]

    def _call(self, prompt: Prompt, tool: Tool) -> list[ToolCall]:
        """One call, or one for each of the names that the message lists."""
        text = prompt.last_text[:10_000]
        listed = _LIST.search(text)
        places = [""]
        if listed and _takes_one_name(tool):
            places = [name for name in _BETWEEN.split(listed[0]) if name][:8] or places
        calls = []
        for place in places:
            arguments = schema_instance(tool.schema, ValueSource(text, self._seed(prompt), place))
            calls.append(ToolCall(tool.name, arguments if isinstance(arguments, dict) else {}))
        return calls

    def _seed(self, prompt: Prompt) -> int:
        return self.seed * 1_000_003 + (prompt.seed or 0) + 7919 * prompt.choice

    def _draw(self, prompt: Prompt) -> float:
        text = f"{self.seed}\0{prompt.seed}\0{prompt.system[:1000]}\0{prompt.last_text[:10_000]}"
        digest = blake2b(text.encode("utf-8", "replace"), digest_size=6).digest()
        return int.from_bytes(digest) / (1 << 48)


def mention(message: str, tool: Tool) -> int:
    """How plainly a message mentions a tool: 0 not at all; words of its name count double."""
    text = message[:10_000].lower()
    if tool.name and re.search(rf"\b{re.escape(tool.name.lower())}\b", text):
        return 100
    said = _words(text)
    by_name = said & _words(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", tool.name))
    return 2 * len(by_name) + len((said & _words(tool.description[:2000])) - by_name)


def _words(text: str) -> set[str]:
    """The words that say what it is about, without their plural s."""
    found = re.findall(r"[^\W\d_]{3,}", text.lower().replace("_", " "))
    return {word.removesuffix("s") for word in found if word not in _EMPTY_WORDS}


def _takes_one_name(tool: Tool) -> bool:
    properties: Any = tool.schema.get("properties")
    if not isinstance(properties, dict):
        return False
    texts = [
        name
        for name, part in properties.items()
        if isinstance(part, dict) and part.get("type") == "string" and "enum" not in part
    ]
    return len(texts) == 1


def _shortened(text: str, most: int) -> str:
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
