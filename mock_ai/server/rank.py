"""``POST /v1/rank``: what to put first for somebody, out of the items that a client offers or of all that are known."""

from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Turn
from mock_ai.embeddings import embedding
from mock_ai.server.http_replies import JsonReply, Refusal
from mock_ai.server.json_fields import checked, few, plain_headers, read_object
from mock_ai.server.predict import ClassWriter
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import PromptAnswer, Service
from mock_ai.stubs.requested_format import as_json

ENDPOINT = "/v1/rank"
_DIMENSIONS = 256
_MOST_ITEMS = 1_000


async def rank(request: Request) -> Response:
    """Rank for the ``input``: ``items`` if the client sends some, at most ``count``."""
    service: Service = request.app.state.service
    asked = await read_object(request)
    text = asked.required("input", str)
    if not text.strip():
        raise Refusal(400, "empty", tr("The input is empty. Say for whom or what to rank."))
    offered = few(asked.optional("items", list) or [], "items", _MOST_ITEMS)
    items = [checked(one, str, asked.place("items", n)) for n, one in enumerate(offered)]
    if not items and service.kind != "rank":
        raise Refusal(
            400, "malformed", tr("There is nothing to rank. Send “items”, a list of texts.")
        )
    count = asked.within("count", int, 1, _MOST_ITEMS)
    prompt = Prompt(
        "classification" if service.kind == "rank" else "embedding",
        turns=(Turn("user", text),),
        headers=plain_headers(request),
        item_kind="text",
        document=asked,
    )
    usual = await service.in_background(by_likeness, text, items) if items else []
    return await play(request, prompt, RankWriter(usual, count))


def by_likeness(text: str, items: list[str]) -> list[dict[str, Any]]:
    """The items by how many words and letters they share with the text: what is said where no product ranks."""
    vectors = np.stack([embedding(item[:2000], _DIMENSIONS) for item in items])
    scores = vectors @ embedding(text[:2000], _DIMENSIONS)
    order = np.argsort(-scores, kind="stable")
    return [
        {"item": items[place], "rank": n, "score": round(float(scores[place]), 3)}
        for n, place in enumerate(order, 1)
    ]


class RankWriter(ClassWriter):
    """Writes items, the first one first. ``usual`` is the order where what is served ranks nothing."""

    def __init__(self, usual: list[dict[str, Any]], count: int | None) -> None:
        self._usual, self._count = usual, count

    def whole(self, given: PromptAnswer) -> Response:
        reply = given.replies[0]
        if reply.details is not None:
            items = reply.details["items"]
        elif reply.text:  # a person wrote them, one a line
            told = as_json(reply.text)
            lines = told if isinstance(told, list) else reply.text.splitlines()
            named = [str(line).strip() for line in lines if str(line).strip()]
            items = [{"item": name, "rank": n, "score": None} for n, name in enumerate(named, 1)]
        else:
            items = self._usual
        return JsonReply(
            {
                "items": items[: self._count],
                "simulated": reply.simulated,
                "model": given.model,
            }
        )
