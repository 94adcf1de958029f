"""A request that waits for the operator, with all that a person needs to answer it, and what its file is."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from estimators.base.spoken_answer import plain_name, spoken_forms
from mock_ai.conversation import Turn

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
}
_KINDS = {"image": "photo", "audio": "sound", "video": "clip"}
UNKNOWN_TYPE = "application/octet-stream"


def content_type(content: bytes) -> str:
    """The media type; never one that a browser runs, whatever the client said it sent."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], UNKNOWN_TYPE)
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    return next((kind for start, kind in _STARTS if content.startswith(start)), UNKNOWN_TYPE)


def kind_of(content: bytes) -> str:
    """Photo, sound or clip; “file” where the first bytes do not say."""
    return _KINDS.get(content_type(content).partition("/")[0], "file")


Source = Literal["dials", "model", "stub", "you"]
MOST_SHOWN = 20_000  # characters of a message
_TURNS_SHOWN = 12
_LOWEST_SURE = 0.01


@dataclass(frozen=True)
class SuggestedAnswer:
    """An answer to choose: ``text`` is what would be said, ``label`` the class that it names."""

    text: str
    source: Source
    label: str | None = None
    probability: float | None = None
    abstain: bool = False


@dataclass(frozen=True)
class WaitingRequest:
    """One request in the queue.

    ``kind`` is photo, text, sound, clip or file. ``automatic`` is what is answered if nobody does. ``classes`` are the answers that a
    classification may name; without any, the answer is a text. ``content`` is the photo, sound or
    clip. ``wants_json`` says that the client reads JSON: the answer is put into that by itself.
    """

    number: int
    at: datetime
    endpoint: str
    kind: str
    name: str
    automatic: SuggestedAnswer
    seconds: float
    text: str = ""
    system: str = ""
    turns: tuple[Turn, ...] = ()
    content: bytes = field(default=b"", repr=False)
    classes: tuple[str, ...] = ()
    shares: dict[str, float] = field(default_factory=dict)
    suggestions: tuple[SuggestedAnswer, ...] = ()
    rule: str = ""
    wants_json: bool = False

    @property
    def is_classification(self) -> bool:
        """Whether the answer names a class."""
        return bool(self.classes)

    @property
    def lowest_sure(self) -> float:
        """The least that the best of the classes can have."""
        return max(_LOWEST_SURE, 1 / len(self.classes)) if self.classes else _LOWEST_SURE

    @property
    def choices(self) -> tuple[str, ...]:
        """The classes, in their order; of more than nine the likeliest come first."""
        if len(self.classes) <= 9 or not self.shares:
            return self.classes
        return tuple(sorted(self.classes, key=lambda name: -self.shares.get(name, 0.0)))

    def brief(self, left: float) -> dict[str, Any]:
        """A line of the queue, for ``json.dumps``; ``left`` in seconds."""
        return {
            "number": self.number,
            "kind": self.kind,
            "name": self.name,
            "left": round(left, 2),
            "seconds": self.seconds,
        }

    def details(self, left: float) -> dict[str, Any]:
        """All that the operator's page shows, for ``json.dumps``."""
        return {
            **self.brief(left),
            "at": self.at.isoformat(timespec="milliseconds"),
            "endpoint": self.endpoint,
            "text": self.text[:MOST_SHOWN],
            "system": self.system[:MOST_SHOWN],
            "turns": [
                {"role": turn.role, "text": turn.text[:MOST_SHOWN], "photos": len(turn.images)}
                for turn in self.turns[-_TURNS_SHOWN:]
            ],
            "content_type": content_type(self.content) if self.content else "",
            "choices": [_choice(name) for name in self.choices],
            "lowest_sure": self.lowest_sure,
            "automatic": _plain(self.automatic),
            "suggestions": [_plain(one) for one in self.suggestions],
            "rule": self.rule,
            "wants_json": self.wants_json,
        }


def _choice(name: str) -> dict[str, Any]:
    forms = [
        {"from": form.from_percent, "before": form.before, "after": form.after}
        for form in spoken_forms(name)
    ]
    words = plain_name(name)
    return {"name": name, "words": words[:1].upper() + words[1:], "forms": forms}


def _plain(suggestion: SuggestedAnswer) -> dict[str, Any]:
    return {
        "text": suggestion.text[:MOST_SHOWN],
        "source": suggestion.source,
        "label": suggestion.label,
        "probability": suggestion.probability,
        "abstain": suggestion.abstain,
    }


def moment() -> float:
    """The clock that waiting is timed with: the same in every thread, never set back."""
    return time.monotonic()
