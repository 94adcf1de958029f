"""What a message consists of on each wire: a text, or a file with the words of the prompt before and behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from estimators.measure.endpoint.address import WireName
from estimators.measure.endpoint.input_file import EncodedFile
from estimators.measure.endpoint.prompt import INPUT, PromptTemplate

Asked = str | EncodedFile
"""What a case asks: its text, or its file."""
Part = dict[str, Any]


def turns_of(wire: WireName, prompt: PromptTemplate, asked: Asked) -> list[tuple[str, Any]]:
    """Who says what, as (role, content): the examples and the case as texts, or the case alone as parts around its file."""
    if isinstance(asked, str):
        return list(prompt.turns(asked))
    before, _, behind = prompt.text.partition(INPUT)
    text, file = _PARTS[wire]
    words = [text(one) if one.strip() else None for one in (before, behind.replace(INPUT, ""))]
    return [("user", [part for part in (words[0], file(asked), words[1]) if part is not None])]


def _openai(sent: EncodedFile) -> Part:
    if sent.modality == "photo":
        return {"type": "image_url", "image_url": {"url": sent.data_url}}
    return {"type": "input_audio", "input_audio": {"data": sent.base64, "format": sent.form}}


def _responses(sent: EncodedFile) -> Part:
    return {"type": "input_image", "image_url": sent.data_url}


def _anthropic(sent: EncodedFile) -> Part:
    return {"type": "image", "source": {"type": "base64", "media_type": sent.media_type, "data": sent.base64}}  # fmt: skip


def _gemini(sent: EncodedFile) -> Part:
    return {"inlineData": {"mimeType": sent.media_type, "data": sent.base64}}


def _typed(name: str) -> Callable[[str], Part]:
    return lambda text: {"type": name, "text": text}


def _plain(text: str) -> Part:
    return {"text": text}


_PARTS: Mapping[WireName, tuple[Callable[[str], Part], Callable[[EncodedFile], Part]]] = {
    WireName.OPENAI: (_typed("text"), _openai),
    WireName.RESPONSES: (_typed("input_text"), _responses),
    WireName.ANTHROPIC: (_typed("text"), _anthropic),
    WireName.GEMINI: (_plain, _gemini),
}
