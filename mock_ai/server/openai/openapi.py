"""OpenAI's endpoints in the OpenAPI document: what this server takes and gives of them."""

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_OBJECT: Schema = {"type": "object"}
_FILE: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 2}
_FLAG: Schema = {"type": "boolean"}
_TOOLS: Schema = {"type": "array", "items": _OBJECT}
_COUNT: Schema = {"type": "integer", "minimum": 1}
_USAGE: Schema = {
    "type": "object",
    "description": "Tokens; the parts add up to total_tokens",
    "required": ["total_tokens"],
    "properties": {"total_tokens": {"type": "integer", "minimum": 0}},
}


def openai_paths() -> dict[str, Any]:
    """Path items for each of OpenAI's addresses that are served."""
    chat = _body(
        ["model", "messages"],
        model=_TEXT,
        messages={"type": "array", "items": _OBJECT, "minItems": 1},
        stream=_FLAG,
        stream_options=_OBJECT,
        tools=_TOOLS,
        tool_choice={},
        parallel_tool_calls=_FLAG,
        response_format=_OBJECT,
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
        model=_TEXT,
        input={"description": "A text, or a list of messages, calls and their outputs"},
        instructions=_TEXT,
        stream=_FLAG,
        tools=_TOOLS,
        tool_choice={},
        text={"type": "object", "description": "format: text, json_object or json_schema"},
        max_output_tokens=_COUNT,
        previous_response_id=_TEXT,
    )
    embed = _body(
        ["model", "input"],
        model=_TEXT,
        input={"description": "A text, texts, or the numbers of tokens"},
        dimensions=_COUNT,
        encoding_format={"enum": ["float", "base64"]},
    )
    recording = _form(["file", "model"], file=_FILE, model=_TEXT, response_format=_TEXT)
    speech = _body(
        ["model", "input", "voice"],
        model=_TEXT,
        input={"type": "string", "minLength": 1, "maxLength": 4096},
        voice={},
        response_format={"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
        speed={"type": "number", "minimum": 0.25, "maximum": 4},
    )
    picture = {"prompt": _TEXT, "model": _TEXT, "n": {**_COUNT, "maximum": 10}, "size": _TEXT}
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
            _form(["image", "prompt"], image=_FILE, **picture), ["created", "data"], also=sse,
        ),
        "/v1/moderations": _item(
            "post", "moderations", "What an input would be flagged for",
            _body(["input"], input={}, model=_TEXT), ["id", "model", "results"],
        ),
    }  # fmt: skip


def openai_error_schema() -> Schema:
    """The shape of OpenAI's errors."""
    missing = {"type": ["string", "null"]}
    return {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["message", "type", "param", "code"],
                "properties": {
                    "message": _TEXT,
                    "type": _TEXT,
                    "param": {**missing, "description": "The field that is wrong"},
                    "code": missing,
                },
            }
        },
    }


def _body(required: list[str], **properties: Schema) -> Schema:
    return {"application/json": _content(required, properties)}


def _form(required: list[str], **properties: Schema) -> Schema:
    return {"multipart/form-data": _content(required, properties)}


def _content(required: list[str], properties: dict[str, Schema]) -> Schema:
    return {"schema": {"type": "object", "required": required, "properties": properties}}


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
    answer: Schema = {media: {"schema": {"type": "string"}} for media in also}
    if gives is not None:
        properties = {key: _USAGE if key == "usage" else {} for key in gives}
        answer["application/json"] = _content(gives, properties)
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/OpenAIError"}}}
    failures = {
        "400": "The request cannot be read",
        "401": "The key is missing or wrong",
        "404": "There is no such thing",
        "413": "The content is too large",
        "429": "Too many requests; Retry-After says when to try again",
        "500": "The server failed",
    }
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "tags": ["OpenAI"],
        "responses": {
            "200": {"description": "The answer", "content": answer},
            **{code: {"description": why, "content": error} for code, why in failures.items()},
        },
    }
    if content is not None:
        operation["requestBody"] = {"required": True, "content": content}
    if at:
        operation["parameters"] = [
            {"name": part, "in": "path", "required": True, "schema": _TEXT} for part in at
        ]
    return {method: operation}
