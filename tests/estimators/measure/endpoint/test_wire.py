"""What each vendor's wire says, and what of its replies is an answer."""

import json
from typing import Any

import pytest

from estimators.measure.endpoint.address import ModelAddress, model_address
from estimators.measure.endpoint.prompt import PromptTemplate, SamplingSettings
from estimators.measure.endpoint.wire import ReplyEnd, ReplyShapeError, reply_of, request_of

PROMPT = PromptTemplate("Which is it? {input} {braces}", "Be brief.", (("a", "b"),))
SCHEMA = '{"type": "object", "properties": {"label": {"type": "string"}}, "required": ["label"], "additionalProperties": false}'


def body(text: str, **settings: Any) -> dict[str, Any]:
    request = request_of(model_address(text), PROMPT, SamplingSettings(**settings), "x “{input}”")
    assert "x “{input}” {braces}" in request.body.decode()
    return json.loads(request.body)


def test_each_wire_carries_system_examples_and_case_in_its_own_places() -> None:
    chat = body("openai:m", max_tokens=9)
    assert [turn["role"] for turn in chat["messages"]] == ["system", "user", "assistant", "user"]
    assert (chat["temperature"], chat["max_completion_tokens"]) == (0.0, 9)
    assert "max_tokens" in body("openai:http://localhost:1?model=m", temperature=None)
    respond = body("openai-responses:m", max_tokens=9)
    assert (respond["instructions"], respond["max_output_tokens"], respond["store"]) == ("Be brief.", 9, False)  # fmt: skip
    claude = body("anthropic:m", max_tokens=9)
    assert (claude["system"], claude["max_tokens"], len(claude["messages"])) == ("Be brief.", 9, 3)
    gemini = body("gemini:m", max_tokens=9)
    assert [turn["role"] for turn in gemini["contents"]] == ["user", "model", "user"]
    assert gemini["generationConfig"] == {"maxOutputTokens": 9, "temperature": 0.0}


def test_a_schema_goes_where_the_wire_has_it() -> None:
    asked = json.loads(SCHEMA)
    chat = body("openai:m", schema=SCHEMA)["response_format"]["json_schema"]
    assert (chat["schema"], chat["strict"]) == (asked, True)
    assert body("openai-responses:m", schema=SCHEMA)["text"]["format"]["schema"] == asked
    assert body("anthropic:m", schema=SCHEMA)["output_config"]["format"]["schema"] == asked
    assert body("gemini:m", schema=SCHEMA)["generationConfig"]["responseJsonSchema"] == asked
    loose = body("openai:m", schema='{"type": "object", "properties": {"a": {}}}')
    assert loose["response_format"]["json_schema"]["strict"] is False


def test_plain_json_is_filled_in_place_by_place() -> None:
    address = model_address(
        "http://localhost/x", body='{"q": ["{system}|{input}|{prompt}"], "n": 1}'
    )
    request = request_of(address, PromptTemplate("<{input}>", "s"), SamplingSettings(), "{system}")
    assert json.loads(request.body) == {"q": ["s|{system}|<{system}>"], "n": 1}


CHAT, CLAUDE = model_address("openai:m"), model_address("anthropic:m")
RESPOND, GEMINI = model_address("openai-responses:m"), model_address("gemini:m")


@pytest.mark.parametrize(
    ("address", "document", "text", "end"),
    [
        (CHAT, {"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]}, "yes", ReplyEnd.WHOLE),
        (CHAT, {"choices": [{"message": {"content": "ye"}, "finish_reason": "length"}]}, "ye", ReplyEnd.CUT_OFF),
        (CHAT, {"choices": [{"message": {"content": None, "refusal": "no."}}]}, "no.", ReplyEnd.REFUSED),
        (CHAT, {"choices": [{"message": {}, "finish_reason": "content_filter"}]}, None, ReplyEnd.BLOCKED),
        (RESPOND, {"output": [{"type": "reasoning"}, {"content": [{"type": "output_text", "text": "yes"}]}]}, "yes", ReplyEnd.WHOLE),
        (RESPOND, {"output": [{"content": [{"type": "refusal", "refusal": "no."}]}]}, "no.", ReplyEnd.REFUSED),
        (RESPOND, {"output": [], "incomplete_details": {"reason": "max_output_tokens"}}, None, ReplyEnd.CUT_OFF),
        (CLAUDE, {"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "yes"}]}, "yes", ReplyEnd.WHOLE),
        (CLAUDE, {"content": [], "stop_reason": "refusal"}, None, ReplyEnd.REFUSED),
        (GEMINI, {"candidates": [{"content": {"parts": [{"text": "hm", "thought": True}, {"text": "yes"}]}}]}, "yes", ReplyEnd.WHOLE),
        (GEMINI, {"candidates": [{"finishReason": "SAFETY"}]}, None, ReplyEnd.BLOCKED),
        (GEMINI, {"promptFeedback": {"blockReason": "OTHER"}}, None, ReplyEnd.BLOCKED),
    ],
)  # fmt: skip
def test_an_answer_its_end_and_refusals_are_read(
    address: ModelAddress, document: dict[str, Any], text: str | None, end: ReplyEnd
) -> None:
    found = reply_of(address, document)
    assert (found.text, found.end) == (text, end)


@pytest.mark.parametrize(
    "address", [CHAT, RESPOND, CLAUDE, GEMINI, model_address("http://localhost/")]
)
@pytest.mark.parametrize("document", [{}, [], None, 3, {"choices": 1}, {"choices": [{"message": {"content": 5}}]}, {"content": "x", "output": {}}, {"candidates": [{"content": {"parts": [{"text": 5}]}}]}])  # fmt: skip
def test_a_reply_of_another_shape_is_none(address: ModelAddress, document: Any) -> None:
    with pytest.raises(ReplyShapeError):
        reply_of(address, document)


def test_tokens_are_counted_as_each_vendor_counts_them() -> None:
    claude = reply_of(CLAUDE, {"content": [{"type": "text", "text": "x"}], "model": "m-1", "usage": {"input_tokens": 5, "cache_read_input_tokens": 90, "cache_creation_input_tokens": 5, "output_tokens": 3}})  # fmt: skip
    assert (claude.tokens_in, claude.tokens_out, claude.cached, claude.model) == (100, 3, 90, "m-1")
    gemini = reply_of(GEMINI, {"candidates": [{"content": {"parts": [{"text": "x"}]}}], "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 2, "thoughtsTokenCount": 40}})  # fmt: skip
    assert (gemini.tokens_in, gemini.tokens_out) == (7, 42)
    mad = reply_of(CHAT, {"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": True, "completion_tokens": -4}})  # fmt: skip
    assert (mad.tokens_in, mad.tokens_out) == (None, None)
