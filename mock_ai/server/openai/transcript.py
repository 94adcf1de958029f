"""A transcript with times: its sentences and words share the recording by their length."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mock_ai.conversation import split_tokens


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
