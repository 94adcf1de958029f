"""``POST /v1/moderations``. It flags by plain words; no judgement stands behind it.

Source: https://platform.openai.com/docs/api-reference/moderations
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Turn
from mock_ai.server.http_replies import JsonReply
from mock_ai.server.json_fields import Fields, plain_headers, read_object
from mock_ai.server.openai.answers import NonStreamingWriter, made_id
from mock_ai.server.openai.requests import content_of
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import PromptAnswer, Service

_WORDS = {
    "harassment": r"idiot|moron|loser|shut up|worthless",
    "harassment/threatening": r"i will (?:hurt|kill|find) you",
    "hate": r"subhuman|i hate (?:all|those) \w+",
    "hate/threatening": r"exterminate (?:them|all)",
    "illicit": r"counterfeit|pick a lock|buy drugs|steal",
    "illicit/violent": r"build a bomb|make a bomb|explosives?",
    "self-harm": r"suicide|self-harm|kill myself|hurt myself",
    "self-harm/intent": r"i (?:want|am going) to (?:kill|hurt) myself",
    "self-harm/instructions": r"how to (?:kill|hurt) (?:myself|yourself)",
    "sexual": r"porn\w*|nude|sex",
    "sexual/minors": r"(?!)",
    "violence": r"kill|murder|shoot|stab|attack|bomb",
    "violence/graphic": r"gore|dismember\w*|blood everywhere",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in _WORDS.items()}
_SEEN_IN_PHOTOS = ("self-harm", "sexual", "violence")
_ONLY_TEXT = "sexual/minors"
_MOST_CHARACTERS = 1_000_000
_AT_ONCE = 50


async def moderations(request: Request) -> Response:
    """What each input would be flagged for."""
    document = await read_object(request)
    model = document.optional("model", str) or "omni-moderation-latest"
    inputs = _inputs(document)
    prompt = Prompt(
        "moderation",
        turns=tuple(Turn("user", text) for text, _ in inputs),
        model=model,
        headers=plain_headers(request),
        document=document,
    )

    service: Service = request.app.state.service
    results: list[dict[str, Any]] = []
    for start in range(0, len(inputs), _AT_ONCE):  # others are answered meanwhile
        results += await service.in_background(_results, inputs[start : start + _AT_ONCE])

    def write(given: PromptAnswer) -> Response:
        return JsonReply({"id": made_id("modr-", given.number), "model": model, "results": results})

    return await play(request, prompt, NonStreamingWriter(write))


def _inputs(document: Fields) -> list[tuple[str, bool]]:
    """The texts, and whether a photo came with each."""
    found = _texts_and_photos(document)
    if sum(len(text) for text, _ in found) > _MOST_CHARACTERS:
        most = digits(_MOST_CHARACTERS)
        raise document.wrong(
            tr("Send at most {most_characters} characters in all.", most_characters=most), "input"
        )
    return found


def _texts_and_photos(document: Fields) -> list[tuple[str, bool]]:
    value = document.get("input")
    if isinstance(value, str):
        return [(value, False)]
    values = document.optional("input", list) or []
    if not 0 < len(values) <= 1000:
        raise document.wrong(tr("Send 1 to 1000 texts, or the parts of a message."), "input")
    if isinstance(values[0], dict):
        text, photos = content_of(document, "input")
        return [(text, bool(photos))]
    return [(text, False) for text in document.texts("input")]


def _results(inputs: Sequence[tuple[str, bool]]) -> list[dict[str, Any]]:
    return [_result(text, photo=photo) for text, photo in inputs]


def _result(text: str, *, photo: bool) -> dict[str, Any]:
    found = {name: bool(pattern.search(text)) for name, pattern in _PATTERNS.items()}
    both = ["text", "image"] if photo else ["text"]
    return {
        "flagged": any(found.values()),
        "categories": found,
        "category_scores": {name: _score(text, name, hit=hit) for name, hit in found.items()},
        "category_applied_input_types": {
            name: both if name.startswith(_SEEN_IN_PHOTOS) and name != _ONLY_TEXT else ["text"]
            for name in found
        },
    }


def _score(text: str, name: str, *, hit: bool) -> float:
    digest = blake2b(f"{name}\0{text[:1000]}".encode("utf-8", "replace"), digest_size=2).digest()
    draw = int.from_bytes(digest) / 65536
    return round(0.8 + 0.19 * draw, 6) if hit else round(1e-5 + 0.02 * draw**3, 6)
