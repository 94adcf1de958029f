"""``POST /v1/audio/transcriptions``, ``/translations`` and ``/speech``.

Source: https://platform.openai.com/docs/api-reference/audio. The voice hums: a tone for each syllable, as many as the text
has. It is plainly no person.
"""

import io
import math
import re
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from estimators.base.sentence import tr
from mock_ai.conversation import Kind, Prompt, Reply, Turn, count_tokens, split_tokens
from mock_ai.server.json_fields import (
    Form,
    SentFile,
    plain_headers,
    read_form,
    read_object,
    wrong,
)
from mock_ai.server.openai.answers import NonStreamingWriter
from mock_ai.server.openai.requests import event
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import PromptAnswer, Service

RATE = 24_000  # samples a second, as OpenAI's speech has
LONGEST_SECONDS = 30.0
_SYLLABLE_SECONDS = 0.16
_SYLLABLE = re.compile(r"[aeiouyäöüàâéèêíìîóòôúùûæøå]+|\d|[^\W\d_a-z]", re.IGNORECASE)
# Container and encoder for each format; what a format cannot hold is left to the encoder.
_ENCODERS = {
    "mp3": ("mp3", "libmp3lame"),
    "opus": ("ogg", "libopus"),
    "aac": ("adts", "aac"),
    "flac": ("flac", "flac"),
}
FORMATS = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}


def hummed(text: str, voice: str = "", speed: float = 1.0) -> npt.NDArray[np.int16]:
    """The text as hummed syllables: mono, 24 kHz, at most 30 seconds."""
    pitch = 110 + 110 * (blake2b(voice.encode("utf-8", "replace"), digest_size=1).digest()[0] / 255)
    size = int(RATE * _SYLLABLE_SECONDS / min(max(speed, 0.25), 4.0))
    most = int(RATE * LONGEST_SECONDS) // size
    time = np.arange(size) / RATE
    envelope = np.sin(np.pi * np.arange(size) / size) ** 0.7
    pieces: list[npt.NDArray[np.float64]] = []
    for word in text[:10_000].split():
        for syllable in _SYLLABLE.findall(word) or [word[:1]]:
            step = blake2b(syllable.lower().encode("utf-8", "replace"), digest_size=1).digest()[0]
            tone = 2 * np.pi * pitch * 2 ** ((step % 8 - 3) / 12) * time
            pieces.append(envelope * (np.sin(tone) + 0.4 * np.sin(2 * tone)) / 1.4)
        pieces.append(np.zeros(size // 2))
        if len(pieces) > most:
            break
    samples = np.concatenate(pieces or [np.zeros(size)])[: int(RATE * LONGEST_SECONDS)]
    return (samples * 9000).astype(np.int16)


def encoded(samples: npt.NDArray[np.int16], form: str) -> bytes:
    """The samples as a file: mp3, opus (in Ogg), aac, flac, wav, or bare pcm."""
    if form == "pcm":
        return samples.astype("<i2").tobytes()
    file = io.BytesIO()
    if form == "wav":
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples.astype("<i2").tobytes())
        return file.getvalue()
    import av

    container, encoder = _ENCODERS[form]
    # Without it FFmpeg numbers Ogg streams at random.
    with av.open(file, "w", format=container, options={"fflags": "+bitexact"}) as output:
        stream: Any = output.add_stream(encoder, rate=RATE)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            output.mux(packet)
    return file.getvalue()


def speech(text: str, voice: str, speed: float, form: str) -> bytes:
    """A file in which the voice hums the text."""
    return encoded(hummed(text, voice, speed), form)


def seconds_of(content: bytes) -> float:
    """How long a recording is; judged by its size where it cannot be read."""
    import av

    try:
        with av.open(io.BytesIO(content), "r") as recording:
            if recording.duration:
                return round(recording.duration / 1_000_000, 2)
            stream = recording.streams.audio[0]
            last = 0.0
            for packet in recording.demux(stream):
                if packet.pts is not None and packet.time_base is not None:
                    last = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            return round(last, 2)
    except (av.FFmpegError, OSError, ValueError, IndexError):
        return round(max(len(content) / 32_000, 0.1), 2)


@dataclass(frozen=True)
class Transcript:
    """What was said, in a recording of so many seconds."""

    text: str
    seconds: float

    def frame(self) -> dict[str, Any]:
        """What the verbose form says of the whole."""
        return {"language": "english", "duration": self.seconds, "text": self.text}

    def segments(self) -> list[dict[str, Any]]:
        """The sentences as Whisper describes them."""
        return [
            {
                "id": place,
                "seek": 0,
                "start": start,
                "end": end,
                "text": f" {sentence}",
                "tokens": [sum(piece.encode()) for piece in split_tokens(sentence)],
                "temperature": 0.0,
                "avg_logprob": -0.25,
                "compression_ratio": 1.2,
                "no_speech_prob": 0.01,
            }
            for place, (start, end, sentence) in enumerate(self._timed(self._sentences()))
        ]

    def words(self) -> list[dict[str, Any]]:
        """The words with their times."""
        parts = re.findall(r"\w[\w’'-]*", self.text)
        return [{"word": word, "start": s, "end": e} for s, e, word in self._timed(parts)]

    def speakers(self) -> list[dict[str, Any]]:
        """The sentences, two speakers taking turns."""
        return [
            {
                "type": "transcript.text.segment",
                "id": f"seg_{place + 1}",
                "start": start,
                "end": end,
                "text": f" {sentence}",
                "speaker": "AB"[place % 2],
            }
            for place, (start, end, sentence) in enumerate(self._timed(self._sentences()))
        ]

    def srt(self) -> str:
        """SubRip subtitles."""
        return "".join(
            f"{place}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{sentence}\n\n"
            for place, (start, end, sentence) in enumerate(self._timed(self._sentences()), 1)
        )

    def vtt(self) -> str:
        """WebVTT subtitles."""
        return "WEBVTT\n\n" + "".join(
            f"{_clock(start, '.')} --> {_clock(end, '.')}\n{sentence}\n\n"
            for start, end, sentence in self._timed(self._sentences())
        )

    def _sentences(self) -> list[str]:
        return [part for part in re.split(r"(?<=[.!?…])\s+", self.text.strip()) if part]

    def _timed(self, parts: Sequence[str]) -> list[tuple[float, float, str]]:
        whole = sum(map(len, parts)) or 1
        times, passed = [], 0
        for part in parts:
            start = round(self.seconds * passed / whole, 2)
            passed += len(part)
            times.append((start, round(self.seconds * passed / whole, 2), part))
        return times


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, thousandths = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{thousandths // 1000:02}{point}{thousandths % 1000:03}"


_TRANSCRIPTS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
_AUDIO_TOKENS_A_SECOND = 10
_MOST_SPOKEN = 4096


async def transcriptions(request: Request) -> Response:
    """What is said in a recording."""
    service: Service = request.app.state.service
    form = await read_form(request)
    file, model, shape = _recording(form, _TRANSCRIPTS)
    stream = form.flag("stream")
    if stream and shape not in ("json", "text"):
        raise wrong("response_format", tr("A stream can only be json or text."))
    seconds = await service.in_background(seconds_of, file.content)
    words = "word" in form.lists.get("timestamp_granularities", ())

    def write(given: PromptAnswer) -> Response:
        return _document(Transcript(given.replies[0].text, seconds), model, shape, words=words)

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
    form = await read_form(request)
    file, model, shape = _recording(form, _TRANSCRIPTS[:5])
    seconds = await service.in_background(seconds_of, file.content)

    def write(given: PromptAnswer) -> Response:
        transcript = Transcript(given.replies[0].text, seconds)
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
    document = await read_object(request)
    model = document.required("model", str)
    text = document.required("input", str)
    if not 0 < len(text) <= _MOST_SPOKEN:
        raise document.wrong(
            tr("This must be of 1 to {most_spoken} characters.", most_spoken=_MOST_SPOKEN), "input"
        )
    voice = document.get("voice")
    if isinstance(voice, dict):
        voice = voice.get("id")
    if not isinstance(voice, str) or not voice:
        raise document.wrong(tr("This is missing. Try alloy."), "voice")
    speed = document.within("speed", float, 0.25, 4.0)
    shape = document.one_of("response_format", FORMATS, "mp3")
    streams = document.optional("stream_format", str) == "sse"
    # The pace of another voice would come from a reply; the hum is made before it is due.
    sound = await service.in_background(speech, text, voice, speed or 1.0, shape)

    def write(given: PromptAnswer) -> Response:
        return Response(_chosen(given.replies, sound, shape), media_type=FORMATS[shape])

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
        turns=(Turn("user", form.get("prompt", "")),),
        model=model,
        headers=plain_headers(request),
        file_name=file.name or "recording",
        sound=file.content,
    )


def _recording(form: Form, shapes: Sequence[str]) -> tuple[SentFile, str, str]:
    file = form.needed_file("file")
    shape = form.one_of("response_format", shapes, "json")
    return file, form.required("model", str), shape


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
