"""OpenAI's endpoints in the OpenAPI document: what this server takes and gives of them."""

from typing import Any

from mock_ai.server.path_items import (
    COUNT,
    FILE,
    OBJECT,
    OBJECTS,
    TEXT,
    Schema,
    contents,
    form,
    in_path,
    path_item,
)

_FAILURES = {
    400: "The request cannot be read",
    401: "The key is missing or wrong",
    404: "There is no such thing",
    413: "The content is too large",
    429: "Too many requests; Retry-After says when to try again",
    500: "The server failed",
}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 2}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 1}
_USAGE: Schema = {
    **form(["total_tokens"], total_tokens=COUNT),
    "description": "Tokens; the parts add up to total_tokens",
}


def openai_paths() -> dict[str, Any]:
    """Path items for each of OpenAI's addresses that are served."""
    chat = _body(
        ["model", "messages"],
        model=TEXT,
        messages={**OBJECTS, "minItems": 1},
        stream=_FLAG,
        stream_options=OBJECT,
        tools=OBJECTS,
        tool_choice={},
        parallel_tool_calls=_FLAG,
        response_format=OBJECT,
        logprobs=_FLAG,
        top_logprobs={"type": "integer", "minimum": 0, "maximum": 20},
        n={**_COUNT, "maximum": 128},
        stop={},
        max_completion_tokens=_COUNT,
        max_tokens=_COUNT,
        temperature=_SHARE,
        seed={"type": "integer"},
    )
    respond = _body(
        ["model", "input"],
        model=TEXT,
        input={"description": "A text, or a list of messages, calls and their outputs"},
        instructions=TEXT,
        stream=_FLAG,
        tools=OBJECTS,
        tool_choice={},
        text={"type": "object", "description": "format: text, json_object or json_schema"},
        max_output_tokens=_COUNT,
        previous_response_id=TEXT,
    )
    embed = _body(
        ["model", "input"],
        model=TEXT,
        input={"description": "A text, texts, or the numbers of tokens"},
        dimensions=_COUNT,
        encoding_format={"enum": ["float", "base64"]},
    )
    recording = _form(["file", "model"], file=FILE, model=TEXT, response_format=TEXT)
    speech = _body(
        ["model", "input", "voice"],
        model=TEXT,
        input={"type": "string", "minLength": 1, "maxLength": 4096},
        voice={},
        response_format={"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
        speed={"type": "number", "minimum": 0.25, "maximum": 4},
    )
    picture = {"prompt": TEXT, "model": TEXT, "n": {**_COUNT, "maximum": 10}, "size": TEXT}
    sse = ("text/event-stream",)
    return {
        "/v1/models/{model}": _item(
            "get", "model", "One model", None, ["id", "object"], at=("model",)
        ),
        "/v1/chat/completions": _item(
            "post", "chatCompletions", "Answer a conversation", chat, ["id", "choices", "usage"],
            also=sse,
        ),
        "/v1/responses": _item(
            "post", "responses", "Answer an input", respond, ["id", "output", "status", "usage"],
            also=sse,
        ),
        "/v1/responses/{response}": {
            **_item("get", "response", "A response that was given", None, ["id", "output"],
                    at=("response",)),
            **_item("delete", "deleteResponse", "Forget a response", None, ["id", "deleted"],
                    at=("response",)),
        },
        "/v1/embeddings": _item(
            "post", "embeddings", "A vector for each text", embed, ["data", "model", "usage"]
        ),
        "/v1/audio/transcriptions": _item(
            "post", "transcriptions", "What is said in a recording", recording, ["text"],
            also=("text/plain", *sse),
        ),
        "/v1/audio/translations": _item(
            "post", "translations", "What is said, in English", recording, ["text"],
            also=("text/plain",),
        ),
        "/v1/audio/speech": _item(
            "post", "speech", "A text, spoken", speech, None,
            also=("audio/mpeg", "audio/ogg", "audio/aac", "audio/flac", "audio/wav", "audio/pcm"),
        ),
        "/v1/images/generations": _item(
            "post", "imageGenerations", "Pictures for a prompt", _body(["prompt"], **picture),
            ["created", "data"], also=sse,
        ),
        "/v1/images/edits": _item(
            "post", "imageEdits", "Pictures from pictures",
            _form(["image", "prompt"], image=FILE, **picture), ["created", "data"], also=sse,
        ),
        "/v1/moderations": _item(
            "post", "moderations", "What an input would be flagged for",
            _body(["input"], input={}, model=TEXT), ["id", "model", "results"],
        ),
    }  # fmt: skip


def openai_error_schema() -> Schema:
    """The shape of OpenAI's errors."""
    missing = {"type": ["string", "null"]}
    error = form(
        ["message", "type", "param", "code"],
        message=TEXT,
        type=TEXT,
        param={**missing, "description": "The field that is wrong"},
        code=missing,
    )
    return form(["error"], error=error)


def _body(required: list[str], **properties: Schema) -> Schema:
    return contents(json=form(required, **properties))


def _form(required: list[str], **properties: Schema) -> Schema:
    return contents(form=form(required, **properties))


def _item(
    method: str,
    name: str,
    summary: str,
    content: Schema | None,
    gives: list[str] | None,
    *,
    also: tuple[str, ...] = (),
    at: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A path item of one operation. ``gives`` names what is always in its JSON answer."""
    answer = contents(**dict.fromkeys(also, TEXT))
    if gives is not None:
        answer |= _body(gives, **{key: _USAGE if key == "usage" else {} for key in gives})
    return path_item(
        method,
        name,
        summary,
        takes=content,
        gives=answer,
        error="OpenAIError",
        failures=_FAILURES,
        tag="OpenAI",
        parameters=[in_path(part) for part in at],
    )
