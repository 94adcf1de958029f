"""``POST /v1/embeddings``. Source: https://platform.openai.com/docs/api-reference/embeddings"""

import base64
import json
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from starlette.requests import Request
from starlette.responses import Response

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Turn, count_tokens
from mock_ai.server.http_replies import Refusal
from mock_ai.server.json_fields import Fields, checked, plain_headers, read_object, wrong
from mock_ai.server.openai.answers import NonStreamingWriter
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import Service

Embed = Callable[[str, int], npt.NDArray[np.float32]]
_MOST_INPUTS = 2048
_MOST_TOKENS, _MOST_TOKENS_EACH = 300_000, 8192  # as OpenAI has it
_LONGEST = (
    20 * _MOST_TOKENS
)  # characters: more cannot be so few tokens, and would take long to count
_AT_ONCE = 12
_USUAL_DIMENSIONS = 1536
_DIMENSIONS = {"text-embedding-3-large": 3072}


async def embeddings(request: Request) -> Response:
    """A vector for each input."""
    service: Service = request.app.state.service
    asked = await read_object(request)
    model = asked.required("model", str)
    inputs = _inputs(asked)
    form = asked.optional("encoding_format", str) or "float"
    if form not in ("float", "base64"):
        raise wrong("encoding_format", tr("This must be float or base64."))
    dimensions = asked.within("dimensions", int, 1, 4096)
    size = dimensions or _DIMENSIONS.get(model, _USUAL_DIMENSIONS)
    prompt = Prompt(
        "embedding",
        turns=tuple(Turn("user", text) for text in inputs),
        model=model,
        headers=plain_headers(request),
        document=asked,
    )

    # Two thousand vectors take seconds, in which others would wait: they are made by the dozen.
    embed, tokens, data = service.embed, 0, []
    for start in range(0, len(inputs), _AT_ONCE):
        some = inputs[start : start + _AT_ONCE]
        counted, written = await service.in_background(_vectors, some, start, size, form, embed)
        tokens += counted
        if tokens > _MOST_TOKENS:
            raise _too_many()
        data.append(written)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    document = {"object": "list", "model": model, "usage": usage}
    body = f'{{"data":[{",".join(data)}],{json.dumps(document)[1:]}'
    reply = Response(body, media_type="application/json")
    return await play(request, prompt, NonStreamingWriter(lambda _given: reply))


def _vectors(
    texts: Sequence[str], first: int, size: int, form: str, embed: Embed
) -> tuple[int, str]:
    """The tokens of some texts, and their vectors as a part of the answer's list."""
    tokens, written = 0, []
    for index, text in enumerate(texts, first):
        count = count_tokens(text)
        if count > _MOST_TOKENS_EACH:
            most = tr(
                "Send at most {most_tokens_each} tokens.",
                most_tokens_each=digits(_MOST_TOKENS_EACH),
            )
            raise wrong(f"input.{index}", most)
        tokens += count
        vector = embed(text, size)
        if form == "base64":
            numbers = f'"{base64.b64encode(vector.astype("<f4").tobytes()).decode()}"'
        else:
            numbers = f"[{','.join(f'{number:.8g}' for number in vector.tolist())}]"
        written.append(f'{{"object":"embedding","index":{index},"embedding":{numbers}}}')
    return tokens, ",".join(written)


def _too_many() -> Refusal:
    most = digits(_MOST_TOKENS)
    return wrong(
        "input", tr("Send at most {most_tokens} tokens in all inputs together.", most_tokens=most)
    )


def _inputs(document: Fields) -> list[str]:
    """The texts to embed: one or several, as text or as the numbers of tokens."""
    value = document.get("input")
    values = [value] if isinstance(value, str) else document.optional("input", list) or []
    if values and all(isinstance(number, int) for number in values):
        values = [values]
    if not 0 < len(values) <= _MOST_INPUTS:
        raise wrong("input", tr("Send 1 to {most_inputs} texts.", most_inputs=_MOST_INPUTS))
    if sum(len(value) for value in values if isinstance(value, str | list)) > _LONGEST:
        raise _too_many()
    found = []
    for number, entry in enumerate(values):
        at = document.place("input", number)
        if isinstance(entry, list):
            found.append(" ".join(str(checked(token, int, at)) for token in entry))
        else:
            found.append(checked(entry, str, at))
        if not found[-1]:
            raise wrong(at, tr("This is empty. Send a text."))
    return found
