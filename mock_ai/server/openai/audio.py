"""``POST /v1/audio/transcriptions``, ``/translations`` and ``/speech``.

Source: https://platform.openai.com/docs/api-reference/audio
"""

import math
from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from mock_ai.conversation import Kind, Prompt, Reply, Turn, count_tokens
from mock_ai.server.forms import Form, SentFile, read_form
from mock_ai.server.json_fields import (
    between,
    optional,
    plain_headers,
    read_object,
    required,
    wrong,
)
from mock_ai.server.openai.requests import event
from mock_ai.server.openai.streams import NonStreamingWriter
from mock_ai.server.openai.transcript import Transcript
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import Service
from mock_ai.sounds import FORMATS, seconds_of, speech

_TRANSCRIPTS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
_AUDIO_TOKENS_A_SECOND = 10
_MOST_SPOKEN = 4096


async def transcriptions(request: Request) -> Response:
    """What is said in a recording."""
    service: Service = request.app.state.service
    form = await read_form(request, service.limits)
    file, model, shape = _recording(form, _TRANSCRIPTS)
    stream = form.flag("stream")
    if stream and shape not in ("json", "text"):
        raise wrong("response_format", "A stream can only be json or text.")
    seconds = await service.in_background(seconds_of, file.content)
    words = "word" in form.fields.get("timestamp_granularities", ())

    def write(replies: Sequence[Reply], _number: int) -> Response:
        return _document(Transcript(replies[0].text, seconds), model, shape, words=words)

    def events(replies: Sequence[Reply], _number: int) -> Iterator[bytes]:
        for piece in replies[0].tokens():
            yield event({"type": "transcript.text.delta", "delta": piece})
        text = replies[0].text
        usage = _token_usage(text, seconds)
        yield event({"type": "transcript.text.done", "text": text, "usage": usage})

    prompt = _prompt("transcription", request, form, file, model)
    return await play(request, prompt, NonStreamingWriter(write, events), stream=stream)


async def translations(request: Request) -> Response:
    """What is said in a recording, in English."""
    service: Service = request.app.state.service
    form = await read_form(request, service.limits)
    file, model, shape = _recording(form, _TRANSCRIPTS[:5])
    seconds = await service.in_background(seconds_of, file.content)

    def write(replies: Sequence[Reply], _number: int) -> Response:
        transcript = Transcript(replies[0].text, seconds)
        if shape == "json":
            return JSONResponse({"text": transcript.text})
        if shape == "verbose_json":
            return JSONResponse({**transcript.frame(), "segments": transcript.segments()})
        return _document(transcript, model, shape, words=False)

    prompt = _prompt("translation", request, form, file, model)
    return await play(request, prompt, NonStreamingWriter(write))


async def speak(request: Request) -> Response:
    """A text, spoken: here hummed, a tone for each syllable."""
    service: Service = request.app.state.service
    document = await read_object(request, service.limits)
    model = required(document, "model", str)
    text = required(document, "input", str)
    if not 0 < len(text) <= _MOST_SPOKEN:
        raise wrong("input", f"This must be of 1 to {_MOST_SPOKEN} characters.")
    voice = document.get("voice")
    if isinstance(voice, dict):
        voice = voice.get("id")
    if not isinstance(voice, str) or not voice:
        raise wrong("voice", "This is missing. Try alloy.")
    speed = optional(document, "speed", float)
    between(speed, 0.25, 4.0, "speed")
    shape = optional(document, "response_format", str) or "mp3"
    if shape not in FORMATS:
        raise wrong("response_format", f"This must be one of {', '.join(FORMATS)}.")
    streams = optional(document, "stream_format", str) == "sse"
    # The pace of another voice would come from a reply; the hum is made before it is due.
    sound = await service.in_background(speech, text, voice, speed or 1.0, shape)

    def write(replies: Sequence[Reply], _number: int) -> Response:
        return Response(_chosen(replies, sound, shape), media_type=FORMATS[shape])

    def events(replies: Sequence[Reply], _number: int) -> Iterator[bytes]:
        from base64 import b64encode

        content = _chosen(replies, sound, shape)
        for start in range(0, len(content), 12_000):
            part = b64encode(content[start : start + 12_000]).decode()
            yield event({"type": "speech.audio.delta", "audio": part})
        asked, made = count_tokens(text), math.ceil(len(content) / 1000)
        usage = {"input_tokens": asked, "output_tokens": made, "total_tokens": asked + made}
        yield event({"type": "speech.audio.done", "usage": usage})

    prompt = Prompt(
        "speech",
        turns=(Turn("user", text),),
        model=model,
        headers=plain_headers(request),
        document=document,
    )
    return await play(request, prompt, NonStreamingWriter(write, events), stream=streams)


def _chosen(replies: Sequence[Reply], hummed: bytes, shape: str) -> bytes:
    """A rule's own recording where WAV was asked for and it has one."""
    sound = replies[0].sound
    return sound if sound is not None and shape == "wav" else hummed


def _prompt(kind: Kind, request: Request, form: Form, file: SentFile, model: str) -> Prompt:
    return Prompt(
        kind,
        turns=(Turn("user", form.text("prompt") or ""),),
        model=model,
        headers=plain_headers(request),
        file_name=file.name or "recording",
        sound=file.content,
    )


def _recording(form: Form, shapes: Sequence[str]) -> tuple[SentFile, str, str]:
    file = form.needed_file("file")
    shape = form.text("response_format") or "json"
    if shape not in shapes:
        raise wrong("response_format", f"This must be one of {', '.join(shapes)}.")
    return file, form.needed_text("model"), shape


def _document(transcript: Transcript, model: str, shape: str, *, words: bool) -> Response:
    seconds = transcript.seconds
    spent = {"type": "duration", "seconds": math.ceil(seconds)}
    if shape == "text":
        return PlainTextResponse(transcript.text + "\n")
    if shape == "srt":
        return PlainTextResponse(transcript.srt())
    if shape == "vtt":
        return PlainTextResponse(transcript.vtt())
    if shape == "verbose_json":
        timed = {"words": transcript.words()} if words else {"segments": transcript.segments()}
        return JSONResponse({**transcript.frame(), **timed, "usage": spent})
    usage = spent if model.startswith("whisper") else _token_usage(transcript.text, seconds)
    if shape == "diarized_json":
        return JSONResponse(
            {
                "task": "transcribe",
                "duration": seconds,
                "text": transcript.text,
                "segments": transcript.speakers(),
                "usage": usage,
            }
        )
    return JSONResponse({"text": transcript.text, "usage": usage})


def _token_usage(text: str, seconds: float) -> dict[str, object]:
    heard, said = math.ceil(seconds * _AUDIO_TOKENS_A_SECOND), count_tokens(text)
    return {
        "type": "tokens",
        "input_tokens": heard,
        "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
        "output_tokens": said,
        "total_tokens": heard + said,
    }
